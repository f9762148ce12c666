"""What exists in a tenant: users, groups, applications, roles, domains, and the recycle bin.

Rules are pure modules named for their thing (`users.py`, `groups.py`, `applications.py`,
`tenants.py` …); `stores/` has the SQL; `operations/` is what a caller can do, one module per
noun: start there.  An operation takes the unit of work or reading and the actor; the edge opens
the transaction.  Every write changes the object, records the change and adds the audit entry in
that one transaction.

An object is a record: a mapping keyed by column name, lists and objects decoded.  Nothing here
knows the wire's names.  What a policy allows between tenants is decided in `access`.
"""
