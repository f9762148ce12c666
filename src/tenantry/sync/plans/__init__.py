"""Plans: what the next cycle of a job would do, shown before it is done.

`plan.py` has the values, `entries.py` the rule how a change is told and `deciders.py` why it was
decided; `engine` makes and applies plans.
"""
