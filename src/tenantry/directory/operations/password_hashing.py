"""Password hashes (Argon2id): how they are made and checked, and what that costs.

Making and checking one takes tens of milliseconds on purpose: do it before the transaction.
"""

import base64
import os
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tenantry.directory.passwords import check_password

NO_PASSWORD = "!"  # noqa: S105  # it is the hash of nothing
"""In place of a hash, for a user who has no password until one is set."""

_SALT_BYTES, _HASH_BYTES = 16, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class HashCost:
    """What one hash costs: memory in KiB, passes over it, and threads that share the work.

    By default memory and passes are those of RFC 9106 for machines with little memory (§4), and
    one thread does it all: two hashes at once take half as long as two after one another.
    """

    memory_kib: int = 65536
    iterations: int = 3
    parallelism: int = 1


LEAST_COST = HashCost(memory_kib=19456, iterations=2, parallelism=1)
"""The least that OWASP's password storage cheat sheet calls safe."""


def hashes_at_once(cost: HashCost, processors: int) -> int:
    """Return how many hashes run side by side without waiting for each other's processors."""
    return max(1, processors // cost.parallelism)


class PasswordHashing:
    """Makes and checks hashes at one cost.  One per process; safe to share between threads.

    What comes at once takes turns: side by side on the same processors all would be late, and
    each would hold its memory longer.
    """

    def __init__(self, cost: HashCost | None = None) -> None:
        cost = cost or HashCost()
        self._turns = BoundedSemaphore(hashes_at_once(cost, os.cpu_count() or 1))
        self._hasher = PasswordHasher(
            time_cost=cost.iterations,
            memory_cost=cost.memory_kib,
            parallelism=cost.parallelism,
            salt_len=_SALT_BYTES,
            hash_len=_HASH_BYTES,
        )
        self._hash_of_nobody = _hash_of_nobody(cost)

    def hash(self, password: str, *, strong: bool = True) -> str:
        """Return the hash that `users.password_hash` keeps; `InvalidValueError` if it is weak."""
        check_password(password, strong=strong)
        return self.renewed(password)

    def renewed(self, password: str) -> str:
        """Return a new hash of a password that a user has already, weak or not."""
        with self._turns:
            return self._hasher.hash(_encoded(password))

    def is_password(self, password: str, password_hash: str | None) -> bool:
        """Return whether *password_hash* was made of *password*.

        Where there is no hash the same work is done, so that nobody can tell from the time who
        has a password or exists.
        """
        if password_hash is None or password_hash == NO_PASSWORD:
            password_hash = self._hash_of_nobody
        try:
            with self._turns:
                return self._hasher.verify(password_hash, _encoded(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, password_hash: str) -> bool:
        """Return whether *password_hash* was made at another cost."""
        return self._hasher.check_needs_rehash(password_hash)


def _encoded(password: str) -> bytes:
    """Return the bytes of *password*; half a character pair is no reason to fail."""
    return password.encode(errors="surrogatepass")


def _hash_of_nobody(cost: HashCost) -> str:
    """Return a hash that no password has, made without the work that checking it takes."""
    salt, digest = (
        base64.b64encode(os.urandom(size)).decode().rstrip("=")
        for size in (_SALT_BYTES, _HASH_BYTES)
    )
    shape = f"m={cost.memory_kib},t={cost.iterations},p={cost.parallelism}"
    return f"$argon2id$v=19${shape}${salt}${digest}"
