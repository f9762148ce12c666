"""What a caller can do: invite somebody, redeem an invitation, leave an organization.

`homes.py` is where two tenants meet: it finds who an address means at home, and asks both
tenants whether that person may come, and whether without a prompt.
"""
