"""Groups of a synchronization: assigned groups become security groups of the target.

They follow the users of the same cycle, since their members are the users that the job has
linked.  `rules` decides with the same table as for users, `mapping_checks` says what their
mapping may be; `engine` reads and writes.  Source: behaviour §23, §2, §7; decision 17.
"""
