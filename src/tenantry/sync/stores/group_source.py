"""Reading the source tenant's groups: which may be in scope, their properties and members."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select, union

from tenantry.storage.id_lists import look_up
from tenantry.storage.tables import (
    app_role_assignments,
    groups,
    memberships,
    sync_group_links,
    sync_links,
)
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.matching import LinkState

_assigned = app_role_assignments.c


def _assigned_groups(tenant_id: str, service_principal_id: str) -> Select[Any]:
    return select(_assigned.principal_id).where(
        _assigned.tenant_id == tenant_id,
        _assigned.resource_id == service_principal_id,
        _assigned.principal_type == "Group",
    )


def list_candidates(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    service_principal_id: str,
    *,
    after: str,
    limit: int,
) -> list[str]:
    """Return the next *limit* ids, above *after*, of assigned groups and of groups with a link."""
    linked = select(sync_group_links.c.source_id).where(
        sync_group_links.c.tenant_id == tenant_id,
        sync_group_links.c.job_id == job_id,
        sync_group_links.c.source_id > after,
    )
    assigned = _assigned_groups(tenant_id, service_principal_id)
    wanted = union(linked, assigned.where(_assigned.principal_id > after)).subquery()
    query = select(wanted.c[0]).order_by(wanted.c[0]).limit(limit)
    return list(reading.connection.execute(query).scalars())


def read_groups(
    reading: Reading,
    tenant_id: str,
    service_principal_id: str,
    group_ids: Sequence[str],
    columns: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Return *columns* and, last, whether it is assigned, of the groups that exist."""
    assigned: ColumnElement[bool] = exists(
        _assigned_groups(tenant_id, service_principal_id).where(
            _assigned.principal_id == groups.c.id
        )
    )
    query = select(*(groups.c[name] for name in columns), assigned.label("assigned")).where(
        groups.c.tenant_id == tenant_id
    )
    found = reading.connection.execute(look_up(reading.connection, query, groups.c.id, group_ids))
    return [tuple(row) for row in found.all()]


def list_member_users(reading: Reading, tenant_id: str, group_id: str) -> list[str]:
    """Return the direct members of the group that are users."""
    query = select(memberships.c.member_id).where(
        memberships.c.tenant_id == tenant_id,
        memberships.c.group_id == group_id,
        memberships.c.member_type == "user",
    )
    return list(reading.connection.execute(query).scalars())


def list_linked_members(
    reading: Reading, tenant_id: str, job_id: str, group_id: str
) -> dict[str, LinkState]:
    """Return target id → state of the link, of the direct members that the job has linked."""
    of_member = and_(
        sync_links.c.tenant_id == memberships.c.tenant_id,
        sync_links.c.source_id == memberships.c.member_id,
    )
    query = (
        select(sync_links.c.target_id, sync_links.c.state)
        .select_from(memberships.join(sync_links, of_member))
        .where(
            memberships.c.tenant_id == tenant_id,
            memberships.c.group_id == group_id,
            memberships.c.member_type == "user",
            sync_links.c.job_id == job_id,
        )
    )
    return {row[0]: LinkState(row[1]) for row in reading.connection.execute(query)}
