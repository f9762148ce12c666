"""Settings, wiring and processes: the only place where the parts are put together.

Start at `services.py`, which builds every part from the settings.  `web.py` is the web
application made of them, `serving.py` the server around it, `working.py` the engine's worker;
`supervising.py` starts both as children of one command and `waking.py` lets a commit in one
wake the other.  No rule of the product lives here.
"""
