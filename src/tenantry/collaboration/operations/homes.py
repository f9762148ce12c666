"""Homes: the tenant and the user behind an address, and what both tenants say about the visit.

The one place of this package that reads the settings of two tenants.
"""

from tenantry.access import store as access
from tenantry.access.collaboration import admits, inbound_of, outbound_of
from tenantry.access.policy import DefaultSettings, Partner
from tenantry.collaboration import store
from tenantry.collaboration.external_users import HomeUser
from tenantry.directory.stores import memberships, tenants
from tenantry.directory.values import Record
from tenantry.errors import InvitationRefusedError
from tenantry.storage.unit_of_work import Reading


def find_home(reading: Reading, address: str) -> Record | None:
    """Return the tenant of this installation that verified the domain of *address*."""
    return tenants.find_owner(reading, address.rpartition("@")[2].lower())


def find_home_user(reading: Reading, home_tenant_id: str, address: str) -> HomeUser | None:
    """Return the user of the home tenant that *address* means."""
    user = store.find_internal_user(reading, home_tenant_id, address)
    return None if user is None else HomeUser(tenant_id=home_tenant_id, user_id=user["id"])


def check_collaboration(
    reading: Reading, resource_tenant_id: str, home_tenant_id: str, home: HomeUser | None
) -> None:
    """Raise `InvitationRefusedError` where either tenant blocks the person (behaviour §14.1)."""
    ids = [home.user_id, *_groups_of(reading, home)] if home else []
    inbound = inbound_of(*_settings(reading, resource_tenant_id, home_tenant_id))
    if not admits(inbound, ids):
        message = "the settings of this tenant for inbound collaboration block this person"
        raise InvitationRefusedError(
            message, side="target", setting="b2bCollaborationInbound.usersAndGroups"
        )
    outbound = outbound_of(*_settings(reading, home_tenant_id, resource_tenant_id))
    if not admits(outbound, ids):
        message = "the home tenant's settings for outbound collaboration block this person"
        raise InvitationRefusedError(
            message, side="source", setting="b2bCollaborationOutbound.usersAndGroups"
        )


def is_consent_automatic(reading: Reading, resource_tenant_id: str, home_tenant_id: str) -> bool:
    """Return whether both tenants skip the consent prompt: home outbound, resource inbound."""
    inbound = access.find_partner(reading, resource_tenant_id, home_tenant_id)
    outbound = access.find_partner(reading, home_tenant_id, resource_tenant_id)
    return bool(
        inbound
        and inbound.is_inbound_consent_automatic
        and outbound
        and outbound.is_outbound_consent_automatic
    )


def _settings(
    reading: Reading, tenant_id: str, other_tenant_id: str
) -> tuple[Partner | None, DefaultSettings]:
    """Return what a tenant says of another one, and of all that it says nothing of."""
    _, default = access.get_policy(reading, tenant_id)
    return access.find_partner(reading, tenant_id, other_tenant_id), default


def _groups_of(reading: Reading, home: HomeUser) -> list[str]:
    return memberships.list_groups_of(reading, home.tenant_id, home.user_id)
