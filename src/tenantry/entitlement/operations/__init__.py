"""What a caller can do: make packages, ask for them, decide; and what happens when time is up.

The way of access: `requesting.py` takes a request, `approving.py` lets its approvers decide,
`fulfilling.py` makes it an assignment, `delivering.py` gives and takes the roles, `ending.py` and
`expiring.py` end it.  `requestors.py` alone looks at people of another tenant.
"""
