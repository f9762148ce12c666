"""The wire shape of the cross-tenant access policy, its default and its partners (contract §2)."""

import msgspec

from tenantry.access.defaults import READ_ONLY_IN_DEFAULT
from tenantry.access.policy import (
    CloudSettings,
    DefaultSettings,
    IdentitySynchronization,
    Partner,
    policy_id,
)
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import guid
from tenantry.graph.wire.structures import structure_properties
from tenantry.storage.filters.fields import Fields, Kind, make_field

_TENANT_ID = {"tenantId": Property("partner_tenant_id", guid, nullable=False)}


PARTNER_BODY = BodyShape(
    {**structure_properties(Partner), **_TENANT_ID},
    required=["tenantId"],
    read_only=["isInMultiTenantOrganization"],
    not_built=["serviceProviderConstraints"],
    ignored=["crossCloudMeetingConfiguration", "protectedContentSharing"],
)
POLICY_BODY = BodyShape(
    structure_properties(CloudSettings),
    read_only=["id", "deletedDateTime"],
    not_built=["description"],
)
DEFAULT_BODY = BodyShape(
    {
        name: member
        for name, member in structure_properties(DefaultSettings).items()
        if name not in READ_ONLY_IN_DEFAULT
    },
    read_only=["id", *READ_ONLY_IN_DEFAULT],
)


def _only_beta(_value: object, path: str) -> object:
    raise InvalidValueError(path, f"`{path}` is no property of v1.0; send it to `/beta`")


_GROUPS = "groupSyncInbound"
_SYNCHRONIZATION = {**structure_properties(IdentitySynchronization), **_TENANT_ID}
SYNCHRONIZATION_BODIES = {
    "beta": BodyShape(_SYNCHRONIZATION),
    "v1.0": BodyShape(
        {**_SYNCHRONIZATION, _GROUPS: Property("group_sync_inbound", _only_beta, nullable=False)}
    ),
}
"""The body that writes `identitySynchronization`, by version (contract §2.6)."""

PARTNER_FIELDS = Fields(
    [
        make_field("tenantId", "eq ne in not", kind=Kind.ID, column="partner_tenant_id"),
        make_field(
            "isServiceProvider",
            "eq ne not null",
            kind=Kind.BOOLEAN,
            column="settings",
            json_path=("isServiceProvider",),
        ),
    ],
    not_built=["isInMultiTenantOrganization"],
)


def policy(tenant_id: str, settings: CloudSettings) -> JsonObject:
    """Return the policy itself."""
    return {
        "id": policy_id(tenant_id),
        "deletedDateTime": None,
        "description": None,
        **msgspec.to_builtins(settings),
    }


def default(tenant_id: str, settings: DefaultSettings) -> JsonObject:
    """Return the settings towards all tenants that are not partners."""
    return {"id": tenant_id, **msgspec.to_builtins(settings)}


def partner(configuration: Partner) -> JsonObject:
    """Return the configuration towards one tenant."""
    return {**msgspec.to_builtins(configuration), "isInMultiTenantOrganization": False}


def identity_synchronization(synchronization: IdentitySynchronization, version: str) -> JsonObject:
    """Return whether a partner may synchronize its users in, and in beta its groups."""
    document: dict[str, object] = msgspec.to_builtins(synchronization)
    if version == "v1.0":
        del document[_GROUPS]
    return document
