"""What is known of addresses whose people sign in elsewhere: which provider has them.

The mail domains that a deployment was told lie in the database, so that all of its processes,
and all who ask about an address, know the same.
"""

import msgspec

from tenantry.collaboration import store as guests
from tenantry.collaboration.external_users import PENDING
from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.collaboration.stores import identity_providers, outside_identities
from tenantry.signin.outside_providers import (
    SHOWN_ISSUERS,
    MailDomains,
    OutsideProviders,
    domains_of,
)
from tenantry.storage import installation
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading

_NAME = "outside_mail_domains"


def remember_outside_providers(database: Database, providers: OutsideProviders) -> None:
    """Let everybody know which mail domains the deployment's providers have."""
    told = msgspec.json.encode(domains_of(providers), order="sorted").decode()
    with database.read() as reading:
        before = installation.find_setting(reading, _NAME)
    if before != told:
        with database.write() as work:
            installation.save_setting(work, _NAME, told)


def find_social_type(reading: Reading, tenant_id: str, address: str) -> str | None:
    """Return the social provider of the tenant that has the address.

    It is the one by which the guest redeemed, or else the one of the mail domain, if the tenant
    has set it up.
    """
    provider_type = _redeemed_type(reading, tenant_id, address)
    provider_type = provider_type or _mail_domains(reading).find_type(address)
    if provider_type is None:
        return None
    found = identity_providers.find_social(reading, tenant_id, provider_type)
    return None if found is None else found.type


def is_social(reading: Reading, tenant_id: str, address: str) -> bool:
    """Return whether a social provider of the tenant has the address."""
    return find_social_type(reading, tenant_id, address) is not None


def is_microsoft_account(reading: Reading, _tenant_id: str, address: str) -> bool:
    """Return whether the address is that of a Microsoft account, by its domain."""
    return _mail_domains(reading).has_account(address)


def makes_microsoft_accounts(reading: Reading, _tenant_id: str, _address: str) -> bool:
    """Return whether anybody could come with a Microsoft account."""
    return _mail_domains(reading).microsoft_account is not None


def _redeemed_type(reading: Reading, tenant_id: str, address: str) -> str | None:
    guest = guests.find_external_user(reading, tenant_id, address)
    if guest is None or guest["external_user_state"] == PENDING:
        return None
    identity = outside_identities.find_redeemed(reading, tenant_id, guest["id"])
    if identity is None or identity.kind is not IdentityProviderKind.SOCIAL:
        return None
    types = {issuer: provider_type for provider_type, issuer in SHOWN_ISSUERS.items()}
    return types.get(identity.issuer)


def _mail_domains(reading: Reading) -> MailDomains:
    told = installation.find_setting(reading, _NAME)
    return MailDomains() if told is None else msgspec.json.decode(told, type=MailDomains)
