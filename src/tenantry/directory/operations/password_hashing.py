"""Password hashes (Argon2id).

Making and checking one takes tens of milliseconds on purpose: do it before the transaction.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tenantry.directory.passwords import check_password

NO_PASSWORD = "!"  # noqa: S105  # it is the hash of nothing
"""In place of a hash, for a user who has no password until one is set."""

_HASHER = PasswordHasher()


def hash_password(password: str, *, strong: bool = True) -> str:
    """Return the hash that `users.password_hash` keeps; `InvalidValueError` if it is too weak."""
    check_password(password, strong=strong)
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """Return whether *password_hash* was made of *password*."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
