"""Directory roles and who holds them (contract §6.8); roles are built in, or the tenant's own."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions, rights, units
from tenantry.directory.applications import role_assignment_id
from tenantry.directory.operations.lookups import (
    PRINCIPAL_TYPES,
    STORES,
    not_found,
    require_object,
)
from tenantry.directory.operations.recording import record_audit
from tenantry.directory.operations.role_definitions import find_definition
from tenantry.directory.roles import (
    GLOBAL_ADMINISTRATOR,
    ROLE_TEMPLATES,
    RoleTemplate,
    find_role_template,
)
from tenantry.directory.stores import roles as store, units as unit_store
from tenantry.directory.values import Record, require_all
from tenantry.errors import AlreadyExistsError, InvalidValueError, NotBuiltError
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

WHOLE_TENANT = "/"


def list_roles(actor: Actor) -> tuple[RoleTemplate, ...]:
    """Return every directory role."""
    actor.require(*rights.ROLES_READ)
    return ROLE_TEMPLATES


def get_role(actor: Actor, role_id: str) -> RoleTemplate:
    """Return the role with this template id; `NotFoundError` if there is none."""
    actor.require(*rights.ROLES_READ)
    role = find_role_template(role_id)
    if role is None:
        raise not_found(role_id)
    return role


def create_role_assignment(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Give `principal_id` the role `role_template_id` over `directory_scope_id`.

    That is `/`, or `/administrativeUnits/{id}` for the roles that mean something there.
    """
    _authorize_write(actor)
    require_all(values, "directory_scope_id", "principal_id", "role_template_id")
    role = find_definition(work, actor.tenant_id, values["role_template_id"])
    if role is None:
        message = f"`{values['role_template_id']}` is no directory role"
        raise InvalidValueError("role_template_id", message)
    unit_id = _unit_in(work, actor, values["directory_scope_id"], role["id"])
    kind, principal = require_object(work, actor.tenant_id, values["principal_id"], PRINCIPAL_TYPES)
    if kind == "group" and not principal["is_assignable_to_role"]:
        message = "a group holds roles only if it was made with `is_assignable_to_role`"
        raise InvalidValueError("principal_id", message)
    assignment = {
        "id": role_assignment_id(role["id"], principal["id"], unit_id),
        "role_template_id": role["id"],
        "principal_id": principal["id"],
        "directory_scope_id": units.scope_of(unit_id) if unit_id else WHOLE_TENANT,
        "created_at": work.instant,
    }
    if store.find(work, actor.tenant_id, assignment["id"]) is not None:
        message = "the principal holds this role already"
        raise AlreadyExistsError("principal_id", message)
    store.add(work, actor.tenant_id, assignment)
    _record(work, actor, kind, principal, role, added=True)
    return assignment


def list_role_assignments(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the role assignments."""
    actor.require(*rights.ROLES_READ)
    return store.list_page(reading, actor.tenant_id, query)


def list_role_members(reading: Reading, actor: Actor, role_template_id: str) -> list[Record]:
    """Return who holds a role, each with its `object_type`."""
    role = get_role(actor, role_template_id)
    holders = store.list_holders(reading, actor.tenant_id, role.id)
    found = (
        {**record, "object_type": kind}
        for kind in PRINCIPAL_TYPES
        for record in STORES[kind].list_by_ids(reading, actor.tenant_id, holders).values()
    )
    return sorted(found, key=itemgetter("id"))


def get_role_assignment(reading: Reading, actor: Actor, assignment_id: str) -> Record:
    """Return the assignment with this id; `NotFoundError` if there is none."""
    actor.require(*rights.ROLES_READ)
    assignment = store.find(reading, actor.tenant_id, assignment_id)
    if assignment is None:
        raise not_found(assignment_id)
    return assignment


def delete_role_assignment(work: UnitOfWork, actor: Actor, assignment_id: str) -> None:
    """Take a role away from a principal."""
    _authorize_write(actor)
    assignment = get_role_assignment(work, actor, assignment_id)
    _check_last_administrator(work, actor, assignment)
    store.remove(work, actor.tenant_id, assignment_id)
    kind, principal = require_object(
        work, actor.tenant_id, assignment["principal_id"], PRINCIPAL_TYPES
    )
    role = find_definition(work, actor.tenant_id, assignment["role_template_id"])
    if role is not None:
        _record(work, actor, kind, principal, role, added=False)


def remove_role_member(
    work: UnitOfWork, actor: Actor, role_template_id: str, principal_id: str
) -> None:
    """Take a role away from a principal; `NotFoundError` if it does not hold it."""
    _authorize_write(actor)
    key = principal_id.lower()
    if key not in store.list_holders(work, actor.tenant_id, role_template_id):
        raise not_found(principal_id)
    delete_role_assignment(work, actor, role_assignment_id(role_template_id, key))


def _check_last_administrator(work: UnitOfWork, actor: Actor, assignment: Record) -> None:
    """Raise `InvalidValueError` if nobody could administer the tenant any more.

    Users also cannot take that role from themselves: somebody else has to.
    """
    if assignment["role_template_id"] != GLOBAL_ADMINISTRATOR:
        return
    if assignment["principal_id"] == actor.actor_id:
        message = "you cannot take this role from yourself; let another administrator do it"
        raise InvalidValueError("id", message)
    holders = store.list_holders(work, actor.tenant_id, GLOBAL_ADMINISTRATOR)
    if holders == [assignment["principal_id"]]:
        message = "the last Global Administrator keeps the role; assign it to another one first"
        raise InvalidValueError("id", message)


def _unit_in(reading: Reading, actor: Actor, scope: str, role_id: str) -> str:
    """Return the unit that a scope names, empty for the whole tenant.

    Raises `InvalidValueError` for a unit that is not there and for a role that is for the tenant,
    `NotBuiltError` for the scope of an application.
    """
    if scope == WHOLE_TENANT:
        return ""
    unit_id = units.unit_in(scope)
    if unit_id is None:
        raise NotBuiltError("roleAssignment.directoryScopeId")
    if unit_store.find(reading, actor.tenant_id, unit_id) is None:
        message = f"`{scope}` is no administrative unit of this tenant"
        raise InvalidValueError("directory_scope_id", message)
    if role_id not in units.SCOPABLE_ROLES:
        message = "this role is for the whole tenant, whose scope is `/`"
        raise InvalidValueError("directory_scope_id", message)
    return unit_id


def _authorize_write(actor: Actor) -> None:
    actor.require(*rights.ROLES_WRITE)
    actor.require_actions(actions.ROLES_WRITE)


def _record(
    work: UnitOfWork,
    actor: Actor,
    kind: str,
    principal: Record,
    role: Record,
    *,
    added: bool,
) -> None:
    record_audit(
        work,
        actor,
        activities.ADD_MEMBER_TO_ROLE if added else activities.REMOVE_MEMBER_FROM_ROLE,
        object_type=kind,
        target=principal,
        changes={"role": role["display_name"] if added else None},
        before={"role": None if added else role["display_name"]},
    )
