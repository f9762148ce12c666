"""Administrative units and the roles over them on the wire (contract §6.7)."""

from tenantry.directory.roles import find_role_template
from tenantry.directory.units import unit_in
from tenantry.directory.values import Record
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import guid
from tenantry.graph.wire.directory_roles import directory_role_id
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.storage.filters.fields import Kind

UNIT = Entity(
    "administrativeUnit",
    "directory/administrativeUnits",
    (
        declare("id: String!", "eq in ne not", kind=Kind.ID, single=True),
        constant("deletedDateTime: DateTimeOffset", None),
        declare("description: String", writable=True),
        declare(
            "displayName: String",
            "eq in ne not startsWith",
            folded_column="display_name_key",
            writable=True,
        ),
        constant("isMemberManagementRestricted: Boolean", None),
        constant("membershipRule: String", None),
        constant("membershipRuleProcessingState: String", None),
        constant("membershipType: String", None),
        declare("visibility: String", writable=True),
    ),
    required=("displayName",),
)

_HOLDER = BodyShape(
    {"id": Property("id", guid, nullable=False)}, required=["id"], read_only=["displayName"]
)
_SCOPED_MEMBER = BodyShape(
    {
        "roleId": Property("role_id", guid, nullable=False),
        "roleMemberInfo": Property(
            "principal_id", lambda value, path: _HOLDER.read(value, path).get("id"), nullable=False
        ),
    },
    required=["roleId", "roleMemberInfo"],
    read_only=["id"],
    ignored=["administrativeUnitId"],
)


def read_scoped_member(body: object) -> tuple[str, str]:
    """Return the role that the body names, by its id or template, and who is to hold it."""
    given = _SCOPED_MEMBER.read_new(body)
    return str(given["role_id"]), str(given["principal_id"])


def scoped_role_membership(tenant_id: str, assignment: Record) -> JsonObject:
    """Return who holds which role over a unit."""
    role = find_role_template(assignment["role_template_id"])
    return {
        "id": assignment["id"],
        "administrativeUnitId": unit_in(assignment["directory_scope_id"]),
        "roleId": directory_role_id(tenant_id, role) if role else assignment["role_template_id"],
        "roleMemberInfo": {
            "displayName": assignment["display_name"],
            "id": assignment["principal_id"],
        },
    }
