"""Waiting groups: each is looked at again, since members of it left their escrow."""

from collections.abc import Sequence

from sqlalchemy import and_, select

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import look_up
from tenantry.storage.tables import memberships, sync_group_links, sync_waiting_groups
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.matching import LinkState
from tenantry.sync.stores.source_rows import remove_rows

_waiting = sync_waiting_groups.c
_linked = sync_group_links.c
_COLUMNS = [column.name for column in sync_waiting_groups.columns]


def find_groups_of(
    reading: Reading, tenant_id: str, job_id: str, member_ids: Sequence[str]
) -> list[str]:
    """Return the live linked groups that have any of the source users *member_ids*."""
    is_of_job = and_(
        _linked.tenant_id == memberships.c.tenant_id,
        _linked.job_id == job_id,
        _linked.source_id == memberships.c.group_id,
        _linked.state != LinkState.DELETED.value,
    )
    query = (
        select(memberships.c.group_id)
        .select_from(memberships.join(sync_group_links, is_of_job))
        .where(memberships.c.tenant_id == tenant_id)
    )
    found = reading.connection.execute(
        look_up(reading.connection, query, memberships.c.member_id, member_ids)
    )
    return sorted(set(found.scalars()))


def put_groups_of(work: UnitOfWork, tenant_id: str, job_id: str, member_ids: Sequence[str]) -> None:
    """Let the live linked groups wait that have any of the source users *member_ids*."""
    group_ids = find_groups_of(work, tenant_id, job_id, member_ids)
    remove(work, tenant_id, job_id, group_ids)
    rows = [(tenant_id, job_id, group_id) for group_id in group_ids]
    insert_rows(work.connection, sync_waiting_groups.name, _COLUMNS, rows)


def list_groups(reading: Reading, tenant_id: str, job_id: str, limit: int) -> list[str]:
    """Return at most *limit* of the groups that wait, by their ids."""
    query = select(_waiting.source_id).where(
        _waiting.tenant_id == tenant_id, _waiting.job_id == job_id
    )
    found = reading.connection.execute(query.order_by(_waiting.source_id).limit(limit))
    return list(found.scalars())


def remove(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Let the groups *source_ids*, or all of the job, wait no more."""
    remove_rows(work, sync_waiting_groups, tenant_id, job_id, source_ids)
