"""External users: how a person of one tenant is represented in another.

`external_users` holds names, identities and states, `inviting` what an invitation must be, both
pure; ``operations/`` invites, redeems and leaves.  Synchronization creates and redeems its
external users by the same rules, so an invited and a synchronized user look the same (CTS-012).
"""
