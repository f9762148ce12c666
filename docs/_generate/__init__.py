"""The documents that are made from the code: each module renders one.

`make docs` writes them, `make docs-current` checks them; `__main__.py` lists them.
"""
