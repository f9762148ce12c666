"""Access packages: what people may ask for, who decides, and how long it lasts.

`policies.py` says who may ask for a package and who decides, `expiry.py` how long what they get
lasts, `origins.py` what a package can give; all pure.  ``operations/`` makes packages, takes
requests and delivers: every group and application role through the directory's own operations,
every guest through `collaboration`.  Start at `operations/requesting.py`.
"""
