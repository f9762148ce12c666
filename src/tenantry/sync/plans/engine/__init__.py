"""Plans at work: made, kept and applied; the rules are beside it.

`making.py` runs the steps of a cycle and stores what they decide instead of exporting it;
`applying.py` lets the next cycle do that and nothing else; `movement.py` tells whether source,
target or job have moved in between.  `foreseeing.py` answers for what earlier chunks of a plan
would have changed.
"""
