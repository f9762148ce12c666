"""Members of groups, and the groups an object is in (contract §6.2).

Members are listed by their ids, or of one kind with a filter and an order; a record says what
it is under `object_type`.
"""

from collections.abc import Sequence
from dataclasses import replace

from tenantry.actor import Actor, Standing
from tenantry.audit import activities
from tenantry.directory import groups, rights
from tenantry.directory.operations.lookups import (
    MEMBER_TYPES,
    ObjectKey,
    not_found,
    require_group,
    require_member,
    require_object,
)
from tenantry.directory.operations.ownership import require_group_write
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.related import page_of_references
from tenantry.directory.operations.visibility import (
    NOTHING_BUT_ID,
    require_no_guest,
    require_own,
    require_visible_members,
    shown,
    visible_member_properties,
)
from tenantry.directory.stores import memberships as store
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

IDS_PER_CHECK = 20


def add_member(work: UnitOfWork, actor: Actor, group_id: str, member_id: str) -> None:
    """Make a user, group or service principal a direct member.

    Raises `InvalidValueError` if it is one already, `NotFoundError` if there is no such object.
    """
    actor.require_as_owner(*rights.MEMBERS_WRITE)
    group = require_group(work, actor.tenant_id, group_id)
    require_group_write(work, actor, group, *rights.MEMBERS_WRITE)
    add_checked(work, actor, group, [member_id])


def remove_member(work: UnitOfWork, actor: Actor, group_id: str, member_id: str) -> None:
    """End a direct membership; `NotFoundError` if there is none."""
    actor.require_as_owner(*rights.MEMBERS_WRITE)
    group = require_group(work, actor.tenant_id, group_id)
    require_group_write(work, actor, group, *rights.MEMBERS_WRITE)
    if not store.is_member(work, actor.tenant_id, group["id"], member_id.lower()):
        raise not_found(member_id)
    store.remove(work, actor.tenant_id, group["id"], member_id.lower())
    _record_member(work, actor, group, member_id.lower(), added=False)


def list_members(
    reading: Reading,
    actor: Actor,
    group_id: str,
    query: PageQuery,
    *,
    kind: str | None = None,
    transitive: bool = False,
) -> Page:
    """Return a page of the members; a *kind* such as `user` lists that kind only."""
    group = require_visible_members(reading, actor, group_id)
    if kind is None or not (query.condition or query.orderings):
        kinds = [kind] if kind else MEMBER_TYPES
        return _list_by_id(reading, actor, group["id"], query, kinds, transitive=transitive)
    page = store.list_members(
        reading, actor.tenant_id, group["id"], kind, query, transitive=transitive
    )
    visible = visible_member_properties(actor, kind)
    records = [{**shown(record, visible), "object_type": kind} for record in page.records]
    return replace(page, records=records)


def count_members(
    reading: Reading,
    actor: Actor,
    group_id: str,
    query: PageQuery,
    *,
    kind: str | None = None,
    transitive: bool = False,
) -> int:
    """Return how many members meet the condition of *query*, of one *kind* if given."""
    group = require_visible_members(reading, actor, group_id)
    return sum(
        store.count_members(
            reading, actor.tenant_id, group["id"], one, query, transitive=transitive
        )
        for one in ([kind] if kind else MEMBER_TYPES)
    )


def list_member_references(
    reading: Reading, actor: Actor, group_id: str, *, after: str, limit: int
) -> list[tuple[str, str]]:
    """Return type and id of the next *limit* members above the id *after*."""
    actor.require(*rights.GROUPS_READ)
    require_no_guest(actor)
    return store.list_member_references(
        reading, actor.tenant_id, group_id, after=after, limit=limit
    )


def list_groups_of(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    query: PageQuery,
    *,
    kind: str | None = None,
    transitive: bool = False,
) -> Page:
    """Return a page of the groups that a user, group or service principal is in."""
    member_id = _member(reading, actor, key, kind)
    page = store.list_groups_around(
        reading, actor.tenant_id, member_id, query, transitive=transitive
    )
    if actor.standing is not Standing.RESTRICTED_GUEST:
        return page
    return replace(page, records=[shown(record, NOTHING_BUT_ID) for record in page.records])


def count_groups_of(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    query: PageQuery,
    *,
    kind: str | None = None,
    transitive: bool = False,
) -> int:
    """Return how many groups the object is in that meet the condition of *query*."""
    member_id = _member(reading, actor, key, kind)
    return store.count_groups_around(
        reading, actor.tenant_id, member_id, query, transitive=transitive
    )


def get_member_groups(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    *,
    kind: str | None = None,
    security_enabled_only: bool,
) -> list[str]:
    """Return the ids of all groups the object is in, at any depth."""
    member_id = _member(reading, actor, key, kind)
    return store.list_group_ids_above(
        reading, actor.tenant_id, member_id, security_enabled_only=security_enabled_only
    )


def check_member_groups(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    group_ids: Sequence[str],
    *,
    kind: str | None = None,
) -> list[str]:
    """Return those of at most 20 *group_ids* that the object is in, at any depth."""
    if len(group_ids) > IDS_PER_CHECK:
        message = f"at most {IDS_PER_CHECK} groups can be checked at once, not {len(group_ids)}"
        raise InvalidValueError("group_ids", message)
    member_id = _member(reading, actor, key, kind)
    wanted = [group_id.lower() for group_id in group_ids]
    return store.list_group_ids_above(reading, actor.tenant_id, member_id, among=wanted)


def add_checked(work: UnitOfWork, actor: Actor, group: Record, member_ids: Sequence[str]) -> None:
    """Make the objects members of *group*, for an actor who may; all of them or none."""
    if len(member_ids) > groups.MEMBERS_PER_REQUEST:
        message = f"at most {groups.MEMBERS_PER_REQUEST} members can be added at once"
        raise InvalidValueError("members", message)
    for member_id in member_ids:
        kind, member = require_object(work, actor.tenant_id, member_id, MEMBER_TYPES)
        groups.check_member(group, kind, member)
        if store.is_member(work, actor.tenant_id, group["id"], member["id"]):
            message = f"`{member_id}` is a member of the group already"
            raise InvalidValueError("members", message)
        store.add(work, actor.tenant_id, group["id"], [(kind, member["id"])])
        _record_member(work, actor, group, member["id"], added=True)


def _record_member(
    work: UnitOfWork, actor: Actor, group: Record, member_id: str, *, added: bool
) -> None:
    record_change(
        work,
        actor,
        activities.ADD_MEMBER if added else activities.REMOVE_MEMBER,
        object_type="group",
        target=group,
        kind=feed.MEMBER_ADDED if added else feed.MEMBER_REMOVED,
        related_id=member_id,
        details={"member_id": member_id},
    )


def _list_by_id(
    reading: Reading,
    actor: Actor,
    group_id: str,
    query: PageQuery,
    kinds: Sequence[str],
    *,
    transitive: bool,
) -> Page:
    references = store.list_member_references(
        reading,
        actor.tenant_id,
        group_id,
        after=str(query.after[-1]) if query.after else "",
        limit=query.limit + 1,
        kinds=kinds,
        transitive=transitive,
    )
    return page_of_references(reading, actor, references, kinds, query.limit)


def _member(reading: Reading, actor: Actor, key: ObjectKey, kind: str | None) -> str:
    actor.require(*rights.USERS_READ, *rights.GROUPS_READ)
    require_own(reading, actor, key)
    _, member = require_member(reading, actor.tenant_id, key, kind)
    return str(member["id"])
