"""Directory roles and their assignments on the wire (contract §6.8)."""

import uuid

from tenantry.directory.roles import ROLE_TEMPLATES, RoleTemplate
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import guid, text
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Fields, Kind, make_field

ROLE_ASSIGNMENT_BODY = BodyShape(
    {
        "directoryScopeId": Property("directory_scope_id", text, nullable=False),
        "principalId": Property("principal_id", guid, nullable=False),
        "roleDefinitionId": Property("role_template_id", guid, nullable=False),
    },
    required=["principalId", "roleDefinitionId", "directoryScopeId"],
    read_only=["id", "principalOrganizationId"],
    not_built=["appScopeId", "condition"],
)
ROLE_ASSIGNMENT_FIELDS = Fields(
    [
        make_field("principalId", "eq", kind=Kind.ID),
        make_field("roleDefinitionId", "eq", kind=Kind.ID, column="role_template_id"),
        make_field("directoryScopeId", "eq", column="directory_scope_id"),
    ],
)
_ACTIVATION = BodyShape(
    {"roleTemplateId": Property("role_template_id", guid, nullable=False)},
    required=["roleTemplateId"],
)


def read_template_id(body: object) -> str:
    """Return the role template that the body activates."""
    return str(_ACTIVATION.read_new(body)["role_template_id"])


def directory_role(tenant_id: str, role: RoleTemplate) -> JsonObject:
    """Return a role of one tenant; every built-in role is active here."""
    return {
        "id": directory_role_id(tenant_id, role),
        "deletedDateTime": None,
        "description": role.description,
        "displayName": role.name,
        "roleTemplateId": role.id,
    }


def directory_role_id(tenant_id: str, role: RoleTemplate) -> str:
    """Return the id that a role has in one tenant, made of both."""
    return str(uuid.uuid5(uuid.UUID(tenant_id), role.id))


def find_role(tenant_id: str, key: str) -> RoleTemplate | None:
    """Return the role with this id in the tenant, or of this template."""
    wanted = key.lower()
    for role in ROLE_TEMPLATES:
        if wanted in {role.id, directory_role_id(tenant_id, role)}:
            return role
    return None


def role_template(role: RoleTemplate) -> JsonObject:
    """Return a role as template."""
    return {
        "id": role.id,
        "deletedDateTime": None,
        "description": role.description,
        "displayName": role.name,
    }


def role_assignment(assignment: Record) -> JsonObject:
    """Return who holds which role."""
    return {
        "id": assignment["id"],
        "roleDefinitionId": assignment["role_template_id"],
        "principalId": assignment["principal_id"],
        "directoryScopeId": assignment["directory_scope_id"],
    }
