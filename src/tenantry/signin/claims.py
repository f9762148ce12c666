"""The claims of an access token: what goes in, and what is wrong with one that comes back.

They have the shape of Graph's own tokens (`ver` 1.0: `appid`, `app_displayname`, `idtyp`),
which command lines decode to tell who is logged in (clients §0.1, 33).  Times are whole
seconds since 1970, by the real clock (decision 34).
"""

from collections.abc import Iterable

import msgspec

from tenantry.signin.client_authentication import Client
from tenantry.signin.issuers import Origins
from tenantry.signin.scopes import is_graph

LIFETIME = 3600
"""Seconds from issue to expiry."""

_CLOCK_SKEW = 300  # machines of one installation may disagree on the time by seconds


class AccessToken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims of an access token for Graph, in the order they are written.

    Those from ``scp`` on are of users alone.  Our own are ``tnt_clk``, how far the lab clock
    stood from the real one at issue, in seconds, and ``tnt_at``, the stored instant of the issue.
    """

    aud: str
    iss: str
    iat: int
    nbf: int
    exp: int
    app_displayname: str
    appid: str
    appidacr: str
    idp: str = ""
    idtyp: str
    oid: str
    roles: tuple[str, ...]
    sub: str
    tid: str
    uti: str
    ver: str
    wids: tuple[str, ...]
    scp: str = ""
    acct: int | None = None
    acr: str = ""
    acrs: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()
    family_name: str | None = None
    given_name: str | None = None
    name: str = ""
    sid: str = ""
    unique_name: str = ""
    upn: str = ""
    tnt_clk: float = 0.0
    tnt_at: str = ""


CLAIMS = AccessToken.__struct_fields__[:-2]
"""The claims that are for clients to read."""

OF_APPLICATION, OF_USER = "app", "user"
"""What `idtyp` says: whose token it is."""


def application_token(
    client: Client,
    *,
    issuer: str,
    tenant_id: str,
    audience: str,
    roles: Iterable[str],
    token_id: str,
    now: int,
    clock_offset: float,
) -> AccessToken:
    """Return the claims of a token for *client*, issued *now*."""
    return AccessToken(
        aud=audience,
        iss=issuer,
        iat=now,
        nbf=now,
        exp=now + LIFETIME,
        app_displayname=client.display_name,
        appid=client.app_id,
        appidacr=client.appidacr,
        idp=issuer,
        idtyp=OF_APPLICATION,
        oid=client.service_principal_id,
        roles=tuple(sorted(roles)),
        sub=client.service_principal_id,
        tid=tenant_id,
        uti=token_id,
        ver="1.0",
        wids=(),
        tnt_clk=clock_offset,
    )


def find_fault(
    token: AccessToken, *, origins: Origins, now: float, clock_offset: float
) -> str | None:
    """Return what is wrong with *token* in Graph's words, or None.

    *now* is real time.  Time by which the lab clock was moved forward since the issue counts
    as passed (decision 34); moving it back makes no token valid for longer.
    """
    if not is_graph(token.aud, origins.hosts):
        return "Access token validation failure. Invalid audience."
    if not origins.is_issuer(token.iss, token.tid):
        return "Access token validation failure. Invalid issuer."
    if now < token.nbf - _CLOCK_SKEW:
        return "Lifetime validation failed, the token is not yet valid."
    moved_forward = max(0.0, clock_offset - token.tnt_clk)
    if now + moved_forward >= token.exp:
        return "Lifetime validation failed, the token is expired."
    return None
