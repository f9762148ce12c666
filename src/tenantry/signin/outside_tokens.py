"""What an id_token of another issuer must say to be believed, and whom it then tells of.

Sources: OpenID Connect Core §3.1.3.7, RFC 9207 (issuer in the answer), RFC 9700 §4.4 (mix-up).
The signature is checked elsewhere; times are seconds of real time.
"""

from collections.abc import Mapping

import msgspec

from tenantry.identifiers import is_id
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.proofs import MULTIFACTOR
from tenantry.signin.refusals import Refusal

_CLOCK_SKEW = 300
_OLDEST = 900  # seconds since the issue; a token of the answer to a code is made just then
_NAME_LENGTH = 256


class OutsideClaims(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of an id_token that count here.

    ``tid`` and ``oid`` are those of tenants in other clouds; ``idp`` tells of a person who is
    only a guest there.
    """

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    nbf: float | None = None
    azp: str | None = None
    nonce: str | None = None
    amr: list[str] | None = None
    email: str | None = None
    email_verified: object = None
    xms_edov: object = None
    name: str | None = None
    preferred_username: str | None = None
    auth_time: object = None
    tid: str | None = None
    oid: str | None = None
    idp: str | None = None

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whom it was made for."""
        return (self.aud,) if isinstance(self.aud, str) else tuple(self.aud)

    @property
    def shown_name(self) -> str:
        """What the person is called; empty if the issuer does not tell."""
        return (self.name or "")[:_NAME_LENGTH]

    @property
    def is_multifactor(self) -> bool:
        """Whether the issuer says that there was more than one factor."""
        return MULTIFACTOR in (self.amr or ())


_decoder = msgspec.json.Decoder(OutsideClaims)


def read_outside_claims(payload: bytes) -> OutsideClaims:
    """Return the claims in the JSON *payload*; `SigninRefusedError` where one is missing."""
    try:
        return _decoder.decode(payload)
    except (ValueError, RecursionError) as fault:
        raise _unbelievable("it lacks a claim that counts, or one is no text") from fault


def check_outside_claims(
    claims: OutsideClaims, *, issuer: str, client_id: str, nonce: str, now: float
) -> None:
    """Raise `SigninRefusedError` unless the token is *issuer*'s answer to this very sign-in."""
    if claims.iss != issuer:
        raise _unbelievable("its issuer is another one")
    if not claims.sub:
        raise _unbelievable("it tells of nobody")
    if client_id not in claims.audiences:
        raise _unbelievable("it was made for another client")
    is_for_several = len(claims.audiences) > 1
    if (is_for_several or claims.azp) and claims.azp != client_id:
        raise _unbelievable("it was given to another client")
    if claims.nonce != nonce:
        raise _unbelievable("it answers another sign-in")
    _check_times(claims, now=now)


def _check_times(claims: OutsideClaims, *, now: float) -> None:
    if now >= claims.exp + _CLOCK_SKEW:
        raise _unbelievable("it has expired")
    if claims.iat > now + _CLOCK_SKEW or (claims.nbf or 0) > now + _CLOCK_SKEW:
        raise _unbelievable("it is not valid yet")
    if claims.iat < now - _OLDEST:
        raise _unbelievable("it was made long ago")


def check_fresh(claims: OutsideClaims, *, fresh_since: int | None, now: float) -> None:
    """Raise unless the person authenticated since then, where that counts (Core §2, §3.1.2.1)."""
    if fresh_since is None:
        return
    told = claims.auth_time
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise _unbelievable("it does not tell when the person authenticated (`auth_time`)")
    if not fresh_since - _CLOCK_SKEW <= told <= now + _CLOCK_SKEW:
        raise _unbelievable("the person was to authenticate anew, and did not")


def check_foreign_claims(claims: OutsideClaims, *, home_tenant_id: str) -> None:
    """Raise unless the token is of a member of this tenant of another cloud."""
    if (claims.tid or "").lower() != home_tenant_id:
        raise _unbelievable("it is of another tenant")
    if not is_id(claims.oid or ""):
        raise _unbelievable("it does not say whose object it is")
    if claims.idp and claims.idp != claims.iss:
        raise _unbelievable("the person is only a guest there")


def check_answering_issuer(answer: Mapping[str, str], *, issuer: str, is_named: bool) -> None:
    """Raise unless the answer at the callback is of *issuer*, which *is_named* in its answers."""
    told = answer.get("iss")
    if told is None and not is_named:
        return
    if told != issuer:
        raise _unbelievable("the answer is of another issuer than the one that was asked")


def proved_address(claims: OutsideClaims, *, is_trusted: bool) -> str:
    """Return the mail address that is the person's own; empty if the issuer vouches for none.

    A mail address that anybody can write into their profile proves nothing; the issuer has to
    say that it was verified, or the deployment that it always is (*is_trusted*).
    """
    is_verified = _is_true(claims.email_verified) or _is_true(claims.xms_edov)
    return (claims.email or "") if is_verified or is_trusted else ""


def _is_true(value: object) -> bool:
    """Return whether a claim is true; some issuers write it as text or number."""
    return value is True or value in ("true", "True", "1", 1)


def _unbelievable(problem: str) -> SigninRefusedError:
    return SigninRefusedError(Refusal.OUTSIDE_ANSWER_REFUSED, problem=problem)
