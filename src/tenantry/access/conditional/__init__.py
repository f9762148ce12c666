"""Conditional Access: what a tenant asks of everybody who signs in to its applications.

`policy.py` has the values as on the wire, `compiling.py` makes of them what is evaluated:
`conditions.py` says whom a policy meets, `controls.py` what it asks of them, in the light of
what they proved (`proofs.py`, `strengths.py`).  `evaluation.py` is the place to start; its one
caller is `access.evaluate`.  Source: behaviour §12, contract §6.11.
"""
