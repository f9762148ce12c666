"""What a person can prove themself with beside a password, and what becomes of such a proof."""

from dataclasses import dataclass
from enum import Enum

from tenantry.errors import ConflictError, InvalidValueError

CODES, KEYS = "softwareOath", "fido2"
"""Kinds of methods: one-time codes of an authenticator app, and security keys (passkeys)."""

_MOST = {CODES: 5, KEYS: 10}
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One registered method.  What belongs to the other kind is None."""

    id: str
    kind: str
    display_name: str | None
    created_at: str
    secret_encrypted: str | None = None
    last_step: int | None = None
    credential_id: str | None = None
    public_key: str | None = None
    sign_count: int | None = None
    aaguid: str | None = None


class ProofRefusal(Enum):
    """Why a proof does not count."""

    WRONG = "wrong"
    USED = "used"  # the code was right, and was given before
    LOCKED = "locked"  # too many wrong codes
    EXPIRED = "expired"  # the challenge is too old, or was answered before
    TAKEN = "taken"  # the key is registered already

    @property
    def aadsts(self) -> int:
        """Its AADSTS number."""
        return 50053 if self is ProofRefusal.LOCKED else 500121


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOutcome:
    """What became of a proof: the method that it was made with, or why it does not count."""

    method_id: str | None = None
    refusal: ProofRefusal | None = None


def check_display_name(name: str | None) -> None:
    """Raise `InvalidValueError` unless a method may be called so."""
    if name is not None and not 0 < len(name.strip()) <= _LONGEST_NAME:
        message = f"a name of a method has 1 to {_LONGEST_NAME} characters"
        raise InvalidValueError("display_name", message)


def check_room(kind: str, count: int) -> None:
    """Raise `ConflictError` if a user with *count* methods of the kind can have no more."""
    if count >= _MOST[kind]:
        message = f"the user has {count} methods of the kind `{kind}` already; delete one first"
        raise ConflictError(message)
