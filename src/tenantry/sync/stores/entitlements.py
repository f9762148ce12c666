"""Who is assigned to a job's configuration, directly or through a group, and in which role."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
)

from tenantry.storage import feed
from tenantry.storage.id_lists import look_up
from tenantry.storage.tables import (
    app_role_assignments,
    changes,
    groups,
    memberships,
    service_principals,
    sync_links,
    users,
)
from tenantry.storage.unit_of_work import Reading

_assigned = app_role_assignments.c

_Id = str | BindParameter[str]

_TENANT: BindParameter[str] = bindparam("of_tenant")
_CONFIGURATION: BindParameter[str] = bindparam("of_configuration")


def _assignments_of_groups(tenant_id: _Id, service_principal_id: _Id) -> Select[Any]:
    """Return the direct members of the assigned, live, security-enabled groups (behaviour §3)."""
    return (
        select(memberships.c.member_id)
        .select_from(
            app_role_assignments.join(
                groups,
                and_(
                    groups.c.tenant_id == _assigned.tenant_id, groups.c.id == _assigned.principal_id
                ),
            ).join(
                memberships,
                and_(
                    memberships.c.tenant_id == groups.c.tenant_id,
                    memberships.c.group_id == groups.c.id,
                ),
            )
        )
        .where(
            _assigned.tenant_id == tenant_id,
            _assigned.resource_id == service_principal_id,
            _assigned.principal_type == "Group",
            groups.c.security_enabled,
            groups.c.deleted_at.is_(None),
            memberships.c.member_type == "user",
        )
    )


def _assigned_users(tenant_id: _Id, service_principal_id: _Id) -> Select[Any]:
    return select(_assigned.principal_id).where(
        _assigned.tenant_id == tenant_id,
        _assigned.resource_id == service_principal_id,
        _assigned.principal_type == "User",
    )


def is_entitled() -> ColumnElement[bool]:
    """Return the condition that a row of `users` is assigned, directly or through a group.

    Its parameters are `of_tenant` and `of_configuration`.
    """
    direct = _assigned_users(_TENANT, _CONFIGURATION).where(_assigned.principal_id == users.c.id)
    through_group = _assignments_of_groups(_TENANT, _CONFIGURATION).where(
        memberships.c.member_id == users.c.id
    )
    return or_(exists(direct), exists(through_group))


def list_candidates(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    service_principal_id: str,
    *,
    sync_all: bool,
    after: str,
    limit: int,
) -> list[str]:
    """Return the next *limit* ids, above *after*, of entitled users and of users with a link."""
    linked = select(sync_links.c.source_id).where(
        sync_links.c.tenant_id == tenant_id,
        sync_links.c.job_id == job_id,
        sync_links.c.source_id > after,
    )
    entitled = _entitled(tenant_id, service_principal_id, after, sync_all=sync_all)
    found: set[str] = set()
    for ids in (linked, *entitled):
        # Each by itself: a database reads all that is left of a union to find its beginning.
        first = ids.distinct().order_by(ids.selected_columns[0]).limit(limit)
        found.update(reading.connection.execute(first).scalars())
    return sorted(found)[:limit]


def _entitled(
    tenant_id: str, service_principal_id: str, after: str, *, sync_all: bool
) -> list[Select[Any]]:
    if sync_all:
        return [select(users.c.id).where(users.c.tenant_id == tenant_id, users.c.id > after)]
    return [
        _assigned_users(tenant_id, service_principal_id).where(_assigned.principal_id > after),
        _assignments_of_groups(tenant_id, service_principal_id).where(
            memberships.c.member_id > after
        ),
    ]


def read_app_roles(
    reading: Reading, tenant_id: str, service_principal_id: str, user_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return user id → names of the app roles that users have, directly or through a group.

    A role's name is its value, or without one what it is shown as.
    """
    direct = _assigned_users(tenant_id, service_principal_id).add_columns(_assigned.app_role_id)
    through_group = _assignments_of_groups(tenant_id, service_principal_id).add_columns(
        _assigned.app_role_id
    )
    names = _app_role_names(reading, tenant_id, service_principal_id)
    found: dict[str, set[str]] = {}
    for query, column in (
        (direct, _assigned.principal_id),
        (through_group, memberships.c.member_id),
    ):
        held = look_up(reading.connection, query, column, user_ids)
        for user_id, role_id in reading.connection.execute(held):
            if role_id in names:
                found.setdefault(user_id, set()).add(names[role_id])
    return {user_id: tuple(sorted(held)) for user_id, held in found.items()}


def _app_role_names(reading: Reading, tenant_id: str, service_principal_id: str) -> dict[str, str]:
    own = service_principals.c
    query = select(own.app_roles).where(own.tenant_id == tenant_id, own.id == service_principal_id)
    roles = msgspec.json.decode(reading.connection.execute(query).scalar_one())
    return {role["id"]: role.get("value") or role["display_name"] for role in roles}


def list_no_longer_entitled(
    reading: Reading, tenant_id: str, job_id: str, service_principal_id: str
) -> list[str]:
    """Return the linked users that no assignment covers any more."""
    covered = union(*_entitled(tenant_id, service_principal_id, "", sync_all=False))
    query = select(sync_links.c.source_id).where(
        sync_links.c.tenant_id == tenant_id,
        sync_links.c.job_id == job_id,
        sync_links.c.state != "deleted",
        sync_links.c.source_id.not_in(covered),
    )
    return list(reading.connection.execute(query).scalars())


def list_members(reading: Reading, tenant_id: str, group_ids: Sequence[str]) -> list[str]:
    """Return the direct user members of the groups."""
    query = select(memberships.c.member_id).where(
        memberships.c.tenant_id == tenant_id, memberships.c.member_type == "user"
    )
    members = look_up(reading.connection, query, memberships.c.group_id, group_ids)
    return list(reading.connection.execute(members.distinct()).scalars())


def list_assigned_groups(
    reading: Reading,
    tenant_id: str,
    service_principal_id: str,
    *,
    after: int | None,
    until: int,
) -> list[tuple[str, str]]:
    """Return id and name of the groups that are assigned.

    Where *after* is given, only of those that were assigned between these entries of the feed.
    """
    parameters: dict[str, object] = {
        "of_tenant": tenant_id,
        "of_configuration": service_principal_id,
    }
    if after is not None:
        parameters |= {"after": after, "until": until}
    found = reading.connection.execute(_listing_groups(only_new=after is not None), parameters)
    return [(row.id, row.display_name) for row in found]


@lru_cache(maxsize=2)
def _listing_groups(*, only_new: bool) -> Select[Any]:
    query = (
        select(groups.c.id, groups.c.display_name)
        .join(
            app_role_assignments,
            and_(groups.c.tenant_id == _assigned.tenant_id, groups.c.id == _assigned.principal_id),
        )
        .where(
            _assigned.tenant_id == _TENANT,
            _assigned.resource_id == _CONFIGURATION,
            _assigned.principal_type == "Group",
            groups.c.deleted_at.is_(None),
        )
        .order_by(groups.c.id)
    )
    if not only_new:
        return query
    assigned = select(changes.c.related_id).where(
        changes.c.tenant_id == _TENANT,
        changes.c.sequence > bindparam("after"),
        changes.c.sequence <= bindparam("until"),
        changes.c.kind == feed.ASSIGNED,
        changes.c.object_id == _CONFIGURATION,
    )
    return query.where(groups.c.id.in_(assigned))


def count_entitled(
    reading: Reading, tenant_id: str, service_principal_id: str, *, sync_all: bool
) -> int:
    """Return how many users of the tenant are assigned (all live ones under sync-all)."""
    if sync_all:
        query = select(func.count()).where(
            users.c.tenant_id == tenant_id, users.c.deleted_at.is_(None)
        )
    else:
        covered = union(*_entitled(tenant_id, service_principal_id, "", sync_all=False)).subquery()
        query = select(func.count()).select_from(covered)
    return int(reading.connection.execute(query).scalar_one())
