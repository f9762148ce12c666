"""Authorities: which kinds of identity providers authenticate a guest with an address.

The resource tenant's redemption order says so (behaviour §14.2).  How a browser gets to each of
them is in `endpoints.outside_providers`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tenantry.collaboration.operations.federations import find_for_address
from tenantry.collaboration.operations.foreign_homes import find_foreign_tenant
from tenantry.collaboration.operations.homes import find_home
from tenantry.collaboration.operations.outside_identities import find_provider_of, get_order
from tenantry.collaboration.outside_identities import IdentityProviderKind, OutsideIdentity
from tenantry.collaboration.redemption import Known, find_providers
from tenantry.signin.operations.outside_knowledge import (
    find_social_type,
    is_microsoft_account,
    is_social,
    makes_microsoft_accounts,
)
from tenantry.signin.outside_providers import SHOWN_ISSUERS
from tenantry.storage.unit_of_work import Reading

Knows = Callable[[Reading, str, str], bool]
"""Takes the resource tenant's id and a mail address."""


def _knows_nobody(_reading: Reading, _tenant_id: str, _address: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What one kind of identity provider knows.

    ``knows`` says whether the tenant has set up a provider of the kind that has the address or
    its domain; ``makes_accounts`` whether somebody unknown could get an account there.
    """

    knows: Knows = _knows_nobody
    makes_accounts: Knows = _knows_nobody


def _is_of_tenant(reading: Reading, tenant_id: str, address: str) -> bool:
    """Return whether a tenant has the domain, here or in a cloud that this one is open to."""
    if find_home(reading, address) is not None:
        return True
    return find_foreign_tenant(reading, tenant_id, address) is not None


def _is_federated(reading: Reading, tenant_id: str, address: str) -> bool:
    return find_for_address(reading, tenant_id, address) is not None


AUTHORITIES: Mapping[IdentityProviderKind, Authority] = {
    IdentityProviderKind.AZURE_ACTIVE_DIRECTORY: Authority(knows=_is_of_tenant),
    IdentityProviderKind.SOCIAL: Authority(knows=is_social),
    IdentityProviderKind.MICROSOFT_ACCOUNT: Authority(
        knows=is_microsoft_account, makes_accounts=makes_microsoft_accounts
    ),
    IdentityProviderKind.EXTERNAL_FEDERATION: Authority(knows=_is_federated),
}
"""Those that have addresses of their own, by kind."""


def list_kinds(reading: Reading, tenant_id: str, address: str) -> tuple[IdentityProviderKind, ...]:
    """Return which kinds of providers authenticate the guest of *tenant_id* with the address.

    Two leave the person the choice; none says that nobody can.
    """
    asked = (reading, tenant_id, address)
    known = Known(
        knows_it=frozenset(kind for kind, each in AUTHORITIES.items() if each.knows(*asked)),
        makes_accounts=any(each.makes_accounts(*asked) for each in AUTHORITIES.values()),
        redeemed_by=find_provider_of(*asked),
    )
    return find_providers(get_order(reading, tenant_id), known)


def may_redeem(reading: Reading, tenant_id: str, address: str, kind: IdentityProviderKind) -> bool:
    """Return whether a provider of this kind may redeem what was sent to the address."""
    return kind in list_kinds(reading, tenant_id, address)


def may_redeem_as(reading: Reading, tenant_id: str, identity: OutsideIdentity) -> bool:
    """Return whether the identity may redeem what was sent to its address.

    Of the social providers only the one that has the address counts: what another one says of
    an address of its people proves nothing.
    """
    if not may_redeem(reading, tenant_id, identity.email, identity.kind):
        return False
    if identity.kind is not IdentityProviderKind.SOCIAL:
        return True
    provider_type = find_social_type(reading, tenant_id, identity.email)
    return provider_type is not None and SHOWN_ISSUERS[provider_type] == identity.issuer
