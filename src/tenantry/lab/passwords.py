"""Passwords of the lab, hashed on other threads while the lab is made."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future

from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.storage.client_secrets import new_secret


class LabPassword:
    """A new password that meets every rule."""

    def __init__(self, hashing: PasswordHashing, threads: Executor) -> None:
        self.text = f"Lab-{new_secret()[:16]}-7"
        self._hash: Future[str] = threads.submit(hashing.hash, self.text)

    @property
    def hash(self) -> str:
        """Its hash; waits until it is made."""
        return self._hash.result()


def new_passwords(count: int, hashing: PasswordHashing, threads: Executor) -> Sequence[LabPassword]:
    """Return *count* new passwords."""
    return [LabPassword(hashing, threads) for _ in range(count)]
