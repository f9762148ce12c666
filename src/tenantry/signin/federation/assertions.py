"""What must hold of an assertion before anybody is signed in by it.

That its signature is right, and over this very assertion, was found before.
Sources: SAML 2.0 core §2 and profiles §4.1.4.3; SAML 1.1 core §2; behaviour §14.2.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from tenantry.clock import parse_instant
from tenantry.collaboration.federations import may_vouch_for
from tenantry.collaboration.inviting import is_invitable
from tenantry.collaboration.outside_identities import IdentityProviderKind, OutsideIdentity
from tenantry.directory.values import Record
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.refusals import Refusal

SKEW = timedelta(minutes=5)
"""How far the clocks of provider and installation may be apart."""

_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
EMAIL = f"{_CLAIMS}/emailaddress"
IMMUTABLE_ID = "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID"
_NAMES = (
    "http://schemas.microsoft.com/identity/claims/displayname",
    f"{_CLAIMS}/name",
)
_PRINCIPAL_NAMES = ("http://schemas.xmlsoap.org/claims/UPN", "IDPEmail")
_TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
_LONGEST = 1024  # characters of a subject


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """Under which conditions the bearer of the assertion is its subject; empty for none."""

    recipient: str = ""
    in_response_to: str = ""
    not_before: str = ""
    not_on_or_after: str = ""


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """What an identity provider says of somebody.  Instants are texts, as they stand there.

    ``audiences`` are the restrictions, each of which has to name us.
    """

    id: str
    issuer: str
    audiences: tuple[tuple[str, ...], ...]
    not_before: str = ""
    not_on_or_after: str = ""
    subject: str
    subject_format: str = ""
    confirmations: tuple[Confirmation, ...] = ()
    authenticated_at: str = ""
    attributes: Mapping[str, tuple[str, ...]]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a federated domain, by the names that the provider and the tenant share."""

    immutable_id: str
    principal_name: str


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What this sign-in expects.  ``now`` is real time, by which the provider's clock goes.

    ``request_id`` and ``recipient`` are empty for WS-Federation, which has neither; ``fresh_since``
    is the instant since which the person must have authenticated.
    """

    issuer: str
    audience: str
    now: datetime
    recipient: str = ""
    request_id: str = ""
    fresh_since: datetime | None = None


def check_assertion(assertion: Assertion, expected: Expected) -> datetime:
    """Return until when the assertion is good; `SigninRefusedError` where it is not for us now."""
    if assertion.issuer != expected.issuer:
        raise unbelieved(f"its issuer is `{assertion.issuer}`")
    if not assertion.audiences:
        raise unbelieved("it names no audience")
    if not all(expected.audience in restriction for restriction in assertion.audiences):
        raise unbelieved(f"it is not for `{expected.audience}`")
    _check_begun(assertion.not_before, expected.now)
    until = _end(assertion.not_on_or_after, expected.now)
    _check_fresh(assertion, expected)
    return min(until, _check_confirmed(assertion, expected)) if expected.recipient else until


def identity_of(assertion: Assertion, federation: Record) -> OutsideIdentity:
    """Return who the assertion is about; `SigninRefusedError` where it does not say that.

    The address counts only in the domains of the federation: a provider vouches for nobody else.
    """
    addresses = assertion.attributes.get(EMAIL, ())
    if len(addresses) != 1 or not is_invitable(addresses[0]):
        raise unbelieved(f"it has no claim `{EMAIL}` with one mail address")
    if not may_vouch_for(federation, addresses[0]):
        raise unbelieved(f"`{addresses[0]}` is in no domain of the federation")
    names = (name for claim in _NAMES for name in assertion.attributes.get(claim, ()))
    return OutsideIdentity(
        kind=IdentityProviderKind.EXTERNAL_FEDERATION,
        issuer=federation["issuer_uri"],
        subject=_subject(assertion),
        email=addresses[0],
        name=next(names, "")[:256],
    )


def member_of(assertion: Assertion) -> Member:
    """Return which of the tenant's own people it is about; `SigninRefusedError` if it says none."""
    names = [name for claim in _PRINCIPAL_NAMES for name in assertion.attributes.get(claim, ())]
    if len(set(names)) != 1:
        raise unbelieved("it has no one sign-in name, in the claim `UPN` or `IDPEmail`")
    return Member(immutable_id=_subject(assertion), principal_name=names[0])


def unbelieved(problem: str) -> SigninRefusedError:
    """Return the refusal of an answer, for the reason *problem*."""
    return SigninRefusedError(Refusal.OUTSIDE_ANSWER_REFUSED, problem=problem)


def _subject(assertion: Assertion) -> str:
    identifiers = assertion.attributes.get(IMMUTABLE_ID, ())
    subject = identifiers[0] if len(identifiers) == 1 else assertion.subject
    if assertion.subject_format == _TRANSIENT and not identifiers:
        raise unbelieved("its subject is another one each time; it must be persistent")
    if not subject or len(subject) > _LONGEST or not subject.isprintable():
        raise unbelieved("its subject is missing or too long")
    return subject


def _check_confirmed(assertion: Assertion, expected: Expected) -> datetime:
    """Return the end of the confirmation that holds: for the bearer, here, and as asked."""
    for each in assertion.confirmations:
        is_ours = (
            each.recipient == expected.recipient
            and each.in_response_to == expected.request_id
            and not each.not_before
        )
        if is_ours:
            return _end(each.not_on_or_after, expected.now)
    raise unbelieved("it was not asked for by this sign-in")


def _check_fresh(assertion: Assertion, expected: Expected) -> None:
    if expected.fresh_since is None:
        return
    if not assertion.authenticated_at or (
        _instant(assertion.authenticated_at) < expected.fresh_since - SKEW
    ):
        raise unbelieved("the person was to authenticate anew, and did not")


def _check_begun(not_before: str, now: datetime) -> None:
    if not_before and now < _instant(not_before) - SKEW:
        raise unbelieved("it is not yet valid")


def _end(not_on_or_after: str, now: datetime) -> datetime:
    if not not_on_or_after:
        raise unbelieved("it does not say until when it is good")
    until = _instant(not_on_or_after) + SKEW
    if now >= until:
        raise unbelieved("it has expired")
    return until


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as fault:
        raise unbelieved("one of its instants cannot be read") from fault
