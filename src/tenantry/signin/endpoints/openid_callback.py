"""`/federation/oidc/{provider}`: where an OpenID provider elsewhere sends the browser back to."""

from collections.abc import Mapping
from typing import cast

from tenantry.access.clouds import CLOUD_OF_ENDPOINT
from tenantry.access.decisions import ForeignHome
from tenantry.access.policy import CloudEndpoint
from tenantry.collaboration.operations.foreign_homes import ForeignTenant, find_foreign_tenant
from tenantry.collaboration.outside_identities import OutsideIdentity, foreign_identity
from tenantry.collaboration.stores.outside_identities import find_guest_id
from tenantry.signin.endpoints.browsers import browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in, trace_of
from tenantry.signin.endpoints.outside_sign_ins import ProvedAtHome, go_on_as
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.failed_factors import record_refused_word
from tenantry.signin.operations.outside_clients import OutsideClient, get_outside_client
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.relying import AskedOutside, prove, read_asked
from tenantry.signin.outside_tokens import (
    OutsideClaims,
    check_foreign_claims,
    proved_address,
)
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import Reading


def come_back(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Go on as who the provider says it is."""
    answer = form_in(request.query_string.encode())
    browser = browser_of(request)
    asked = read_asked(
        provider.database, provider.secret_box, answer.get("state", ""), browser=browser.binding
    )
    if asked.provider != request.provider:
        problem = "it came to the address of another provider"
        raise SigninRefusedError(Refusal.OUTSIDE_ANSWER_REFUSED, problem=problem)
    interaction = asked.interaction
    home_tenant_id = asked.home_tenant_id
    client = get_outside_client(
        provider,
        interaction.tenant,
        asked.provider,
        request.base_url,
        home_tenant_id=home_tenant_id,
    )
    try:
        identity, home = _proved(provider, client, asked, answer)
    except SigninRefusedError as refusal:
        trace = trace_of(request)
        record_refused_word(provider, trace, interaction, interaction.tenant, refusal)
        raise
    return go_on_as(provider, request, browser, interaction, identity, home=home)


def _proved(
    provider: OpenIdProvider, client: OutsideClient, asked: AskedOutside, answer: Mapping[str, str]
) -> tuple[OutsideIdentity, ProvedAtHome | None]:
    """Return who the provider says it is, and what they proved if they have a home elsewhere."""
    tenant_id = asked.interaction.tenant
    with provider.database.read() as reading:
        now = reading.now.timestamp() - reading.clock_offset
    claims = prove(provider.issuers, client.relying, asked, answer, now=now)
    if not asked.home_tenant_id:
        return _identity(provider, tenant_id, client, claims), None
    with provider.database.read() as reading:
        identity = _foreign_identity(reading, tenant_id, asked, claims)
    home = ProvedAtHome(tenant_id=asked.home_tenant_id, is_multifactor=claims.is_multifactor)
    return identity, home


def _foreign_identity(
    reading: Reading, tenant_id: str, asked: AskedOutside, claims: OutsideClaims
) -> OutsideIdentity:
    """Return who it is in a tenant of another cloud.

    Their own is an address of a domain that the tenant has verified there, as here: the name
    they sign in with, or a mail address that the home vouches for, which anybody may have
    written into a profile otherwise.
    """
    check_foreign_claims(claims, home_tenant_id=asked.home_tenant_id)
    cloud = CLOUD_OF_ENDPOINT[cast("CloudEndpoint", asked.provider)]
    home = ForeignHome(cloud=cloud, tenant_id=asked.home_tenant_id, user_id=claims.oid or "")
    own = ForeignTenant(cloud=cloud, tenant_id=asked.home_tenant_id)
    address = next(
        (
            each
            for each in (claims.preferred_username, proved_address(claims, is_trusted=False))
            if each and find_foreign_tenant(reading, tenant_id, each) == own
        ),
        "",
    )
    return foreign_identity(home, address, claims.shown_name)


def _identity(
    provider: OpenIdProvider, tenant_id: str, client: OutsideClient, claims: OutsideClaims
) -> OutsideIdentity:
    """Return who it is; whoever has not redeemed yet needs an address that was verified."""
    identity = OutsideIdentity(
        kind=client.kind,
        issuer=client.shown_issuer,
        subject=claims.sub,
        email=proved_address(claims, is_trusted=client.trusts_addresses),
        name=claims.shown_name,
    )
    if not identity.email:
        with provider.database.read() as reading:
            known = find_guest_id(reading, tenant_id, identity)
        if known is None:
            raise SigninRefusedError(Refusal.OUTSIDE_ADDRESS_UNPROVED, provider=client.relying.name)
    return identity
