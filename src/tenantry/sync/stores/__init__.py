"""The SQL of the provisioning engine, one module per side: jobs, links, source, target, events.

A function names the tenant it reads or writes first; only `links` holds both tenants' ids.
"""
