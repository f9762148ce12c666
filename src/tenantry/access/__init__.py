"""Cross-tenant access: what a tenant allows another tenant, and who may come in therefore.

`policy.py` has the values, `inheritance.py` what holds of them, `settings.py` the rules a setting
must keep, `target_lists.py` what the lists of one side say, `evaluate.py` the one evaluator of
access with its `flips.py`, `synchronization.py` the rule that decides whether one tenant may
synchronize users into another, `conditional/` what a tenant asks of whoever signs in.  `store.py`
and `stores/` keep the settings; `operations/` is what a caller can do with them and the place to
start.  No tenant's settings are read here on behalf of another tenant but in
`operations.synchronizations.synchronization_refusal`, `operations.explaining` and
`operations.deciding`.
"""
