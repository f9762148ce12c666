"""Who authenticates the person with a sign-in name: the tenant at home, or somebody outside.

The resource tenant's redemption order says so (behaviour §14.2); of the tenant's own domains
nobody else ever does.
"""

from msgspec import structs

from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.directory.stores import tenants
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.openid_sending import leave
from tenantry.signin.endpoints.outside_providers import OUTSIDE_PROVIDERS
from tenantry.signin.endpoints.page_answers import page_address, see_other
from tenantry.signin.federation.operations.questions import ask_at_home
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.authorities import list_kinds
from tenantry.signin.operations.interactions import Interaction, seal
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.storage.unit_of_work import Reading

_AAD = IdentityProviderKind.AZURE_ACTIVE_DIRECTORY


def home_tenant_of(reading: Reading, user_name: str) -> str | None:
    """Return the id of the tenant that verified the domain of a sign-in name."""
    _, at, domain = user_name.rpartition("@")
    owner = tenants.find_owner(reading, domain.lower()) if at and domain else None
    return None if owner is None else str(owner["id"])


def begin_outside(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Send the browser to who authenticates the person whose name is the interaction's hint."""
    tenant_id, name = interaction.tenant, interaction.hint
    with provider.database.read() as reading:
        home = home_tenant_of(reading, name)
        kinds: tuple[IdentityProviderKind, ...] = () if home is None else (_AAD,)
        if tenant_id not in TENANT_ALIASES and "@" in name and home != tenant_id:
            kinds = list_kinds(reading, tenant_id, name)
    if len(kinds) > 1:
        return _page(provider, request, browser, interaction, "providers")
    return begin_with(provider, request, browser, interaction, kinds[0] if kinds else None)


def begin_with(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    kind: IdentityProviderKind | None,
) -> SigninResponse:
    """Send the browser to the provider of this kind; without one the name is asked for again."""
    if kind is _AAD:
        with provider.database.read() as reading:
            home = home_tenant_of(reading, interaction.hint)
        if home is not None:
            away = ask_at_home(provider, request.base_url, interaction, home)
            if away is not None:
                return leave(request, browser, interaction, away.address, away.provider_name)
            return _page(provider, request, browser, interaction, "login", tenant_id=home)
    begin = OUTSIDE_PROVIDERS.get(kind) if kind else None
    if begin is not None:
        return begin(provider, request, browser, interaction)
    return _page(provider, request, browser, interaction, "identify")


def _page(  # what every page is made of, and whose it is
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    name: str,
    *,
    tenant_id: str = "",
) -> SigninResponse:
    sealed = seal(provider.secret_box, structs.replace(interaction, passcode=""))
    address = page_address(request.base_url, tenant_id or interaction.tenant, name, sealed)
    return see_other(address, cookies=browser.written)
