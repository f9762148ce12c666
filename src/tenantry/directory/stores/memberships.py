"""Who is a member of which group, directly or through groups in groups.

Memberships of deleted objects are kept, for their restoration, and not seen.  A deleted group
passes nothing on.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
)

from tenantry.directory.stores.nesting import Given, groups_above, groups_below
from tenantry.directory.stores.objects import DEVICES, GROUPS, SERVICE_PRINCIPALS, USERS
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.tables import groups, memberships
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_memberships = memberships.c

STORES = {store.object_type: store for store in (USERS, GROUPS, SERVICE_PRINCIPALS, DEVICES)}
"""What can be a member of a group, by object type."""

Reference = tuple[str, str]
"""Object type and id."""


def is_member(reading: Reading, tenant_id: str, group_id: str, member_id: str) -> bool:
    """Return whether the object is a direct member."""
    query = select(_memberships.member_id).where(*_one(tenant_id, group_id, member_id))
    return reading.connection.execute(query).first() is not None


def add(work: UnitOfWork, tenant_id: str, group_id: str, members: Collection[Reference]) -> None:
    """Make the objects direct members; none of them may be one yet."""
    rows = [
        {
            "tenant_id": tenant_id,
            "group_id": group_id,
            "member_id": member_id,
            "member_type": member_type,
        }
        for member_type, member_id in members
    ]
    work.connection.execute(insert(memberships), rows)


def remove(work: UnitOfWork, tenant_id: str, group_id: str, member_id: str) -> None:
    """End a direct membership."""
    work.connection.execute(delete(memberships).where(*_one(tenant_id, group_id, member_id)))


def list_groups_of(reading: Reading, tenant_id: str, member_id: str) -> list[str]:
    """Return the ids of all groups the object is a direct member of, deleted ones included."""
    member = {"tenant_id": tenant_id, "member_id": member_id}
    return _GROUPS_OF.firsts(reading, member)


def list_members(
    reading: Reading,
    tenant_id: str,
    group_id: str,
    kind: str,
    query: PageQuery,
    *,
    transitive: bool = False,
) -> Page:
    """Return a page of the live members that are of one *kind*, such as `user`."""
    is_inside = _is_inside(tenant_id, group_id, STORES[kind].table.c.id, transitive=transitive)
    return STORES[kind].list_page(reading, tenant_id, query, is_inside)


def count_members(
    reading: Reading,
    tenant_id: str,
    group_id: str,
    kind: str,
    query: PageQuery,
    *,
    transitive: bool = False,
) -> int:
    """Return how many live members of one *kind* meet the condition of *query*."""
    is_inside = _is_inside(tenant_id, group_id, STORES[kind].table.c.id, transitive=transitive)
    return STORES[kind].count(reading, tenant_id, query, is_inside)


def list_member_references(
    reading: Reading,
    tenant_id: str,
    group_id: str,
    *,
    after: str,
    limit: int,
    kinds: Collection[str] = STORES,
    transitive: bool = False,
) -> list[Reference]:
    """Return the next *limit* live members of *kinds* above the id *after*, by their ids."""
    of_group = _memberships.group_id == group_id
    if transitive:
        of_group = _memberships.group_id.in_(select(groups_below(tenant_id, group_id).c.id))
    query = (
        select(_memberships.member_type, _memberships.member_id)
        .where(
            _memberships.tenant_id == tenant_id,
            of_group,
            _memberships.member_id > after,
            _is_live(kinds),
        )
        .order_by(_memberships.member_id)
        .limit(limit)
    )
    if transitive:
        query = query.distinct()
    return [(row[0], row[1]) for row in reading.connection.execute(query)]


def list_groups_around(
    reading: Reading, tenant_id: str, member_id: str, query: PageQuery, *, transitive: bool = False
) -> Page:
    """Return a page of the live groups that the object is in."""
    is_around = _is_around(tenant_id, member_id, transitive=transitive)
    return GROUPS.list_page(reading, tenant_id, query, is_around)


def count_groups_around(
    reading: Reading, tenant_id: str, member_id: str, query: PageQuery, *, transitive: bool = False
) -> int:
    """Return how many live groups around the object meet the condition of *query*."""
    is_around = _is_around(tenant_id, member_id, transitive=transitive)
    return GROUPS.count(reading, tenant_id, query, is_around)


def list_group_ids_above(
    reading: Reading,
    tenant_id: str,
    member_id: str,
    *,
    security_enabled_only: bool = False,
    among: Sequence[str] | None = None,
) -> list[str]:
    """Return the live groups the object is in at any depth, of those *among* if given."""
    member = {"tenant_id": tenant_id, "member_id": member_id}
    if not security_enabled_only and among is None:
        return _GROUPS_ABOVE.firsts(reading, member)
    query = _OF_GROUPS_ABOVE
    if security_enabled_only:
        query = query.where(groups.c.security_enabled)
    if among is not None:
        query = query.where(groups.c.id.in_(among))
    return list(reading.connection.execute(query, member).scalars())


def remove_all_of(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    """End every membership in the object, and of the object in others."""
    work.connection.execute(
        delete(memberships).where(
            _memberships.tenant_id == tenant_id,
            or_(_memberships.group_id == object_id, _memberships.member_id == object_id),
        )
    )


def _is_inside(
    tenant_id: str, group_id: str, column: ColumnElement[str], *, transitive: bool
) -> ColumnElement[bool]:
    """Return the condition that the object whose id is *column* is a member."""
    of_group = _memberships.group_id == group_id
    if transitive:
        of_group = _memberships.group_id.in_(select(groups_below(tenant_id, group_id).c.id))
    query = select(_memberships.member_id).where(_memberships.tenant_id == tenant_id, of_group)
    return column.in_(query)


def _is_around(tenant_id: Given, member_id: Given, *, transitive: bool) -> ColumnElement[bool]:
    """Return the condition that a row of `groups` has the object as a member."""
    if transitive:
        return groups.c.id.in_(select(groups_above(tenant_id, member_id).c.id))
    query = select(_memberships.group_id).where(
        _memberships.tenant_id == tenant_id, _memberships.member_id == member_id
    )
    return groups.c.id.in_(query)


def _one(tenant_id: str, group_id: str, member_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _memberships.tenant_id == tenant_id,
        _memberships.group_id == group_id,
        _memberships.member_id == member_id,
    )


def _is_live(kinds: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that the member of a row is one of *kinds* and not deleted."""
    return or_(
        *(
            and_(
                _memberships.member_type == kind,
                exists().where(
                    table.c.tenant_id == _memberships.tenant_id,
                    table.c.id == _memberships.member_id,
                    table.c.deleted_at.is_(None),
                ),
            )
            for kind, table in ((kind, STORES[kind].table) for kind in kinds)
        )
    )


_MEMBER = (bindparam("tenant_id", type_=String), bindparam("member_id", type_=String))
_GROUPS_OF = KeptQuery(
    select(_memberships.group_id).where(
        _memberships.tenant_id == _MEMBER[0], _memberships.member_id == _MEMBER[1]
    )
)
_OF_GROUPS_ABOVE = (
    select(groups.c.id)
    .where(
        groups.c.tenant_id == _MEMBER[0],
        groups.c.deleted_at.is_(None),
        _is_around(*_MEMBER, transitive=True),
    )
    .order_by(groups.c.id)
)
_GROUPS_ABOVE = KeptQuery(_OF_GROUPS_ABOVE)
