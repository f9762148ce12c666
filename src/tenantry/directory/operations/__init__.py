"""What a caller can do in the directory, one module per noun.

Every function authorizes its actor, loads, asks the rules, writes.  The actor's tenant is the
tenant that is read and written.  `recording.py` writes what every change leaves behind.
"""
