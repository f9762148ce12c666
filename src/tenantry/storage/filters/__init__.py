"""Filters: one tree, two meanings that agree.

`tree.py` is what a caller asks for, over the properties of `fields.py`; `matching.py` says what
it means for one record in memory, `sql.py` what it means for a table, `keyset.py` where a page
of sorted rows goes on.  `folding.py` and `words.py` fix how text compares, identically in
Python and in both databases; `functions.py` teaches the databases the two.

The rules here (all but `sql.py`, `dialects.py`, `keyset.py` and `functions.py`) are pure.
"""
