"""What a package gives: its roles, which those who have the package get and lose with it."""

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_reading,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.catalogs import with_origin
from tenantry.entitlement.operations.delivering import deliver, withdraw
from tenantry.entitlement.operations.recording import record
from tenantry.entitlement.origins import check_role, is_same_role
from tenantry.entitlement.stores.records import ASSIGNMENTS, PACKAGES, RESOURCES, ROLES
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_PACKAGE = "accessPackage"


def list_roles(reading: Reading, actor: Actor, package_id: str) -> list[Record]:
    """Return what a package gives, each with the `resource` and that one's `origin`."""
    authorize_reading(actor)
    package = require(reading, PACKAGES, actor.tenant_id, package_id)
    rows = ROLES.list_where(reading, actor.tenant_id, package_id=package["id"])
    return [_with_resource(reading, actor.tenant_id, row) for row in rows]


def add_role(
    work: UnitOfWork, actor: Actor, package_id: str, resource_id: str, role_origin_id: str
) -> Record:
    """Let a package give one more role, at once to everybody who has it."""
    authorize_writing(actor)
    package = require(work, PACKAGES, actor.tenant_id, package_id, lock=True)
    resource = _resource_of(work, actor, package, resource_id)
    made = {
        "id": new_id(),
        "package_id": package["id"],
        "resource_id": resource["id"],
        "origin_system": resource["origin_system"],
        "origin_id": resource["origin_id"],
        "role_origin_id": check_role(resource["origin_system"], resource["origin"], role_origin_id),
        "created_at": work.instant,
    }
    known = ROLES.list_where(work, actor.tenant_id, package_id=package["id"])
    if any(is_same_role(each, made) for each in known):
        message = f"the access package gives `{role_origin_id}` already"
        raise AlreadyExistsError("role.originId", message)
    ROLES.add(work, actor.tenant_id, made)
    _record(work, actor, package, {"role": None}, {"role": made["role_origin_id"]})
    for assignment in _assignments(work, actor.tenant_id, package["id"]):
        deliver(work, actor.tenant_id, assignment, [made])
    return _with_resource(work, actor.tenant_id, made)


def remove_role(work: UnitOfWork, actor: Actor, package_id: str, role_id: str) -> None:
    """Let a package give a role no longer, and take it from those who have it by nothing else."""
    authorize_writing(actor)
    package = require(work, PACKAGES, actor.tenant_id, package_id, lock=True)
    before = require(work, ROLES, actor.tenant_id, role_id)
    if before["package_id"] != package["id"]:
        raise not_found(role_id)
    for assignment in _assignments(work, actor.tenant_id, package["id"]):
        withdraw(work, actor.tenant_id, assignment, before["id"])
    ROLES.remove(work, actor.tenant_id, before["id"])
    _record(work, actor, package, {"role": before["role_origin_id"]}, {"role": None})


def _resource_of(reading: Reading, actor: Actor, package: Record, resource_id: str) -> Record:
    resource = RESOURCES.find(reading, actor.tenant_id, resource_id)
    if resource is None or resource["catalog_id"] != package["catalog_id"]:
        message = f"`{resource_id}` is no resource of the package's catalog; add it there first"
        raise InvalidValueError("role.resource.id", message)
    found = with_origin(reading, actor.tenant_id, resource)
    if found["origin"] is None:
        message = f"what the resource `{resource_id}` was has been deleted"
        raise InvalidValueError("role.resource.id", message)
    return found


def _assignments(reading: Reading, tenant_id: str, package_id: str) -> list[Record]:
    rows = ASSIGNMENTS.list_where(reading, tenant_id, package_id=package_id)
    return [row for row in rows if row["expired_at"] is None]


def _with_resource(reading: Reading, tenant_id: str, row: Record) -> Record:
    resource = require(reading, RESOURCES, tenant_id, row["resource_id"])
    return {**row, "resource": with_origin(reading, tenant_id, resource)}


def _record(work: UnitOfWork, actor: Actor, package: Record, before: Record, after: Record) -> None:
    record(
        work,
        actor,
        activities.UPDATE_PACKAGE,
        feed.UPDATED,
        object_type=_PACKAGE,
        before={**package, **before},
        after={**package, **after},
    )
