"""Sessions: how long somebody stays signed in with a browser, and what ends that.

A session is of one account; all accounts of a browser share its cookie, which is made anew
whenever somebody authenticates, so that a cookie that was planted before is worth nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenantry.signin.proofs import Proof

LIFETIME = 24 * 3600
"""Seconds from the last authentication after which a session ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in account.  Instants are stored ones; ``tenant_id`` is its home."""

    tenant_id: str
    id: str
    user_id: str
    proofs: tuple[Proof, ...]
    authenticated_at: str
    expires_at: str


def is_live(session: Session, user: Mapping[str, Any] | None, *, instant: str) -> bool:
    """Return whether *session* still stands for the home *user*, None if there is none."""
    return (
        user is not None
        and bool(user["account_enabled"])
        and instant < session.expires_at
        and is_still_valid(session.authenticated_at, user)
    )


def is_still_valid(authenticated_at: str, user: Mapping[str, Any]) -> bool:
    """Return whether what was proved then counts: nobody ended the user's sessions since."""
    valid_from = user.get("sign_in_sessions_valid_from")
    return valid_from is None or authenticated_at >= valid_from
