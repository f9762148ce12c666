"""Catalogs, packages and what they give on the wire: `accessPackage` and its kin."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.entitlement.origins import APPLICATION, GROUP, roles_of
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, flag, guid, one_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.object_references import object_id
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Kind, make_field

ROOT = "identityGovernance/entitlementManagement"
_TEXT = "eq ne in startsWith contains"
_ROLE_IDS = uuid.UUID("5e9c2d5e-0d0b-4b8a-9a67-6f1e6c1d7a42")
_PUBLISHED, _UNPUBLISHED = "published", "unpublished"


def _published(value: object, path: str) -> bool:
    return one_of((_PUBLISHED, _UNPUBLISHED))(value, path) == _PUBLISHED


def _state(record: Record) -> str:
    return _PUBLISHED if record["is_published"] else _UNPUBLISHED


CATALOG = Entity(
    "accessPackageCatalog",
    f"{ROOT}/catalogs",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("displayName: String!", _TEXT, check=filled_text),
        declare("description: String", writable=True),
        declare(
            "catalogType: accessPackageCatalogType!",
            "eq",
            read=lambda one: "serviceDefault" if one["is_service_default"] else "userManaged",
            columns=("is_service_default",),
        ),
        declare(
            "state: accessPackageCatalogState!",
            "eq",
            column="is_published",
            read=_state,
            columns=("is_published",),
            check=_published,
        ),
        declare("isExternallyVisible: Boolean!", "eq", writable=True),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="modified_at"),
    ),
    required=("displayName",),
)

PACKAGE = Entity(
    "accessPackage",
    f"{ROOT}/accessPackages",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("displayName: String!", _TEXT, check=filled_text),
        declare("description: String", writable=True),
        declare("isHidden: Boolean!", "eq", writable=True),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="modified_at"),
    ),
    filtered=(make_field("catalog/id", "eq in", kind=Kind.ID, column="catalog_id"),),
)

_CHANGES: Mapping[str, Property] = {
    "displayName": Property("display_name", filled_text, nullable=False),
    "description": Property("description", text),
    "isHidden": Property("is_hidden", flag, nullable=False),
}
_READ_ONLY = ("id", "createdDateTime", "modifiedDateTime")
PACKAGE_BODY = BodyShape(
    {**_CHANGES, "catalog": Property("catalog_id", object_id, nullable=False)},
    required=("displayName", "catalog"),
    read_only=_READ_ONLY,
)
PACKAGE_CHANGES = BodyShape(_CHANGES, read_only=(*_READ_ONLY, "catalog"))

_ORIGIN_SYSTEMS = (GROUP, APPLICATION)


def _origin_system(value: object, path: str) -> str:
    given = text(value, path)
    if given not in _ORIGIN_SYSTEMS:
        raise NotBuiltError(f"{path} {given}")
    return given


_RESOURCE = BodyShape(
    {
        "id": Property("id", guid, nullable=False),
        "originId": Property("origin_id", guid, nullable=False),
        "originSystem": Property("origin_system", _origin_system, nullable=False),
        "displayName": Property("display_name", text),
        "description": Property("description", text),
    },
    ignored=("attributes", "createdDateTime", "environment", "modifiedDateTime", "url"),
)
_REQUEST_TYPES = ("adminAdd", "adminRemove")


def _request_type(value: object, path: str) -> str:
    given = text(value, path)
    if given not in _REQUEST_TYPES:
        raise NotBuiltError(f"{path} {given}")
    return given


RESOURCE_REQUEST_BODY = BodyShape(
    {
        "requestType": Property("request_type", _request_type, nullable=False),
        "catalog": Property("catalog_id", object_id, nullable=False),
        "resource": Property("resource", _RESOURCE.read, nullable=False),
    },
    required=("requestType", "catalog", "resource"),
    read_only=("id", "createdDateTime", "state"),
)
_ROLE = BodyShape(
    {
        "originId": Property("origin_id", filled_text, nullable=False),
        "originSystem": Property("origin_system", _origin_system, nullable=False),
        "resource": Property("resource_id", object_id, nullable=False),
    },
    ignored=("id", "displayName", "description", "type"),
)
_SCOPE = BodyShape(
    {
        "originId": Property("origin_id", guid, nullable=False),
        "originSystem": Property("origin_system", _origin_system, nullable=False),
    },
    ignored=("id", "displayName", "description", "isRootScope"),
)
_ROLE_SCOPE_BODY = BodyShape(
    {
        "role": Property("role", _ROLE.read, nullable=False),
        "scope": Property("scope", _SCOPE.read, nullable=False),
    },
    required=("role", "scope"),
    read_only=("id", "createdDateTime"),
)


def read_role_scope(body: object) -> tuple[str, str]:
    """Return the ids of the resource and of its role that a package is to give."""
    role = _ROLE_SCOPE_BODY.read_new(body)["role"]
    given: Mapping[str, Any] = role if isinstance(role, Mapping) else {}
    for name, wire in (("resource_id", "resource"), ("origin_id", "originId")):
        if name not in given:
            raise InvalidValueError(f"role.{wire}", f"`role.{wire}` is required")
    return given["resource_id"], given["origin_id"]


RESOURCE = Entity(
    "accessPackageResource",
    f"{ROOT}/resources",
    (
        declare("id: String!"),
        declare("displayName: String", read=lambda one: _of_origin(one, "display_name")),
        declare("description: String", read=lambda one: _of_origin(one, "description")),
        declare("originId: String!"),
        declare("originSystem: String!"),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="created_at"),
        constant("attributes: [accessPackageResourceAttribute]", []),
    ),
)


def resource(record: Record, expanded: Iterable[str] = ()) -> JsonObject:
    """Return a resource, with `roles` and `scopes` where they are *expanded*."""
    parts: dict[str, object] = {}
    if "roles" in expanded:
        origin = record["origin"]
        known = roles_of(record["origin_system"], origin) if origin else []
        parts["roles"] = [_role(record, *each) for each in known]
    if "scopes" in expanded:
        parts["scopes"] = [_scope(record)]
    return {**RESOURCE.shown(record), **parts}


def resource_request(request_id: str, request_type: str, at: str) -> JsonObject:
    """Return the request by which a resource came into its catalog, or left it."""
    return {
        "id": request_id,
        "requestType": request_type,
        "state": "delivered",
        "createdDateTime": log_instant(at),
    }


def role_scope(record: Record) -> JsonObject:
    """Return what a package gives: the role, and the scope that is the whole resource."""
    held = record["resource"]
    known = roles_of(held["origin_system"], held["origin"]) if held["origin"] else []
    named = next((each for each in known if each[0] == record["role_origin_id"]), None)
    role = _role(held, *(named or (record["role_origin_id"], None, None)))
    return {
        "id": record["id"],
        "createdDateTime": log_instant(record["created_at"]),
        "role": {**role, "resource": resource(held)},
        "scope": _scope(held),
    }


def _role(held: Record, origin_id: str, name: str | None, description: str | None) -> JsonObject:
    return {
        "id": str(uuid.uuid5(_ROLE_IDS, f"{held['id']}/{origin_id}")),
        "displayName": name,
        "description": description,
        "originSystem": held["origin_system"],
        "originId": origin_id,
    }


def _scope(held: Record) -> JsonObject:
    return {
        "id": str(uuid.uuid5(_ROLE_IDS, held["id"])),
        "displayName": "Root",
        "description": "Root Scope",
        "originSystem": held["origin_system"],
        "originId": held["origin_id"],
        "isRootScope": True,
    }


def _of_origin(record: Record, name: str) -> object:
    return (record["origin"] or {}).get(name)
