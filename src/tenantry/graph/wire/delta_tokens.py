"""Delta and skip tokens of delta queries: where a client is, and what it asked for (§1.11).

The options of the first call are frozen into the token.  It grants nothing: whoever presents it
reads as the owner of the access token, and a token of another tenant counts as expired.
"""

import base64
import hashlib

import msgspec

from tenantry.errors import ExpiredTokenError, InvalidValueError

_VERSION = 1


class DeltaState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a delta query goes on.

    ``watermark`` is the place in the change feed that the next delta link continues from.
    ``position`` is the last object of the first round, None once that is over; ``member`` is the
    last member of that object, if its members did not fit on the page.
    """

    collection: str
    tenant: str
    watermark: int
    issued_at: str
    select: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    position: str | None = None
    member: str = ""


def tenant_mark(tenant_id: str) -> str:
    """Return what a token keeps of the tenant it is for."""
    return hashlib.sha256(tenant_id.encode()).hexdigest()[:16]


def encode_state(state: DeltaState) -> str:
    """Return the token of *state*."""
    content = msgspec.json.encode((_VERSION, state))
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decode_state(token: str, *, collection: str, tenant_id: str, oldest: str) -> DeltaState:
    """Return the state in *token*.

    Raises `InvalidValueError` for what is no token, `ExpiredTokenError` for one of another
    tenant, collection or version, and for one issued before *oldest*.
    """
    try:
        padded = token + "=" * (-len(token) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)
        version, state = msgspec.json.decode(content, type=tuple[int, DeltaState])
    except (ValueError, msgspec.DecodeError):
        message = "this is no token of a delta query; follow the links as they are"
        raise InvalidValueError("$deltatoken", message) from None
    own = (_VERSION, collection, tenant_mark(tenant_id))
    if (version, state.collection, state.tenant) != own or state.issued_at < oldest:
        raise ExpiredTokenError
    return state
