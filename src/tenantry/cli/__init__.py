"""The command line: `tenantry`.

`main.py` lists the commands; each lives in the module named there and is loaded only when it is
called.  A command parses, calls what the parts offer, and prints; what may be done and what it
means is decided below.  `installation.py` has the options all commands share, `output.py` the
two forms of output, `exit_codes.py` what the exit codes mean.
"""
