"""How people prove who they are: passwords, one-time codes, security keys.

Here live the rules (`lockout`, `accounts`, `totp`, `webauthn`, `methods`), what is kept of each
person (`stores`) and what sign-in calls (`operations`).  Pages do not: they are core sign-in's.
A proof belongs to a user object of one tenant, so that a guest has methods of its own in the
resource tenant, and the home tenant's password never goes there.

Start at `operations.passwords.check_user_password`.
"""
