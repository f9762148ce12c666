"""Identity providers elsewhere as a deployment knows them: addresses, clients, mail domains.

Social providers are turned on by each tenant with a client of its own; for Microsoft accounts and
for tenants of other clouds the whole installation has one client.  Source: behaviour §14.2, §16.
"""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from tenantry.access.policy import CloudEndpoint
from tenantry.collaboration.identity_providers import FACEBOOK, GOOGLE, MICROSOFT_ACCOUNT
from tenantry.errors import InvalidValueError

_TENANT = "{tenant}"
_HTTPS = "https://"

MICROSOFT_DOMAINS = ("outlook.com", "hotmail.com", "live.com", "msn.com")
"""Domains whose addresses are Microsoft accounts by themselves."""

SHOWN_ISSUERS: Mapping[str, str] = MappingProxyType(
    {GOOGLE: "google.com", FACEBOOK: "facebook.com", MICROSOFT_ACCOUNT: "MicrosoftAccount"}
)
"""What the `identities` of a guest show, by the type of the provider (behaviour §14.2)."""


class SocialIssuer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where people of a social provider sign in.

    ``domains`` are those whose mail addresses it gives out.  Where ``trusts_addresses``, every
    address that it tells counts as verified.  ``token_endpoint`` stands in for one that its
    discovery document does not name.
    """

    issuer: str
    domains: tuple[str, ...] = ()
    trusts_addresses: bool = False
    token_endpoint: str = ""


class InstallationClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A provider where the installation itself is the client."""

    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...] = MICROSOFT_DOMAINS
    trusts_addresses: bool = False


class OutsideProviders(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them: ``social`` by type, ``clouds`` by endpoint, with `{tenant}` in the issuer."""

    social: Mapping[str, SocialIssuer] = {}
    microsoft_account: InstallationClient | None = None
    clouds: Mapping[CloudEndpoint, InstallationClient] = {}

    def find_social(self, provider_type: str) -> SocialIssuer | None:
        """Return where people of this type sign in."""
        return self.social.get(provider_type) or WELL_KNOWN.get(provider_type)


WELL_KNOWN: Mapping[str, SocialIssuer] = MappingProxyType(
    {
        GOOGLE: SocialIssuer(
            issuer="https://accounts.google.com", domains=("gmail.com", "googlemail.com")
        ),
        FACEBOOK: SocialIssuer(
            issuer="https://www.facebook.com",
            token_endpoint="https://graph.facebook.com/oauth/access_token",  # noqa: S106  # an address
        ),
    }
)
"""Where the providers of these types are, unless the deployment points them elsewhere."""


class MailDomains(msgspec.Struct, frozen=True, kw_only=True):
    """Whose mail addresses belong to a provider: the domains by social type, in lower case.

    ``microsoft_account`` is None where the installation has no client there, so that nobody can
    sign in with such an account.
    """

    social: Mapping[str, tuple[str, ...]] = {}
    microsoft_account: tuple[str, ...] | None = None

    def find_type(self, address: str) -> str | None:
        """Return the social type that gives out addresses of this domain."""
        domain = domain_of(address)
        return next((name for name, known in self.social.items() if domain in known), None)

    def has_account(self, address: str) -> bool:
        """Return whether every address of this domain is a Microsoft account."""
        return domain_of(address) in (self.microsoft_account or ())


def domains_of(providers: OutsideProviders) -> MailDomains:
    """Return the mail domains of the providers that a deployment knows."""
    account = providers.microsoft_account
    social = {**WELL_KNOWN, **providers.social}
    return MailDomains(
        social={name: _folded(each.domains) for name, each in social.items()},
        microsoft_account=None if account is None else _folded(account.domains),
    )


def domain_of(address: str) -> str:
    """Return the domain of a mail address, in lower case."""
    return address.rpartition("@")[2].lower()


def _folded(domains: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(domain.lower() for domain in domains)


def check_outside_providers(providers: OutsideProviders) -> None:
    """Raise `InvalidValueError` for an address that nobody can sign in at."""
    named: dict[str, SocialIssuer | InstallationClient] = {
        **{f"social.{name}": each for name, each in providers.social.items()},
        **{f"clouds.{name}": each for name, each in providers.clouds.items()},
    }
    if providers.microsoft_account is not None:
        named["microsoft_account"] = providers.microsoft_account
    for place, each in named.items():
        if not each.issuer.startswith(_HTTPS):
            message = f"`{place}.issuer` must begin with `{_HTTPS}`, not be `{each.issuer}`"
            raise InvalidValueError(place, message)
        if (_TENANT in each.issuer) != place.startswith("clouds."):
            message = (
                f"`{place}.issuer` is `{each.issuer}`: issuers of clouds have `{_TENANT}` where the"
                " tenant's id stands, and others do not"
            )
            raise InvalidValueError(place, message)


def issuer_of(template: str, tenant: str) -> str:
    """Return the issuer of a tenant in the cloud whose issuers have this *template*."""
    return template.replace(_TENANT, tenant)


def tenant_of(template: str, issuer: str) -> str:
    """Return the tenant that *issuer* is of; empty if it does not follow the *template*."""
    before, _, after = template.partition(_TENANT)
    if not (issuer.startswith(before) and issuer.endswith(after)):
        return ""
    return issuer[len(before) : len(issuer) - len(after)]
