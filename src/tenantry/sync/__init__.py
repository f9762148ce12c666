"""Cross-tenant synchronization: the provisioning engine.

A job reads one source tenant and writes external users into one target tenant::

    change feed → importing → scoping → matching → mapping → planning → exporting → references
                    I/O         rule      rule      rule      rule        I/O         I/O
                                                                → provisioning log → watermark

The unit of work is a chunk of users: read it, decide in memory, write users, links, log and
position in one transaction.  In ``engine/``, `cycles.py` drives a cycle, `quiet.py` ends one that
finds nothing, `settling.py` what the deletion guard staged; `on_demand.py` runs the same steps
for one user, `dispatching.py` starts what is due under the job's lease.  ``groups/`` and
``plans/`` have rules and an ``engine/`` of their own; ``operations/`` is what a caller can do
with jobs.  Rules (`scoping`, `matching`, `mapping`, `planning`, `guard`, `quarantine`,
`expression`) are pure; SQL is in ``stores/``.  No HTTP, no wire names of Graph here beyond the
connector's own attribute vocabulary, which administrators write in mappings.
"""
