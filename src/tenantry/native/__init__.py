"""The API of what Graph has no call for: `/tenantry/v1.0`.

`application.py` makes the routes; `ROUTES` there is the whole surface, and `openapi.py` describes
it from the same table.  An endpoint is a synchronous function from values to a value; reading
the request and shaping the answer is done once, in `routing.py`.  Errors look as Graph's do.
Every call needs the operator token (`operator_token.py`), or, where tenants may call, a token
for Graph (`callers.py`).
"""
