"""`/federation/oidc/{provider}`: where an OpenID provider elsewhere sends the browser back to."""

from tenantry.collaboration.outside_identities import OutsideIdentity
from tenantry.collaboration.stores.outside_identities import find_guest_id
from tenantry.signin.endpoints.browsers import browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in
from tenantry.signin.endpoints.outside_sign_ins import go_on_as
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.outside_clients import OutsideClient, get_outside_client
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.relying import prove, read_asked
from tenantry.signin.outside_tokens import OutsideClaims, proved_address
from tenantry.signin.refusals import Refusal


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
    client = get_outside_client(provider, interaction.tenant, asked.provider, request.base_url)
    with provider.database.read() as reading:
        now = reading.now.timestamp() - reading.clock_offset
    claims = prove(provider.issuers, client.relying, asked, answer, now=now)
    identity = _identity(provider, interaction.tenant, client, claims)
    return go_on_as(provider, request, browser, interaction, identity)


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
