"""What a user granted to an application by signing in: kept with its code and refresh tokens.

A code or refresh token names its tenant before the dot, so that it can be redeemed at `common`
too, and is random after it; the database keeps its hash alone.
"""

import base64
import uuid

import msgspec

from tenantry.signin.proofs import Proof
from tenantry.signin.redirect_uris import Platform


class UserGrant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A grant.  ``user_id`` is the object in the resource tenant, `home_…` who that is at home.

    ``scope`` is as it was asked for; ``session_id`` is the session that it came from.
    ``contexts`` are the authentication contexts that were asked for, ``ip_address`` is where the
    person came from.
    """

    app_id: str
    platform: Platform
    scope: str
    user_id: str
    home_tenant_id: str
    home_user_id: str
    session_id: str
    proofs: tuple[Proof, ...]
    nonce: str = ""
    contexts: tuple[str, ...] = ()
    ip_address: str = ""


def with_tenant(tenant_id: str, secret: str) -> str:
    """Return *secret* as the client gets it, its tenant in front."""
    return f"{_short(tenant_id)}.{secret}"


def tenant_in(text: str) -> str | None:
    """Return the id of the tenant that a code or refresh token names; None for other text."""
    short, dot, secret = text.partition(".")
    if not (dot and secret):
        return None
    try:
        raw = base64.urlsafe_b64decode(f"{short}==")
        found = str(uuid.UUID(bytes=raw))
    except ValueError:
        return None
    return found if _short(found) == short else None


def _short(tenant_id: str) -> str:
    return base64.urlsafe_b64encode(uuid.UUID(tenant_id).bytes).decode().rstrip("=")
