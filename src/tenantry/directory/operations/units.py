"""Administrative units: made, read, changed, deleted, and who is in them (contract §6.7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import actions, rights, units
from tenantry.directory.operations.lookups import not_found, require_object
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.related import Related
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.relations import Bearer, Relation
from tenantry.directory.stores import relations, roles, units as store
from tenantry.directory.values import Record, check, differing, require_all
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_MEMBER = Relation.UNIT_MEMBER
_UNIT = "administrativeUnit"


def create_unit(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a unit and return it."""
    _authorize_write(actor)
    require_all(values, "display_name")
    check(units.RULES, values)
    new = {"id": new_id(), "created_at": work.instant, "description": None, "visibility": None}
    unit = {**new, **values}
    store.add(work, actor.tenant_id, unit)
    changes = differing({}, values)
    _record(work, actor, activities.ADD_UNIT, unit, feed.CREATED, changes=changes)
    return require_unit(work, actor.tenant_id, unit["id"])


def get_unit(reading: Reading, actor: Actor, unit_id: str) -> Record:
    """Return a unit; `NotFoundError` if there is none."""
    _authorize_read(actor)
    return require_unit(reading, actor.tenant_id, unit_id)


def list_units(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the units."""
    _authorize_read(actor)
    return store.list_page(reading, actor.tenant_id, query)


def count_units(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many units meet the condition of *query*."""
    _authorize_read(actor)
    return store.count(reading, actor.tenant_id, query)


def update_unit(work: UnitOfWork, actor: Actor, unit_id: str, values: Mapping[str, Any]) -> None:
    """Change the properties *values* of a unit."""
    _authorize_write(actor)
    unit = require_unit(work, actor.tenant_id, unit_id)
    check(units.RULES, values)
    changes = differing(unit, values)
    if not changes:
        return
    store.save(work, actor.tenant_id, unit["id"], changes)
    after = {**unit, **changes}
    _record(work, actor, activities.UPDATE_UNIT, after, feed.UPDATED, changes=changes, before=unit)


def delete_unit(work: UnitOfWork, actor: Actor, unit_id: str) -> None:
    """Delete a unit with the roles over it; its members stay as they are."""
    _authorize_write(actor)
    unit = require_unit(work, actor.tenant_id, unit_id)
    relations.remove_all_of(work, actor.tenant_id, unit["id"])
    roles.remove_scope(work, actor.tenant_id, units.scope_of(unit["id"]))
    store.remove(work, actor.tenant_id, unit["id"])
    _record(work, actor, activities.DELETE_UNIT, unit, feed.DELETED)


def add_unit_member(work: UnitOfWork, actor: Actor, unit_id: str, member_id: str) -> None:
    """Bring a user, group or device into a unit; `InvalidValueError` if it is there already."""
    _authorize_write(actor)
    unit = require_unit(work, actor.tenant_id, unit_id)
    kind, member = require_object(work, actor.tenant_id, member_id, units.MEMBER_TYPES)
    if relations.find_type(work, actor.tenant_id, _MEMBER, unit["id"], member["id"]):
        raise InvalidValueError("@odata.id", f"`{member_id}` is in the unit already")
    bearer, related = Bearer(_UNIT, unit["id"]), Bearer(kind, member["id"])
    relations.add(work, actor.tenant_id, _MEMBER, bearer, related)
    _record_member(work, actor, unit, member["id"], added=True)


def remove_unit_member(work: UnitOfWork, actor: Actor, unit_id: str, member_id: str) -> None:
    """Take a member out of a unit; `NotFoundError` if it is not in it."""
    _authorize_write(actor)
    unit, wanted = require_unit(work, actor.tenant_id, unit_id), member_id.lower()
    if relations.find_type(work, actor.tenant_id, _MEMBER, unit["id"], wanted) is None:
        raise not_found(member_id)
    relations.remove(work, actor.tenant_id, _MEMBER, unit["id"], wanted)
    _record_member(work, actor, unit, wanted, added=False)


def members_of(
    reading: Reading, actor: Actor, unit_id: str, kinds: Sequence[str] = units.MEMBER_TYPES
) -> Related:
    """Return what are the members of *kinds*, for `page_of` and `count_of`.

    Where they are hidden, only the administrators of units see them.
    """
    unit = get_unit(reading, actor, unit_id)
    if unit["visibility"] == units.HIDDEN_MEMBERSHIP:
        actor.require_actions(actions.UNITS_WRITE)
    return Related(relation=_MEMBER, object_id=unit["id"], kinds=kinds)


def require_unit(reading: Reading, tenant_id: str, unit_id: str) -> Record:
    """Return a unit, for callers that were authorized; `NotFoundError` if there is none."""
    found = store.find(reading, tenant_id, unit_id.lower())
    if found is None:
        raise not_found(unit_id)
    return found


def _authorize_read(actor: Actor) -> None:
    actor.require(*rights.UNITS_READ)
    require_no_guest(actor)


def _authorize_write(actor: Actor) -> None:
    actor.require(*rights.UNITS_WRITE)
    actor.require_actions(actions.UNITS_WRITE)


def _record_member(
    work: UnitOfWork, actor: Actor, unit: Record, member_id: str, *, added: bool
) -> None:
    activity = activities.ADD_UNIT_MEMBER if added else activities.REMOVE_UNIT_MEMBER
    changes = {"members": member_id if added else None}
    before = {"members": None if added else member_id}
    _record(work, actor, activity, unit, feed.UPDATED, changes=changes, before=before)


def _record(  # what happened, to what, and how
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    unit: Record,
    kind: str,
    *,
    changes: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
) -> None:
    record_change(
        work,
        actor,
        activity,
        object_type=_UNIT,
        target=unit,
        kind=kind,
        changes=changes,
        before=before,
    )
