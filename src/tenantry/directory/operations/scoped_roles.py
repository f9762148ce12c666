"""Roles over an administrative unit: given, listed and taken away (contract §6.7, §6.8)."""

from tenantry.actor import Actor
from tenantry.directory import rights, units
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.operations.roles import create_role_assignment, delete_role_assignment
from tenantry.directory.operations.units import require_unit
from tenantry.directory.stores import roles as store
from tenantry.directory.stores.objects import GROUPS, SERVICE_PRINCIPALS, USERS
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_scoped_members(reading: Reading, actor: Actor, unit_id: str) -> list[Record]:
    """Return who holds which role over the unit, each with the holder's `display_name`."""
    actor.require(*rights.ROLES_READ)
    unit = require_unit(reading, actor.tenant_id, unit_id)
    found = store.list_in_scope(reading, actor.tenant_id, units.scope_of(unit["id"]))
    return _named(reading, actor.tenant_id, found)


def list_scoped_holders(reading: Reading, actor: Actor, role_id: str) -> list[Record]:
    """Return who holds a role over which unit, each with the holder's `display_name`."""
    actor.require(*rights.ROLES_READ)
    found = store.list_scoped_holders(reading, actor.tenant_id, role_id)
    return _named(reading, actor.tenant_id, found)


def list_scoped_roles_of(reading: Reading, actor: Actor, key: str) -> list[Record]:
    """Return the roles over units that a user holds by themselves."""
    actor.require(*rights.ROLES_READ)
    user = require_user(reading, actor.tenant_id, key)
    found = store.list_assigned_over_units(reading, actor.tenant_id, user["id"])
    return _named(reading, actor.tenant_id, found)


def add_scoped_member(
    work: UnitOfWork, actor: Actor, unit_id: str, role_id: str, principal_id: str
) -> Record:
    """Give a role over the unit, and return the assignment as `list_scoped_members` does."""
    values = {
        "role_template_id": role_id,
        "principal_id": principal_id,
        "directory_scope_id": units.scope_of(unit_id),
    }
    assignment = create_role_assignment(work, actor, values)
    return _named(work, actor.tenant_id, [assignment])[0]


def get_scoped_member(reading: Reading, actor: Actor, unit_id: str, member_id: str) -> Record:
    """Return one of `list_scoped_members`; `NotFoundError` if there is none."""
    for assignment in list_scoped_members(reading, actor, unit_id):
        if assignment["id"] == member_id:
            return assignment
    raise not_found(member_id)


def remove_scoped_member(work: UnitOfWork, actor: Actor, unit_id: str, member_id: str) -> None:
    """Take a role over the unit away."""
    assignment = get_scoped_member(work, actor, unit_id, member_id)
    delete_role_assignment(work, actor, assignment["id"])


def _named(reading: Reading, tenant_id: str, found: list[Record]) -> list[Record]:
    ids = [each["principal_id"] for each in found]
    names: dict[str, str] = {}
    for kind in (USERS, GROUPS, SERVICE_PRINCIPALS):
        records = kind.list_by_ids(reading, tenant_id, ids)
        names.update({key: each["display_name"] for key, each in records.items()})
    return [{**each, "display_name": names.get(each["principal_id"])} for each in found]
