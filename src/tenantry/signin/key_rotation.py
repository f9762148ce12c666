"""When a signing key is published, signs, and is retired.

::

    published ───── signs ───── published still ───── retired
    rotation        lead later  until every token     by the worker, or at once
                                it signed is over     in an emergency
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tenantry.clock import add_seconds
from tenantry.signin.claims import LIFETIME

_CLOCK_SKEW = 300  # what verifiers grant to clocks that are behind

KEPT_SECONDS = LIFETIME + _CLOCK_SKEW
"""How long a key stays published after its last signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTimes:
    """The instants of one key.  ``signs_from`` is None for a key that signs since it was made."""

    kid: str
    created_at: str
    signs_from: str | None = None
    retired_at: str | None = None

    @property
    def begins(self) -> str:
        """The instant from which it signs."""
        return self.signs_from or self.created_at


def find_signer(keys: Iterable[KeyTimes], *, now: str) -> KeyTimes | None:
    """Return the key that signs at instant *now*: the last one to have begun."""
    begun = [key for key in keys if key.retired_at is None and _has_begun(key, now)]
    return max(begun, key=lambda key: (key.begins, key.created_at), default=None)


def find_waiting(keys: Iterable[KeyTimes], *, now: str) -> KeyTimes | None:
    """Return the key that is published and does not sign yet."""
    return next((key for key in keys if key.retired_at is None and not _has_begun(key, now)), None)


def find_expired(keys: Iterable[KeyTimes], *, now: str) -> list[str]:
    """Return the ids of keys that stopped signing so long ago that no token of theirs is valid."""
    standing = sorted(
        (key for key in keys if key.retired_at is None),
        key=lambda key: (key.begins, key.created_at),
    )
    return [
        key.kid
        for key, follower in pairwise(standing)
        if _has_begun(follower, now) and add_seconds(follower.begins, KEPT_SECONDS) <= now
    ]


def _has_begun(key: KeyTimes, now: str) -> bool:
    return key.signs_from is None or key.signs_from <= now
