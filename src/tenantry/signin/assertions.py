"""Client assertions: what a JWT must say for an application to be believed (RFC 7523).

An assertion is signed with the key of one of the application's certificates, and then says that
the application speaks of itself; or it is the token of another issuer, which a federated
identity credential of the application names.  Times are seconds of real time, as clients
write them, fractions too.
"""

from collections.abc import Iterable, Set as AbstractSet
from dataclasses import dataclass

import msgspec

from tenantry.identifiers import is_id
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_LIFETIME = 24 * 3600
"""Seconds that an assertion of an application's own can be good for; MSAL's are for 600."""

_CLOCK_SKEW = 300


class AssertionHeader(msgspec.Struct, frozen=True, rename={"x5t_sha256": "x5t#S256"}):
    """How an assertion names the key it was signed with; each may be missing."""

    alg: str = ""
    kid: str = ""
    x5t: str = ""
    x5t_sha256: str = ""

    @property
    def key_names(self) -> frozenset[str]:
        """The names, without the padding that MSAL for Python leaves on them."""
        return frozenset(name.rstrip("=") for name in (self.kid, self.x5t, self.x5t_sha256) if name)


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of an assertion, before or after its signature was checked."""

    iss: str
    sub: str = ""
    aud: str | list[str]
    exp: float
    nbf: float | None = None
    iat: float | None = None
    jti: str | None = None
    tnt_clk: float = 0.0  # in tokens of our own: how far the lab clock stood at issue

    @property
    def audience(self) -> str:
        """The one audience; empty where there are several, which nobody's alone is."""
        if isinstance(self.aud, str):
            return self.aud
        return self.aud[0] if len(self.aud) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate of an application: base64 of its DER form, and the instants it holds."""

    key_id: str
    certificate: str
    start_at: str
    end_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedCredential:
    """Whose tokens an application is believed for."""

    issuer: str
    subject: str
    audiences: tuple[str, ...]


_header_decoder = msgspec.json.Decoder(AssertionHeader)
_claims_decoder = msgspec.json.Decoder(Assertion)


def read_header(text: bytes) -> AssertionHeader:
    """Return the header in JSON *text*; raises `SigninRefusedError` where it is none."""
    try:
        return _header_decoder.decode(text)
    except (ValueError, RecursionError) as fault:
        raise malformed_assertion() from fault


def read_claims(text: bytes) -> Assertion:
    """Return the claims in JSON *text*; raises `SigninRefusedError` where one is missing."""
    try:
        return _claims_decoder.decode(text)
    except (ValueError, RecursionError) as fault:
        raise malformed_assertion() from fault


def malformed_assertion() -> SigninRefusedError:
    """Return the refusal of what is no JWT with the claims that count."""
    return SigninRefusedError(Reason.MALFORMED_ASSERTION)


def is_of_client(assertion: Assertion, app_id: str) -> bool:
    """Return whether an application speaks of itself here, and no other issuer of it.

    An issuer with the form of an application id is taken for one: then it has to be *app_id*.
    """
    if not is_id(assertion.iss):
        return False
    if {assertion.iss.lower(), assertion.sub.lower()} != {app_id.lower()}:
        raise SigninRefusedError(Reason.ASSERTION_OF_ANOTHER, app_id=app_id)
    return True


def check_own(assertion: Assertion, *, audiences: AbstractSet[str], now: float) -> None:
    """Raise unless an assertion of an application's own is for this server, and still good.

    *audiences* are the addresses that mean the token endpoint.
    """
    if assertion.audience.rstrip("/") not in audiences:
        raise SigninRefusedError(Reason.ASSERTION_AUDIENCE, audience=assertion.audience)
    check_times(assertion, now=now)
    if assertion.exp > now + LONGEST_LIFETIME + _CLOCK_SKEW:
        raise SigninRefusedError(Reason.ASSERTION_TIMES, problem="it is good for over a day")


def check_times(assertion: Assertion, *, now: float) -> None:
    """Raise unless *now* is between start and end of the assertion."""
    if now >= assertion.exp + _CLOCK_SKEW:
        raise SigninRefusedError(Reason.ASSERTION_TIMES, problem="it has expired")
    begins = assertion.nbf if assertion.nbf is not None else assertion.iat
    if begins is not None and now < begins - _CLOCK_SKEW:
        raise SigninRefusedError(Reason.ASSERTION_TIMES, problem="it is not yet valid")


def check_federated(
    assertion: Assertion, credentials: Iterable[FederatedCredential]
) -> FederatedCredential:
    """Return the credential that names issuer, subject and audience of *assertion*, as they are.

    Raises `SigninRefusedError` with the first of the three that none of them has.
    """
    of_issuer = [one for one in credentials if one.issuer == assertion.iss]
    if not of_issuer:
        raise SigninRefusedError(Reason.UNKNOWN_ISSUER, issuer=assertion.iss)
    of_subject = [one for one in of_issuer if one.subject == assertion.sub]
    if not of_subject:
        raise SigninRefusedError(Reason.UNKNOWN_SUBJECT, subject=assertion.sub)
    for credential in of_subject:
        if assertion.audience in credential.audiences:
            return credential
    raise SigninRefusedError(Reason.UNKNOWN_AUDIENCE, audience=assertion.audience)


def may_use(certificate: Certificate, *, now: str) -> bool:
    """Return whether a certificate holds at instant *now*."""
    return certificate.start_at <= now < certificate.end_at
