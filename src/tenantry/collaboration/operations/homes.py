"""Homes: the tenant and the user behind an address, and what both tenants say about the visit.

The one place of this package that reads the settings of two tenants.
"""

from tenantry.access import store as access
from tenantry.access.decisions import Outcome, Person, SideName
from tenantry.access.evaluate import find_clouds
from tenantry.access.inheritance import Direction, Mode, TargetList, effective_setting
from tenantry.access.operations.loading import load_both
from tenantry.access.target_lists import admits_person
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
    _check_clouds(reading, resource_tenant_id, home_tenant_id)
    person = _person_of(reading, home)
    inbound = _people(reading, resource_tenant_id, home_tenant_id, Direction.INBOUND)
    if not admits_person(inbound, person):
        message = "the settings of this tenant for inbound collaboration block this person"
        raise InvitationRefusedError(
            message, side="target", setting="b2bCollaborationInbound.usersAndGroups"
        )
    outbound = _people(reading, home_tenant_id, resource_tenant_id, Direction.OUTBOUND)
    if not admits_person(outbound, person):
        message = "the home tenant's settings for outbound collaboration block this person"
        raise InvitationRefusedError(
            message, side="source", setting="b2bCollaborationOutbound.usersAndGroups"
        )


def _check_clouds(reading: Reading, resource_tenant_id: str, home_tenant_id: str) -> None:
    """Raise `InvitationRefusedError` unless each is open to the other's cloud (CLD-011)."""
    home, resource = load_both(reading, home_tenant_id, resource_tenant_id)
    if home.cloud == resource.cloud:
        return
    mode = Mode.COLLABORATION
    sides = home.side(mode, Direction.OUTBOUND), resource.side(mode, Direction.INBOUND)
    for finding in find_clouds(mode, *sides):
        if finding.outcome is Outcome.BLOCKED:
            is_home = finding.side is SideName.HOME
            whose = "the home tenant" if is_home else "this tenant"
            message = (
                f"{whose} is not open to the other's cloud: it takes the cloud in"
                " `allowedCloudEndpoints`, and the tenant among `partners`"
            )
            side = "source" if is_home else "target"
            raise InvitationRefusedError(message, side=side, setting=finding.setting)


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


def _people(
    reading: Reading, tenant_id: str, other_tenant_id: str, direction: Direction
) -> TargetList:
    """Return which people a tenant lets collaborate with another one."""
    _, default = access.get_policy(reading, tenant_id)
    partner = access.find_partner(reading, tenant_id, other_tenant_id)
    return effective_setting(default, partner, Mode.COLLABORATION, direction).users_and_groups


def _person_of(reading: Reading, home: HomeUser | None) -> Person:
    """Return who is evaluated; nobody whom a list could name where the person is not known."""
    if home is None:
        return Person(id="")
    groups = memberships.list_group_ids_above(reading, home.tenant_id, home.user_id)
    return Person(id=home.user_id, group_ids=frozenset(groups))
