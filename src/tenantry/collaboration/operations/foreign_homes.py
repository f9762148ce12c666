"""Homes in other installations: which tenant of which cloud an address belongs to.

Source: behaviour §16; claims CLD-008, CLD-009, CLD-011.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.access import store as access
from tenantry.access.clouds import CLOUD_OF_ENDPOINT
from tenantry.access.decisions import Person
from tenantry.access.inheritance import Direction, Mode, effective_setting
from tenantry.access.operations.loading import load_settings
from tenantry.access.target_lists import admits_person
from tenantry.collaboration.operations.homes import find_home
from tenantry.collaboration.stores import foreign_domains
from tenantry.directory.stores import tenants
from tenantry.errors import InvitationRefusedError
from tenantry.storage.unit_of_work import Reading

DiscoverHome = Callable[[str, str], None]
"""Finds out, for a tenant, whether a mail address is at home in another cloud.

It asks over the network, so never in a transaction; the runtime binds it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTenant:
    """A tenant of another installation."""

    cloud: str
    tenant_id: str


def list_reachable_clouds(reading: Reading, tenant_id: str) -> list[str]:
    """Return the clouds that the tenant's guests may come from: its own, and those it opened."""
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        return []
    policy, _ = access.get_policy(reading, tenant_id)
    opened = [CLOUD_OF_ENDPOINT[each] for each in policy.allowed_cloud_endpoints]
    return list(dict.fromkeys([tenant["cloud"], *opened]))


def find_foreign_tenant(reading: Reading, tenant_id: str, address: str) -> ForeignTenant | None:
    """Return the tenant elsewhere that has the domain of *address*; None where it is not known.

    A domain of a tenant here is nobody's elsewhere, whatever was found out before it was theirs.
    """
    if find_home(reading, address) is not None:
        return None
    homes = foreign_domains.find_homes(reading, tenant_id, address.rpartition("@")[2].lower())
    if not homes:
        return None
    for cloud in list_reachable_clouds(reading, tenant_id):
        if cloud in homes:
            return ForeignTenant(cloud=cloud, tenant_id=homes[cloud])
    return None


def check_foreign_collaboration(reading: Reading, tenant_id: str, home: ForeignTenant) -> None:
    """Raise `InvitationRefusedError` where the tenant keeps the people of *home* out.

    What the home says is decided when the person comes from there.
    """
    resource = load_settings(reading, tenant_id, home.tenant_id)
    if home.cloud != resource.cloud and resource.partner is None:
        message = (
            f"`{home.tenant_id}` is a tenant of another cloud, and none of `partners`; add it first"
        )
        raise InvitationRefusedError(message, side="target", setting="allowedCloudEndpoints")
    inbound = effective_setting(
        resource.default, resource.partner, Mode.COLLABORATION, Direction.INBOUND
    )
    if not admits_person(inbound.users_and_groups, Person(id="")):
        message = "the settings of this tenant for inbound collaboration block this person"
        raise InvitationRefusedError(
            message, side="target", setting="b2bCollaborationInbound.usersAndGroups"
        )
