"""What was done, by whom: the directory audit, and the provisioning log.

Both are written once and never changed.  Start at `entries.py` (what an entry says) and
`activities.py` (the documented names); `store.py` writes and reads.  A writer adds its entry in
the transaction of its change.  No rule of a capability lives here.
"""
