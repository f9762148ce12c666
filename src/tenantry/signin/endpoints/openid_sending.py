"""Sending the browser to an OpenID provider elsewhere, as the person there says who they are."""

from tenantry.access.clouds import ENDPOINT_OF_CLOUD
from tenantry.collaboration.identity_providers import MICROSOFT_ACCOUNT
from tenantry.collaboration.operations.foreign_homes import find_foreign_tenant
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_answers import language_of, see_other
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations import relying
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.outside_clients import get_outside_client
from tenantry.signin.operations.outside_knowledge import find_social_type
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.refusals import Refusal

_MULTIFACTOR = '{"id_token":{"amr":{"essential":true,"values":["mfa"]}}}'
"""Asks the home for a second factor (OpenID Connect Core §5.5.1)."""


def begin_social(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Send the browser to the social provider that has the person's address."""
    with provider.database.read() as reading:
        name = find_social_type(reading, interaction.tenant, interaction.hint)
    if name is None:
        raise SigninRefusedError(Refusal.OUTSIDE_PROVIDER_MISSING, provider=interaction.hint)
    return _send(provider, request, browser, interaction, name)


def begin_microsoft_account(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Send the browser to where people have Microsoft accounts."""
    return _send(provider, request, browser, interaction, MICROSOFT_ACCOUNT)


def begin_in_cloud(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Send the browser to the person's home in another cloud."""
    with provider.database.read() as reading:
        home = find_foreign_tenant(reading, interaction.tenant, interaction.hint)
    if home is None:
        raise SigninRefusedError(Refusal.OUTSIDE_PROVIDER_MISSING, provider=interaction.hint)
    endpoint = ENDPOINT_OF_CLOUD[home.cloud]
    return _send(provider, request, browser, interaction, endpoint, home_tenant_id=home.tenant_id)


def _send(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    name: str,
    *,
    home_tenant_id: str = "",
) -> SigninResponse:
    client = get_outside_client(
        provider, interaction.tenant, name, request.base_url, home_tenant_id=home_tenant_id
    )
    with provider.database.read() as reading:
        started_at = reading.instant
        now = int(reading.now.timestamp() - reading.clock_offset)
    longest_ago, fresh_since = interaction.longest_ago, None
    more = {"login_hint": interaction.hint}
    if interaction.request.prompt in {"login", "select_account"}:
        more["prompt"] = interaction.request.prompt
    if longest_ago is not None:
        more["max_age"] = str(longest_ago)
        fresh_since = max(now - longest_ago, 0)
    if interaction.was_sent_for_mfa:
        more["claims"] = _MULTIFACTOR
    address = relying.begin(
        provider.issuers,
        provider.secret_box,
        client.relying,
        interaction,
        started_at=started_at,
        home_tenant_id=home_tenant_id,
        fresh_since=fresh_since,
        more=more,
    )
    return leave(request, browser, interaction, address, client.shown_issuer)


def leave(
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    address: str,
    name: str,
) -> SigninResponse:
    """Lead the browser to an address of another server.

    After a form it takes a page that leads on by itself: a form may end only where its page
    said, and where a provider has its pages is not known then.
    """
    if request.method != "POST":
        return see_other(address, cookies=browser.written)
    language = language_of(request, interaction.request.ui_locales)
    body = render(
        "leaving", language, tenant_name="", problem="", address=address, provider_name=name
    )
    headers = {**page_headers(), "Refresh": f"0; url={address}"}
    return SigninResponse(headers=headers, body=body, cookies=browser.written)
