"""The Graph-compatible API: what a client of Microsoft Graph v1.0 sees of this directory.

The way of a request: `application.py` reads it, `dispatching.py` finds its route, checks its
token and body and calls the route's endpoint, and shapes the answer or the error.  Each
resource is one module beside these with its `ROUTES`; its wire shape is in `wire/`.  A route
parses and shapes; what may be done and what it means is decided in the capability it calls.
`odata/` reads paths and query options.  Status codes and Graph error codes are in `errors.py`
alone.
"""
