"""This server as a client of the providers that guests sign in with: whose, where, which secret.

A social provider is the tenant's own client there; for Microsoft accounts, and in each other
cloud, the installation has one for all tenants.
"""

from dataclasses import dataclass
from urllib.parse import quote

from tenantry.collaboration.identity_providers import MICROSOFT_ACCOUNT
from tenantry.collaboration.outside_identities import DIRECTORY_ISSUER, IdentityProviderKind
from tenantry.collaboration.stores import identity_providers
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.relying import RelyingClient
from tenantry.signin.outside_providers import SHOWN_ISSUERS, issuer_of
from tenantry.signin.refusals import Refusal

CALLBACK = "/federation/oidc"
"""Where providers send browsers back to; each has an address of its own below (RFC 9700 §4.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideClient:
    """The client of one provider, and what its answers are worth.

    ``shown_issuer`` is what the `identities` of its guests show.
    """

    kind: IdentityProviderKind
    relying: RelyingClient
    shown_issuer: str
    trusts_addresses: bool


def get_outside_client(
    provider: OpenIdProvider,
    tenant_id: str,
    name: str,
    base_url: str,
    *,
    home_tenant_id: str = "",
) -> OutsideClient:
    """Return the client of the provider of this name, for guests of the tenant.

    Of another cloud the name is its endpoint, and the provider *home_tenant_id* there.  Raises
    `SigninRefusedError` where the tenant, or the installation, has none.
    """
    if home_tenant_id:
        found = _of_cloud(provider, name, home_tenant_id, base_url)
    elif name == MICROSOFT_ACCOUNT:
        found = _of_microsoft(provider, base_url)
    else:
        found = _of_tenant(provider, tenant_id, name, base_url)
    if found is None:
        raise SigninRefusedError(Refusal.OUTSIDE_PROVIDER_MISSING, provider=name)
    return found


def callback_address(base_url: str, name: str) -> str:
    """Return where the provider of this name answers; its administrator registers it there."""
    return f"{base_url}{CALLBACK}/{quote(name, safe='')}"


def _of_microsoft(provider: OpenIdProvider, base_url: str) -> OutsideClient | None:
    known = provider.outside.microsoft_account
    if known is None:
        return None
    relying = RelyingClient(
        name=MICROSOFT_ACCOUNT,
        issuer=known.issuer,
        client_id=known.client_id,
        client_secret=known.client_secret,
        redirect_uri=callback_address(base_url, MICROSOFT_ACCOUNT),
    )
    return OutsideClient(
        kind=IdentityProviderKind.MICROSOFT_ACCOUNT,
        relying=relying,
        shown_issuer=SHOWN_ISSUERS[MICROSOFT_ACCOUNT],
        trusts_addresses=known.trusts_addresses,
    )


def _of_cloud(
    provider: OpenIdProvider, endpoint: str, home_tenant_id: str, base_url: str
) -> OutsideClient | None:
    known = next((one for name, one in provider.outside.clouds.items() if name == endpoint), None)
    if known is None:
        return None
    relying = RelyingClient(
        name=endpoint,
        issuer=issuer_of(known.issuer, home_tenant_id),
        client_id=known.client_id,
        client_secret=known.client_secret,
        redirect_uri=callback_address(base_url, endpoint),
    )
    return OutsideClient(
        kind=IdentityProviderKind.AZURE_ACTIVE_DIRECTORY,
        relying=relying,
        shown_issuer=DIRECTORY_ISSUER,
        trusts_addresses=False,
    )


def _of_tenant(
    provider: OpenIdProvider, tenant_id: str, name: str, base_url: str
) -> OutsideClient | None:
    with provider.database.read() as reading:
        social = identity_providers.find_social(reading, tenant_id, name)
    known = provider.outside.find_social(name)
    if social is None or known is None:
        return None
    relying = RelyingClient(
        name=name,
        issuer=known.issuer,
        client_id=social.client_id,
        client_secret=provider.secret_box.decrypt(social.secret_encrypted),
        redirect_uri=callback_address(base_url, name),
        token_endpoint=known.token_endpoint,
    )
    return OutsideClient(
        kind=IdentityProviderKind.SOCIAL,
        relying=relying,
        shown_issuer=SHOWN_ISSUERS[name],
        trusts_addresses=known.trusts_addresses,
    )
