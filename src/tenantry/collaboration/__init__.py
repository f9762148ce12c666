"""External users: how a person of one tenant is represented in another.

`external_users` holds the naming rules, pure; invitations and redemption join it here when
they are built.  Synchronization creates its external users by these rules, so an invited and
a synchronized user look the same (CTS-012).
"""
