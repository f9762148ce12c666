"""OData as Graph speaks it: request paths, query options, filters, searches and tokens.

`paths.py` reads a path into segments and `routes.py` finds its endpoint; `options.py` reads the
query string; `filters.py`, `search.py` and `orderby.py` turn options into the filter tree and
orderings of `tenantry.storage.filters`; `skip_tokens.py` writes where the next page starts.
Nothing here knows a resource: each hands in its `Fields`.
"""
