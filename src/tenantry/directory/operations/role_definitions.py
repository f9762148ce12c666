"""Role definitions: the built-in ones, and a tenant's own (contract §6.8, RBAC-002)."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget, Modification, modifications
from tenantry.directory import actions, rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.role_actions import BUILT_IN, actions_of
from tenantry.directory.role_definitions import (
    check_definition,
    check_new_definition,
    known_names,
)
from tenantry.directory.roles import ROLE_TEMPLATES, RoleTemplate, find_role_template
from tenantry.directory.stores import role_definitions as store, roles
from tenantry.directory.values import Record, differing
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_definitions(reading: Reading, actor: Actor) -> list[Record]:
    """Return every role of the tenant, each with `is_built_in`: the built-in ones first."""
    actor.require(*rights.ROLES_READ)
    own = store.list_all(reading, actor.tenant_id)
    return [
        *(_built_in(template) for template in ROLE_TEMPLATES),
        *({**definition, "is_built_in": False} for definition in own),
    ]


def get_definition(reading: Reading, actor: Actor, role_id: str) -> Record:
    """Return the role with this id; `NotFoundError` if there is none."""
    actor.require(*rights.ROLES_READ)
    definition = find_definition(reading, actor.tenant_id, role_id)
    if definition is None:
        raise not_found(role_id)
    return definition


def find_definition(reading: Reading, tenant_id: str, role_id: str) -> Record | None:
    """Return the role with this id, for callers that were authorized."""
    template = find_role_template(role_id)
    if template is not None:
        return _built_in(template)
    own = store.find(reading, tenant_id, role_id.lower())
    return None if own is None else {**own, "is_built_in": False}


def actions_of_roles(reading: Reading, tenant_id: str, role_ids: Iterable[str]) -> frozenset[str]:
    """Return what the roles let their holder do; a custom role that is disabled gives nothing."""
    held = set(role_ids)
    if held.issubset(BUILT_IN):
        return actions_of(held)
    own = {
        definition["id"]: definition["resource_actions"]
        for definition in store.list_all(reading, tenant_id)
        if definition["is_enabled"]
    }
    return actions_of(held, own)


def create_definition(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a custom role and return it.

    Raises:
        InvalidValueError: It carries an action that custom roles cannot carry.
        AlreadyExistsError: Another role has its name.
    """
    _authorize(actor)
    check_new_definition(values)
    _check_name(work, actor.tenant_id, values["display_name"])
    role_id = new_id()
    definition = {
        "id": role_id,
        "description": None,
        "template_id": role_id,
        "version": None,
        "created_at": work.instant,
        **values,
        "resource_actions": known_names(values["resource_actions"]),
    }
    store.add(work, actor.tenant_id, definition)
    told = modifications(differing({}, values))
    _record(work, actor, activities.ADD_ROLE_DEFINITION, definition, told)
    return {**definition, "is_built_in": False}


def update_definition(
    work: UnitOfWork, actor: Actor, role_id: str, values: Mapping[str, Any]
) -> None:
    """Change the properties *values* of a custom role; those who hold it have it at once."""
    _authorize(actor)
    definition = _require_own(work, actor.tenant_id, role_id)
    check_definition(values)
    given = dict(values)
    if "resource_actions" in given:
        given["resource_actions"] = known_names(given["resource_actions"])
    changes = differing(definition, given)
    if "display_name" in changes:
        _check_name(work, actor.tenant_id, changes["display_name"], but=definition["id"])
    if not changes:
        return
    store.change(work, actor.tenant_id, definition["id"], changes)
    told = modifications(changes, definition)
    _record(work, actor, activities.UPDATE_ROLE_DEFINITION, definition, told)


def delete_definition(work: UnitOfWork, actor: Actor, role_id: str) -> None:
    """Take a custom role away; `InvalidValueError` while somebody holds it."""
    _authorize(actor)
    definition = _require_own(work, actor.tenant_id, role_id)
    if roles.list_holders(work, actor.tenant_id, definition["id"]):
        message = f"the role `{definition['id']}` is assigned; delete its assignments first"
        raise InvalidValueError("id", message)
    store.remove(work, actor.tenant_id, definition["id"])
    _record(work, actor, activities.DELETE_ROLE_DEFINITION, definition)


def _authorize(actor: Actor) -> None:
    actor.require(*rights.ROLES_WRITE)
    actor.require_actions(actions.DEFINITIONS_WRITE)


def _require_own(work: UnitOfWork, tenant_id: str, role_id: str) -> Record:
    if find_role_template(role_id) is not None:
        message = f"`{role_id}` is a built-in role, which cannot be changed; make a custom one"
        raise InvalidValueError("id", message)
    definition = store.find(work, tenant_id, role_id.lower(), lock=True)
    if definition is None:
        raise not_found(role_id)
    return definition


def _check_name(reading: Reading, tenant_id: str, name: str, *, but: str = "") -> None:
    taken = {
        *(template.name.lower() for template in ROLE_TEMPLATES),
        *(
            definition["display_name"].lower()
            for definition in store.list_all(reading, tenant_id)
            if definition["id"] != but
        ),
    }
    if name.lower() in taken:
        raise AlreadyExistsError("display_name", f"another role is named `{name}`")


def _built_in(template: RoleTemplate) -> Record:
    return {
        "id": template.id,
        "description": template.description,
        "display_name": template.name,
        "is_built_in": True,
        "is_enabled": True,
        "resource_actions": sorted(BUILT_IN[template.id]),
        "template_id": template.id,
        "version": "1",
    }


def _record(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    definition: Record,
    modified: tuple[Modification, ...] = (),
) -> None:
    target = AuditTarget(type="Role", id=definition["id"], name=definition["display_name"])
    entry = AuditEntry(activity=activity, target=target, modified=modified)
    audit.add(work, actor, actor.tenant_id, entry)
