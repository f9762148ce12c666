"""The answer of an identity provider: read, checked, and good for one sign-in only."""

import base64
import binascii
import hashlib
from datetime import datetime

import msgspec
from cryptography import x509

from tenantry.clock import add_seconds, format_instant, parse_instant
from tenantry.collaboration.federations import HOME
from tenantry.collaboration.stores import federations
from tenantry.directory.values import Record
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import (
    Assertion,
    Expected,
    check_assertion,
    unbelieved,
)
from tenantry.signin.federation.operations.questions import PURPOSE, AskedProvider
from tenantry.signin.federation.operations.real_time import real_time
from tenantry.signin.federation.operations.saml_2 import read_response
from tenantry.signin.federation.operations.ws_federation import read_token
from tenantry.signin.federation.service_provider import SAML_PATH, address_of, realm_of
from tenantry.signin.operations import sealed_texts
from tenantry.signin.operations.interactions import LIFETIME
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores.credentials import use_assertion


def read_asked(provider: OpenIdProvider, state: str, *, browser: str) -> AskedProvider:
    """Return what was asked, which the answer brings back as *state*.

    Raises `SigninRefusedError` where it was asked in another browser, too long ago, or never.
    """
    asked = sealed_texts.unseal(provider.secret_box, PURPOSE, state, AskedProvider, browser=browser)
    with provider.database.read() as reading:
        if reading.instant >= add_seconds(asked.interaction.started_at, LIFETIME):
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return asked


class Believed(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider said, and which federation it is."""

    assertion: Assertion
    federation: Record

    @property
    def is_at_home(self) -> bool:
        """Whether it is about the tenant's own people, and not about guests."""
        return bool(self.federation["kind"] == HOME)


def believe_saml(
    provider: OpenIdProvider, base_url: str, asked: AskedProvider, text: str
) -> Believed:
    """Return what a SAML response, in base64, says; `SigninRefusedError` if not to be believed.

    The response is used up by it.
    """
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise unbelieved("it is not in base64") from fault
    recipient = address_of(base_url, asked.tenant_id, SAML_PATH)
    federation, now = _federation(provider, asked)
    assertion = read_response(content, _certificates(federation, now), recipient=recipient)
    return _used(provider, base_url, asked, federation, assertion, recipient=recipient)


def believe_ws_federation(
    provider: OpenIdProvider, base_url: str, asked: AskedProvider, text: str
) -> Believed:
    """Return what the token of a WS-Federation answer says; see `believe_saml`."""
    federation, now = _federation(provider, asked)
    assertion = read_token(text.encode(), _certificates(federation, now))
    return _used(provider, base_url, asked, federation, assertion)


def _federation(provider: OpenIdProvider, asked: AskedProvider) -> tuple[Record, datetime]:
    """Return the federation that was asked, and the real time."""
    with provider.database.read() as reading:
        found = federations.find(reading, asked.tenant_id, asked.federation_id)
        now = real_time(reading)
    if found is None:
        name = asked.interaction.hint.rpartition("@")[2]
        raise SigninRefusedError(Refusal.OUTSIDE_PROVIDER_MISSING, provider=name)
    return found, now


def _certificates(federation: Record, now: datetime) -> list[str]:
    """Return the certificates of the federation that have not run out."""
    valid = [each for each in federation["signing_certificates"] if _is_valid(each, now)]
    if not valid:
        raise unbelieved("the certificate of the identity provider has run out; renew it")
    return valid


def _is_valid(certificate: str, now: datetime) -> bool:
    parsed = x509.load_der_x509_certificate(base64.b64decode(certificate))
    return parsed.not_valid_before_utc <= now < parsed.not_valid_after_utc


def _used(
    provider: OpenIdProvider,
    base_url: str,
    asked: AskedProvider,
    federation: Record,
    assertion: Assertion,
    *,
    recipient: str = "",
) -> Believed:
    tenant_id = asked.tenant_id
    with provider.database.write() as work:
        now = real_time(work)
        expected = Expected(
            issuer=federation["issuer_uri"],
            audience=realm_of(base_url, tenant_id),
            now=now,
            recipient=recipient,
            request_id=asked.request_id if recipient else "",
            fresh_since=parse_instant(asked.asked_at) if asked.is_forced else None,
        )
        until = check_assertion(assertion, expected)
        named = f"{federation['issuer_uri']}\n{assertion.id}"
        used = hashlib.sha256(named.encode()).hexdigest()
        # Kept by the clock that purges, for as long as the assertion would be believed.
        if not use_assertion(work, tenant_id, used, format_instant(work.now + (until - now))):
            raise unbelieved("it was used before")
    return Believed(assertion=assertion, federation=federation)
