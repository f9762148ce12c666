"""The wire: camelCase names, instants, annotations and request bodies, one module per resource.

Nothing here reads the database or decides; it turns values into JSON and JSON into values.
"""
