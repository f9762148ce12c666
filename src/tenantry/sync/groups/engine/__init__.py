"""Groups at work: what reads, writes and keeps its place; the rules are beside it.

`pass_through.py` takes one step of a cycle's pass, `places.py` says which groups come next;
`provisioning.py` takes them through the steps, which `importing`, `members` and `exporting`
read and write.
"""
