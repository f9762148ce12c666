"""App role assignments: who may use an application, and who is in the scope of a sync (§5)."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import applications, rights
from tenantry.directory.operations.lookups import (
    ApplicationKey,
    ObjectKey,
    not_found,
    require_member,
    require_service_principal,
)
from tenantry.directory.operations.privileges import check_grant
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import require_no_guest, require_own
from tenantry.directory.stores import assignments as store
from tenantry.directory.values import Record, require_all
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_PRINCIPAL_TYPES = {"user": "User", "group": "Group", "servicePrincipal": "ServicePrincipal"}
_ASSIGNED = {
    "User": activities.ADD_ROLE_GRANT_TO_USER,
    "Group": activities.ADD_ROLE_GRANT_TO_GROUP,
    "ServicePrincipal": activities.ADD_ROLE_GRANT_TO_SERVICE_PRINCIPAL,
}
_UNASSIGNED = {
    "User": activities.REMOVE_ROLE_GRANT_FROM_USER,
    "Group": activities.REMOVE_ROLE_GRANT_FROM_GROUP,
    "ServicePrincipal": activities.REMOVE_ROLE_GRANT_FROM_SERVICE_PRINCIPAL,
}


def create_assignment(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Assign `app_role_id` of the service principal `resource_id` to `principal_id`.

    Raises `InvalidValueError` if it is assigned already or cannot be, `NotFoundError`.
    """
    actor.require(*rights.ASSIGNMENTS_WRITE)
    actor.require(*rights.APPLICATIONS_READ)
    require_all(values, "app_role_id", "principal_id", "resource_id")
    resource = require_service_principal(work, actor.tenant_id, values["resource_id"])
    kind, principal = require_member(work, actor.tenant_id, values["principal_id"])
    assignment = {
        "app_role_id": values["app_role_id"].lower(),
        "principal_id": principal["id"],
        "principal_type": _PRINCIPAL_TYPES[kind],
        "resource_id": resource["id"],
    }
    check_grant(actor, resource, assignment["principal_type"])
    applications.check_assignable(resource, assignment["app_role_id"], assignment["principal_type"])
    if store.is_assigned(work, actor.tenant_id, assignment):
        message = "the permission being assigned already exists on the object"
        raise InvalidValueError("principal_id", message)
    assignment["id"] = applications.assignment_id(principal["id"], new_id())
    assignment["created_at"] = work.instant
    store.add(work, actor.tenant_id, assignment)
    record_assignment(work, actor, assignment, resource, added=True)
    return _require(work, actor.tenant_id, assignment["id"])


def list_assigned_to(reading: Reading, actor: Actor, key: ApplicationKey, query: PageQuery) -> Page:
    """Return a page of the assignments on a service principal."""
    actor.require(*rights.APPLICATIONS_READ)
    require_no_guest(actor)
    resource = require_service_principal(reading, actor.tenant_id, key)
    return store.list_on_resource(reading, actor.tenant_id, resource["id"], query)


def count_assigned_to(reading: Reading, actor: Actor, key: ApplicationKey, query: PageQuery) -> int:
    """Return how many assignments on a service principal meet the condition of *query*."""
    actor.require(*rights.APPLICATIONS_READ)
    require_no_guest(actor)
    resource = require_service_principal(reading, actor.tenant_id, key)
    return store.count_on_resource(reading, actor.tenant_id, resource["id"], query)


def list_assignments(
    reading: Reading, actor: Actor, key: ObjectKey, query: PageQuery, *, kind: str | None = None
) -> Page:
    """Return a page of what is assigned to a user, group or service principal."""
    actor.require(*rights.APPLICATIONS_READ)
    principal = _require_principal(reading, actor, key, kind)
    return store.list_of_principal(reading, actor.tenant_id, principal["id"], query)


def count_assignments(
    reading: Reading, actor: Actor, key: ObjectKey, query: PageQuery, *, kind: str | None = None
) -> int:
    """Return how many assignments of a principal meet the condition of *query*."""
    actor.require(*rights.APPLICATIONS_READ)
    principal = _require_principal(reading, actor, key, kind)
    return store.count_of_principal(reading, actor.tenant_id, principal["id"], query)


def get_assignment(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    assignment_id: str,
    *,
    kind: str | None = None,
) -> Record:
    """Return an assignment of, or on, the object that *key* names."""
    actor.require(*rights.APPLICATIONS_READ)
    _require_principal(reading, actor, key, kind)
    return _require_of(reading, actor.tenant_id, key, kind, assignment_id)


def delete_assignment(
    work: UnitOfWork,
    actor: Actor,
    key: ObjectKey,
    assignment_id: str,
    *,
    kind: str | None = None,
) -> None:
    """Take away an assignment of, or on, the object that *key* names."""
    actor.require(*rights.ASSIGNMENTS_WRITE)
    assignment = _require_of(work, actor.tenant_id, key, kind, assignment_id)
    resource = require_service_principal(work, actor.tenant_id, assignment["resource_id"])
    check_grant(actor, resource, assignment["principal_type"])
    store.remove(work, actor.tenant_id, assignment["id"])
    record_assignment(work, actor, assignment, resource, added=False)


def unassign(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> None:
    """Take away the role that *values* name as `create_assignment` does; `NotFoundError`."""
    found = store.find_id(work, actor.tenant_id, values)
    if found is None:
        raise not_found(values["app_role_id"])
    delete_assignment(work, actor, values["resource_id"], found, kind="servicePrincipal")


def record_assignment(
    work: UnitOfWork, actor: Actor, assignment: Record, resource: Record, *, added: bool
) -> None:
    """Note that *assignment* on *resource* was made, or taken away."""
    by_type = _ASSIGNED if added else _UNASSIGNED
    record_change(
        work,
        actor,
        by_type[assignment["principal_type"]],
        object_type="servicePrincipal",
        target=resource,
        kind=feed.ASSIGNED if added else feed.UNASSIGNED,
        related_id=assignment["principal_id"],
        details={
            "app_role_id": assignment["app_role_id"],
            "principal_id": assignment["principal_id"],
        },
    )


def _require_principal(reading: Reading, actor: Actor, key: ObjectKey, kind: str | None) -> Record:
    """Return the object, which for a guest is nobody else."""
    require_own(reading, actor, key)
    return require_member(reading, actor.tenant_id, key, kind)[1]


def _require(reading: Reading, tenant_id: str, assignment_id: str) -> Record:
    assignment = store.find(reading, tenant_id, assignment_id)
    if assignment is None:
        raise not_found(assignment_id)
    return assignment


def _require_of(
    reading: Reading, tenant_id: str, key: ObjectKey, kind: str | None, assignment_id: str
) -> Record:
    _, one = require_member(reading, tenant_id, key, kind)
    assignment = _require(reading, tenant_id, assignment_id)
    if one["id"] not in {assignment["principal_id"], assignment["resource_id"]}:
        raise not_found(assignment_id)
    return assignment
