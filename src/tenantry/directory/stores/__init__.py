"""The SQL of the directory.

`objects.py` is what users, groups, applications and service principals have in common: rows
with an id, a recycle bin and pages.  The other modules add what only their kind of object has.
"""
