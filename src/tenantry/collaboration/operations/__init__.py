"""What a caller can do: invite, redeem, leave, and say by whom guests and own people sign in.

`homes.py` is where two tenants meet: it finds who an address means at home, and asks both
tenants whether that person may come, and whether without a prompt.
"""
