"""Who asks for a token: the client's credentials, read from the request and judged."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecret:
    """A stored secret.  ``start_at`` and ``end_at`` are stored instants (`clock`)."""

    secret_hash: str
    start_at: str
    end_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An application as one tenant knows it: its service principal there, its own secrets.

    ``appidacr`` tells in a token how it proved itself: 1 by a secret, 2 by an assertion.
    """

    app_id: str
    home_tenant_id: str = ""
    service_principal_id: str
    display_name: str
    account_enabled: bool
    secrets: tuple[ClientSecret, ...]
    appidacr: str = "1"


def with_credentials(form: Mapping[str, str], authorization: str) -> dict[str, str]:
    """Return *form* with the id and secret of an HTTP Basic *authorization* header in it.

    Both are form-encoded inside the header (RFC 6749 §2.3.1).  The body may repeat the id, and
    must prove nothing more: a client authenticates in one way (RFC 6749 §2.3).
    """
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return dict(form)
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except ValueError as fault:
        problem = "the Authorization header is not HTTP Basic in base64"
        raise SigninRefusedError(Reason.MALFORMED, problem=problem) from fault
    if "client_secret" in form or "client_assertion" in form:
        raise SigninRefusedError(Reason.SEVERAL_PROOFS)
    app_id, _, secret = decoded.partition(":")
    return {
        **form,
        "client_id": unquote_plus(app_id),
        "client_secret": unquote_plus(secret),
    }


def check_secret(client: Client, secret_hash: str, *, now: str) -> None:
    """Raise `SigninRefusedError` unless the hashed secret opens *client* at instant *now*."""
    matching = [
        each for each in client.secrets if hmac.compare_digest(each.secret_hash, secret_hash)
    ]
    begun = [each for each in matching if each.start_at <= now]
    if not begun:
        raise SigninRefusedError(Reason.WRONG_SECRET, app_id=client.app_id)
    if all(each.end_at <= now for each in begun):
        raise SigninRefusedError(Reason.EXPIRED_SECRET, app_id=client.app_id)
    check_enabled(client)


def check_enabled(client: Client) -> None:
    """Raise `SigninRefusedError` if *client* is disabled, which only who proved it may learn."""
    if not client.account_enabled:
        raise SigninRefusedError(Reason.DISABLED_CLIENT, app_id=client.app_id)
