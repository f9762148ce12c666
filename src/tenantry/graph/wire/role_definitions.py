"""Role definitions on the wire (contract §6.8)."""

from typing import Any

from tenantry.errors import NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, guid, list_of, text
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Fields, Kind, make_field

ROLE_DEFINITION_FIELDS = Fields(
    [
        make_field("displayName", "eq in startsWith"),
        make_field("id", "eq in", kind=Kind.ID),
        make_field("isBuiltIn", "eq", kind=Kind.BOOLEAN),
        make_field("isEnabled", "eq", kind=Kind.BOOLEAN),
        make_field("templateId", "eq in", kind=Kind.ID),
    ]
)


def _resource_actions(value: object, path: str) -> list[str]:
    """Return the actions of `rolePermissions`, of all its members together."""
    return [
        name
        for each in list_of(_permission)(value, path)
        for name in each["allowed_resource_actions"]
    ]


def _permission(value: object, path: str) -> dict[str, Any]:
    read = _PERMISSION.read_new(value) if path == "" else _PERMISSION.read(value, path)
    if read.get("condition") is not None:
        raise NotBuiltError(f"{path}.condition")
    if read.get("excluded_resource_actions"):
        raise NotBuiltError(f"{path}.excludedResourceActions")
    return {"allowed_resource_actions": [], **read}


_PERMISSION = BodyShape(
    {
        "allowedResourceActions": Property(
            "allowed_resource_actions", list_of(text), nullable=False
        ),
        "condition": Property("condition", text),
        "excludedResourceActions": Property("excluded_resource_actions", list_of(text)),
    }
)
ROLE_DEFINITION_BODY = BodyShape(
    {
        "description": Property("description", text),
        "displayName": Property("display_name", text, nullable=False),
        "isEnabled": Property("is_enabled", flag, nullable=False),
        "rolePermissions": Property("resource_actions", _resource_actions, nullable=False),
        "templateId": Property("template_id", guid, nullable=False),
        "version": Property("version", text),
    },
    required=["displayName", "isEnabled", "rolePermissions"],
    read_only=["id", "isBuiltIn"],
    ignored=["resourceScopes"],  # written by Graph PowerShell; the whole tenant is the one scope
)


def role_definition(definition: Record) -> JsonObject:
    """Return a role, with what it lets its holders do."""
    permission = {
        "allowedResourceActions": definition["resource_actions"],
        "condition": None,
        "excludedResourceActions": [],
    }
    return {
        "id": definition["id"],
        "description": definition["description"],
        "displayName": definition["display_name"],
        "isBuiltIn": definition["is_built_in"],
        "isEnabled": definition["is_enabled"],
        "resourceScopes": ["/"],
        "rolePermissions": [permission],
        "templateId": definition["template_id"],
        "version": definition["version"],
    }
