"""Groups of a synchronization: assigned groups become security groups of the target.

They follow the users of the same cycle, since their members are the users that the job has
linked.  `pass_through.py` takes one step of a cycle's pass, `places.py` says which groups come
next; `importing`, `exporting` and `members` read and write, `rules` decides with the same table
as for users.  Source: behaviour §23, §2, §7; decision 17.
"""
