"""The lab: a whole world to try everything on, made in seconds and thrown away as quickly.

`presets.py` says what there is to be, `seeding.py` makes it through the same operations that
the API calls, `running.py` serves it and tells people about it, `lab_file.py` tells programs.
`people/` and `certificates.py` supply names and TLS.  Nothing here is needed in production, and
nothing here knows a rule: what the lab sets up, an administrator could have set up.
"""
