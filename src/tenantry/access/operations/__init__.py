"""What a caller can do with the cross-tenant access policy of the own tenant, by noun.

Each operation authorizes, loads, decides and writes inside the caller's transaction; a write
leaves a feed entry of type `policy` and an audit record.
"""
