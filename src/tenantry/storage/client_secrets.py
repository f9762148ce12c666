"""Secrets of applications: how one is made, and the hash that is all the database keeps.

A secret is 40 random characters, so that its plain SHA-256 cannot be searched (ADR 0010).
"""

import hashlib
import secrets
import string

# No punctuation: a secret that starts with `-` reads as an option on a command line.
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 40
_HINT_LENGTH = 3


def new_secret() -> str:
    """Return a new secret of 40 letters and digits (238 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def secret_hint(secret: str) -> str:
    """Return what people may see of *secret* later: its first three characters."""
    return secret[:_HINT_LENGTH]


def hash_secret(secret: str) -> str:
    """Return the stored form of *secret*: SHA-256 in lower-case hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
