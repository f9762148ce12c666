"""Plans: what the next cycle of a job would do, shown before it is done.

`making.py` runs the steps of a cycle and stores what they decide instead of exporting it;
`applying.py` lets the next cycle do that and nothing else; `movement.py` tells whether source,
target or job have moved in between.  `foreseeing.py` answers for what earlier chunks of a plan
would have changed.  `plan.py` has the values, `entries.py` the rule how a change is told.
"""
