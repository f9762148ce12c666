"""The claims of the tokens that tell an application of a user, as they are encoded.

Source: the references of id token and access token claims; `claims.py` has those for Graph.
"""

import msgspec


class IdToken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims of an id_token; ``c_hash`` ties it to the code beside it."""

    aud: str
    iss: str
    iat: int
    nbf: int
    exp: int
    acct: int
    acr: str
    acrs: tuple[str, ...] = ()
    amr: tuple[str, ...]
    auth_time: int
    c_hash: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()
    hasgroups: bool = False
    idp: str = ""
    login_hint: str = ""
    name: str = ""
    nonce: str = ""
    oid: str
    preferred_username: str = ""
    roles: tuple[str, ...] = ()
    sid: str
    sub: str
    tid: str
    upn: str = ""
    uti: str
    ver: str
    wids: tuple[str, ...] = ()


class ApplicationAccessToken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims of an access token for an application of the tenant.

    Our own are those of `AccessToken`; ``tnt_auth``, the stored instant of the password; and
    ``tnt_here``, which methods were proved in this tenant where others were proved elsewhere.
    """

    aud: str
    iss: str
    iat: int
    nbf: int
    exp: int
    acct: int
    acrs: tuple[str, ...] = ()
    amr: tuple[str, ...]
    azp: str
    azpacr: str
    groups: tuple[str, ...] = ()
    hasgroups: bool = False
    idp: str = ""
    idtyp: str
    name: str
    oid: str
    preferred_username: str
    roles: tuple[str, ...] = ()
    scp: str
    sid: str
    sub: str
    tid: str
    uti: str
    ver: str
    tnt_clk: float = 0.0
    tnt_at: str = ""
    tnt_auth: str = ""
    tnt_here: tuple[str, ...] = ()
