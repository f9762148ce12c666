"""What was done, by whom: the directory audit, the sign-in log and the provisioning log.

All are written once and never changed.  Start at `entries.py` (what an entry says), `sign_ins.py`
and `activities.py` (the documented names); `store.py` and `stores/` write and read.  A writer adds
its entry in the transaction of its change.  No rule of a capability lives here.
"""
