"""`$metadata`: the CSDL document of what is served (contract §1.1).

Each wire module states its part as a `Model` (`model.py`), complex types taken from the Python
types that check them (`structures.py`); `document.py` writes all of them as XML.
"""
