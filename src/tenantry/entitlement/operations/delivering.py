"""Delivering: an assignment gives the roles of its package, and takes them away again.

It is done in the product's own name, by the operations that an administrator would use, so every
role leaves its own entries in the feed and the audit.
"""

from collections.abc import Iterable

from tenantry.actor import Actor, entitlement_service
from tenantry.directory.operations.assignments import create_assignment, unassign
from tenantry.directory.operations.memberships import add_member, remove_member
from tenantry.directory.stores import assignments, memberships
from tenantry.directory.values import Record
from tenantry.entitlement.origins import GROUP, is_last_reason, is_same_role
from tenantry.entitlement.stores import grants
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def deliver(
    work: UnitOfWork, tenant_id: str, assignment: Record, roles: Iterable[Record]
) -> list[str]:
    """Give the target of *assignment* the package's *roles*; return why some could not be given."""
    actor = entitlement_service(tenant_id)
    failures = []
    for role in roles:
        try:
            _give(work, actor, assignment, role)
        except (InvalidValueError, NotFoundError) as fault:
            failures.append(fault.message)
    return failures


def withdraw(
    work: UnitOfWork, tenant_id: str, assignment: Record, role_id: str | None = None
) -> None:
    """Take away what only *assignment* gives, of one role of the package or of all."""
    actor = entitlement_service(tenant_id)
    everything = grants.list_of_target(work, tenant_id, assignment["target_id"])
    own = [each for each in everything if each["assignment_id"] == assignment["id"]]
    for grant in own:
        if role_id is not None and grant["role_id"] != role_id:
            continue
        everything.remove(grant)
        grants.remove(work, tenant_id, grant)
        if is_last_reason(grant, everything):
            _take(work, actor, grant)


def _give(work: UnitOfWork, actor: Actor, assignment: Record, role: Record) -> None:
    grant = {
        "assignment_id": assignment["id"],
        "role_id": role["id"],
        "target_id": assignment["target_id"],
        "origin_system": role["origin_system"],
        "origin_id": role["origin_id"],
        "role_origin_id": role["role_origin_id"],
    }
    has_it = _has(work, actor.tenant_id, grant)
    if not has_it:
        _add(work, actor, grant)
    others = grants.list_of_target(work, actor.tenant_id, grant["target_id"])
    is_given = any(each["is_ours"] and is_same_role(each, grant) for each in others)
    grants.add(work, actor.tenant_id, {**grant, "is_ours": not has_it or is_given})


def _has(reading: Reading, tenant_id: str, grant: Record) -> bool:
    if grant["origin_system"] == GROUP:
        return memberships.is_member(reading, tenant_id, grant["origin_id"], grant["target_id"])
    return assignments.is_assigned(reading, tenant_id, _app_role(grant))


def _add(work: UnitOfWork, actor: Actor, grant: Record) -> None:
    if grant["origin_system"] == GROUP:
        add_member(work, actor, grant["origin_id"], grant["target_id"])
    else:
        create_assignment(work, actor, _app_role(grant))


def _take(work: UnitOfWork, actor: Actor, grant: Record) -> None:
    """Take the role away.

    What lies in the recycle bin, the person or the group, must not come back with it either.
    """
    try:
        if grant["origin_system"] == GROUP:
            remove_member(work, actor, grant["origin_id"], grant["target_id"])
        else:
            unassign(work, actor, _app_role(grant))
    except NotFoundError:
        _forget(work, actor.tenant_id, grant)


def _forget(work: UnitOfWork, tenant_id: str, grant: Record) -> None:
    if grant["origin_system"] == GROUP:
        memberships.remove(work, tenant_id, grant["origin_id"], grant["target_id"])
        return
    found = assignments.find_id(work, tenant_id, _app_role(grant))
    if found is not None:
        assignments.remove(work, tenant_id, found)


def _app_role(grant: Record) -> Record:
    return {
        "app_role_id": grant["role_origin_id"],
        "principal_id": grant["target_id"],
        "resource_id": grant["origin_id"],
    }
