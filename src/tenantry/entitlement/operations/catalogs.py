"""Catalogs, and the groups and applications that packages in them can give."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.operations.lookups import (
    not_found,
    require_group,
    require_service_principal,
)
from tenantry.directory.operations.privileges import check_grant, check_group_change
from tenantry.directory.stores.objects import GROUPS, SERVICE_PRINCIPALS
from tenantry.directory.values import Record
from tenantry.entitlement.catalogs import general_catalog, general_id
from tenantry.entitlement.operations.authorizing import (
    authorize_reading,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.recording import change, record
from tenantry.entitlement.origins import GROUP
from tenantry.entitlement.stores.records import CATALOGS, PACKAGES, RESOURCES, ROLES
from tenantry.errors import AlreadyExistsError, ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_CATALOG, _RESOURCE = "accessPackageCatalog", "accessPackageResource"


def list_catalogs(reading: Reading, actor: Actor) -> list[Record]:
    """Return every catalog, the general one first."""
    authorize_reading(actor)
    own = CATALOGS.list_where(reading, actor.tenant_id)
    return [
        general_catalog(actor.tenant_id),
        *({**each, "is_service_default": False} for each in own),
    ]


def get_catalog(reading: Reading, actor: Actor, catalog_id: str) -> Record:
    """Return one catalog; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return require_catalog(reading, actor.tenant_id, catalog_id)


def require_catalog(reading: Reading, tenant_id: str, catalog_id: str) -> Record:
    """Return the catalog with this id, for an actor who may; `NotFoundError` if there is none."""
    if catalog_id.lower() == general_id(tenant_id):
        return general_catalog(tenant_id)
    found = require(reading, CATALOGS, tenant_id, catalog_id)
    return {**found, "is_service_default": False}


def create_catalog(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Make a catalog."""
    authorize_writing(actor)
    made = {
        "description": None,
        "is_published": True,
        "is_externally_visible": True,
        **values,
        "id": new_id(),
        "created_at": work.instant,
        "modified_at": work.instant,
    }
    CATALOGS.add(work, actor.tenant_id, made)
    record(work, actor, activities.CREATE_CATALOG, feed.CREATED, object_type=_CATALOG, after=made)
    return require_catalog(work, actor.tenant_id, made["id"])


def update_catalog(
    work: UnitOfWork, actor: Actor, catalog_id: str, values: Mapping[str, Any]
) -> None:
    """Change a catalog; the general one stays as it is."""
    before = _require_own(work, actor, catalog_id)
    activity = activities.UPDATE_CATALOG
    change(work, actor, activity, before, values, store=CATALOGS, object_type=_CATALOG)


def delete_catalog(work: UnitOfWork, actor: Actor, catalog_id: str) -> None:
    """Delete a catalog that holds nothing any more."""
    before = _require_own(work, actor, catalog_id)
    inside = {"catalog_id": before["id"]}
    if PACKAGES.list_where(work, actor.tenant_id, **inside):
        raise ConflictError("the catalog has access packages; delete them first")
    for resource in RESOURCES.list_where(work, actor.tenant_id, **inside):
        RESOURCES.remove(work, actor.tenant_id, resource["id"])
    CATALOGS.remove(work, actor.tenant_id, before["id"])
    record(
        work, actor, activities.DELETE_CATALOG, feed.DELETED, object_type=_CATALOG, before=before
    )


def list_resources(reading: Reading, actor: Actor, catalog_id: str) -> list[Record]:
    """Return what packages of the catalog can give, each with its `origin`, None if it is gone."""
    catalog = get_catalog(reading, actor, catalog_id)
    rows = RESOURCES.list_where(reading, actor.tenant_id, catalog_id=catalog["id"])
    return [with_origin(reading, actor.tenant_id, row) for row in rows]


def with_origin(reading: Reading, tenant_id: str, row: Record) -> Record:
    """Return the resource *row* with the group or service principal that it is."""
    store = GROUPS if row["origin_system"] == GROUP else SERVICE_PRINCIPALS
    return {**row, "origin": store.find(reading, tenant_id, row["origin_id"])}


def add_resource(
    work: UnitOfWork, actor: Actor, catalog_id: str, origin_system: str, origin_id: str
) -> Record:
    """Let packages of the catalog give a group's membership or an application's roles.

    Whoever lets a package give something must be able to give it (a role-assignable group, an
    application), since the package gives it in the product's own name.
    """
    authorize_writing(actor)
    catalog = require_catalog(work, actor.tenant_id, catalog_id)
    origin = _givable(work, actor, origin_system, origin_id)
    known = RESOURCES.list_where(
        work, actor.tenant_id, catalog_id=catalog["id"], origin_id=origin["id"]
    )
    if known:
        message = f"`{origin['display_name']}` is in the catalog already, as `{known[0]['id']}`"
        raise AlreadyExistsError("resource.originId", message)
    made = {
        "id": new_id(),
        "catalog_id": catalog["id"],
        "origin_system": origin_system,
        "origin_id": origin["id"],
        "created_at": work.instant,
    }
    RESOURCES.add(work, actor.tenant_id, made)
    record(work, actor, activities.CREATE_RESOURCE, feed.CREATED, object_type=_RESOURCE, after=made)
    return {**made, "origin": origin}


def remove_resource(work: UnitOfWork, actor: Actor, catalog_id: str, resource_id: str) -> Record:
    """Take something out of the catalog that no package gives any more; return what it was."""
    authorize_writing(actor)
    catalog = require_catalog(work, actor.tenant_id, catalog_id)
    before = require(work, RESOURCES, actor.tenant_id, resource_id)
    if before["catalog_id"] != catalog["id"]:
        raise not_found(resource_id)
    if ROLES.list_where(work, actor.tenant_id, resource_id=before["id"]):
        raise ConflictError("access packages give this; take it out of them first")
    RESOURCES.remove(work, actor.tenant_id, before["id"])
    record(
        work, actor, activities.REMOVE_RESOURCE, feed.DELETED, object_type=_RESOURCE, before=before
    )
    return with_origin(work, actor.tenant_id, before)


def _givable(reading: Reading, actor: Actor, origin_system: str, origin_id: str) -> Record:
    """Return the origin, if the actor could give it without a package."""
    is_application = actor.kind is ActorKind.APPLICATION
    if origin_system == GROUP:
        group = require_group(reading, actor.tenant_id, origin_id)
        if is_application:
            actor.require(*rights.MEMBERS_WRITE)
        if group["is_assignable_to_role"]:
            check_group_change(actor, group)
        return group
    resource = require_service_principal(reading, actor.tenant_id, origin_id)
    if is_application:
        actor.require(*rights.ASSIGNMENTS_WRITE)
    check_grant(actor, resource, "User")
    return resource


def _require_own(reading: Reading, actor: Actor, catalog_id: str) -> Record:
    authorize_writing(actor)
    catalog = require_catalog(reading, actor.tenant_id, catalog_id)
    if catalog["is_service_default"]:
        raise ConflictError("the catalog `General` belongs to every tenant and stays as it is")
    return {name: value for name, value in catalog.items() if name != "is_service_default"}
