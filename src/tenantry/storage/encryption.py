"""What the database must not show, encrypted with a key that lives outside of it (ADR 0010).

Signing keys and other secrets that must be read back are sealed by a `SecretBox`.  Client
secrets need no reading back and are hashed instead: `client_secrets.py`.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet, InvalidToken

from tenantry.errors import InvalidValueError, UnavailableError

SECRET_KEY_VARIABLE = "TENANTRY_SECRET_KEY"  # noqa: S105  # the variable's name
KEY_FILE = "secret.key"


class SecretBox:
    """Encrypts and decrypts short texts.  ``key`` is 32 bytes in URL-safe base64."""

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key)
        except ValueError as fault:
            message = (
                f"the secret key is not 32 bytes in URL-safe base64; take `{KEY_FILE}` out of a"
                f" backup, or set `{SECRET_KEY_VARIABLE}` to the key of this installation"
            )
            raise InvalidValueError(SECRET_KEY_VARIABLE, message) from fault
        # A key of its own for each use: a digest tells nothing of what is sealed.
        self._digest_key = hmac.digest(key.encode(), b"digests", hashlib.sha256)

    def digest(self, *parts: str) -> str:
        """Return what stands for *parts* and cannot be searched without the key (HMAC-SHA-256)."""
        message = b"\0".join(part.encode(errors="surrogatepass") for part in parts)
        return hmac.new(self._digest_key, message, hashlib.sha256).hexdigest()

    def encrypt(self, text: str) -> str:
        """Return *text* sealed; twice the same text gives two different results."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, sealed: str) -> str:
        """Return what was sealed; `UnavailableError` if another key sealed it."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as fault:
            message = "a stored secret was sealed with another secret key; restore that key"
            raise UnavailableError(message) from fault


def open_secret_box(folder: Path, environment: Mapping[str, str]) -> SecretBox:
    """Return the installation's box.

    Its key is the variable `TENANTRY_SECRET_KEY` of *environment* where it is set, otherwise
    the file `secret.key` of *folder*, which is made at the first start.
    """
    return SecretBox(environment.get(SECRET_KEY_VARIABLE) or _key_in(folder / KEY_FILE))


def _key_in(path: Path) -> str:
    if not path.exists():
        _make_key(path)
    return path.read_text(encoding="ascii").strip()


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable by the owner only.  A link appears whole or not at all, so that of two starting
    # processes the first one's key counts for both.
    with NamedTemporaryFile(dir=path.parent, prefix=path.name) as draft:
        draft.write(Fernet.generate_key() + b"\n")
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    # What is sealed with the key outlives a power cut, so the key's name must as well.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
