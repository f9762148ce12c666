"""Asking an identity provider who somebody is, and what is remembered until it answers."""

import msgspec

from tenantry.clock import format_instant
from tenantry.collaboration.federations import SAML
from tenantry.collaboration.operations.federations import find_for_address
from tenantry.collaboration.operations.home_federations import find_home_federation
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.operations.library import load_library
from tenantry.signin.federation.operations.real_time import real_time
from tenantry.signin.federation.requests import Question, saml_address, ws_federation_address
from tenantry.signin.federation.service_provider import (
    SAML_PATH,
    WS_FEDERATION_PATH,
    address_of,
    realm_of,
)
from tenantry.signin.operations import sealed_texts
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.sealed_texts import Carried
from tenantry.signin.refusals import Refusal

PURPOSE = "federation"


class AskedProvider(Carried, frozen=True, kw_only=True):
    """A question on its way: who was asked what in which sign-in; it comes back with the answer.

    ``tenant_id`` is the tenant that asks: the one that is visited, or the home of its own people.
    ``asked_at`` is real time; ``is_forced`` where the person was to authenticate anew.
    """

    interaction: Interaction
    tenant_id: str
    federation_id: str
    request_id: str
    asked_at: str
    is_forced: bool = False


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where the browser goes, and to whom."""

    address: str
    provider_name: str


def ask_provider(provider: OpenIdProvider, base_url: str, interaction: Interaction) -> WayOut:
    """Return the way to the provider that vouches for the interaction's ``hint``.

    Raises `SigninRefusedError` where there is none, where its metadata was not read yet, and
    without the library that the answer would need.
    """
    with provider.database.read() as reading:
        found = find_for_address(reading, interaction.tenant, interaction.hint)
    return _ask(provider, base_url, interaction, interaction.tenant, found)


def ask_at_home(
    provider: OpenIdProvider, base_url: str, interaction: Interaction, home_tenant_id: str
) -> WayOut | None:
    """Return the way to the provider of the home tenant's own people; None if it is managed."""
    with provider.database.read() as reading:
        found = find_home_federation(reading, home_tenant_id, interaction.hint)
    if found is None:
        return None
    return _ask(provider, base_url, interaction, home_tenant_id, found)


def _ask(
    provider: OpenIdProvider,
    base_url: str,
    interaction: Interaction,
    tenant_id: str,
    found: Record | None,
) -> WayOut:
    load_library()
    federation = _usable(found, interaction.hint)
    with provider.database.read() as reading:
        asked_at = format_instant(real_time(reading))
    asked = AskedProvider(
        browser_hash=interaction.browser_hash,
        interaction=interaction,
        tenant_id=tenant_id,
        federation_id=federation["id"],
        request_id=f"_{new_id()}",
        asked_at=asked_at,
        is_forced=interaction.longest_ago is not None,
    )
    state = sealed_texts.seal(provider.secret_box, PURPOSE, asked)
    return WayOut(
        address=_address(federation, base_url, asked, state),
        provider_name=federation["display_name"],
    )


def _address(federation: Record, base_url: str, asked: AskedProvider, state: str) -> str:
    """Return where the browser takes the question, by the protocol of the *federation*."""
    is_saml = federation["preferred_authentication_protocol"] == SAML
    path = SAML_PATH if is_saml else WS_FEDERATION_PATH
    question = Question(
        sign_in_uri=federation["passive_sign_in_uri"],
        realm=realm_of(base_url, asked.tenant_id),
        reply_to=address_of(base_url, asked.tenant_id, path),
        request_id=asked.request_id,
        asked_at=asked.asked_at,
        state=state,
        user_name=asked.interaction.hint,
        is_forced=asked.is_forced,
    )
    return saml_address(question) if is_saml else ws_federation_address(question)


def _usable(federation: Record | None, address: str) -> Record:
    if federation is None:
        domain = address.rpartition("@")[2]
        raise SigninRefusedError(Refusal.OUTSIDE_PROVIDER_MISSING, provider=domain)
    if not federation["passive_sign_in_uri"] or not federation["signing_certificates"]:
        problem = federation["metadata_problem"] or "its metadata was not read yet"
        raise SigninRefusedError(
            Refusal.OUTSIDE_PROVIDER_UNREACHABLE,
            provider=federation["issuer_uri"],
            problem=problem,
        )
    return federation
