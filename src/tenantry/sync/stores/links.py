"""Links between source and target users, or groups, and pending references of a job."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal_column, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import key_list, look_up, looking_up
from tenantry.storage.tables import (
    sync_escrows,
    sync_group_links,
    sync_links,
    sync_pending_references,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.matching import Link, LinkState
from tenantry.sync.stores.source_rows import count_rows, remove_rows

_links = sync_links.c
_TABLES = {"user": sync_links, "group": sync_group_links}
_LINK_COLUMNS = ("source_id", "target_id", "state")


def find_links(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str],
    *,
    object_type: str = "user",
) -> dict[str, Link]:
    """Return the links of the source objects that have one."""
    if not source_ids:
        return {}
    parameters = {"of_tenant": tenant_id, "of_job": job_id, "keys": key_list(source_ids)}
    found = reading.connection.execute(_finding(reading.dialect, object_type), parameters)
    return {row[0]: Link(row[1], LinkState(row[2])) for row in found.all()}


@lru_cache(maxsize=8)
def _finding(dialect: str, object_type: str) -> Select[Any]:
    columns = _TABLES[object_type].c
    query = select(columns.source_id, columns.target_id, columns.state).where(
        columns.tenant_id == bindparam("of_tenant"), columns.job_id == bindparam("of_job")
    )
    return looking_up(dialect, query, columns.source_id)


def list_sharers(
    reading: Reading, tenant_id: str, job_id: str, target_ids: Sequence[str]
) -> list[tuple[str, str]]:
    """Return (target id, source id) of those who share these target users, by source id."""
    if not target_ids:
        return []
    query = select(_links.target_id, _links.source_id).where(
        _links.tenant_id == tenant_id,
        _links.job_id == job_id,
        _links.state == literal_column(f"'{LinkState.SHARED.value}'"),
    )
    connection = reading.connection
    found = connection.execute(look_up(connection, query, _links.target_id, target_ids))
    return sorted(((row[0], row[1]) for row in found), key=lambda pair: pair[1])


def add_links(
    work: UnitOfWork,
    tenant_id: str,
    job_id: str,
    pairs: Iterable[tuple[str, Link]],
    *,
    object_type: str = "user",
) -> None:
    """Add links of source objects that have none."""
    rows = [(source_id, link.target_id, link.state.value) for source_id, link in pairs]
    shared = {"tenant_id": tenant_id, "job_id": job_id}
    insert_rows(work.connection, _TABLES[object_type].name, _LINK_COLUMNS, rows, shared=shared)


def set_states(
    work: UnitOfWork,
    tenant_id: str,
    job_id: str,
    states: Sequence[tuple[str, LinkState]],
    *,
    object_type: str = "user",
) -> None:
    """Change the states of links."""
    if not states:
        return
    table = _TABLES[object_type]
    statement = (
        update(table)
        .where(
            table.c.tenant_id == tenant_id,
            table.c.job_id == job_id,
            table.c.source_id == bindparam("of_source"),
        )
        .values(state=bindparam("to_state"))
    )
    rows = [{"of_source": source_id, "to_state": state.value} for source_id, state in states]
    work.connection.execute(statement, rows)


def remove_links(
    work: UnitOfWork,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str] | None = None,
    *,
    object_type: str = "user",
) -> None:
    """Forget the links of *source_ids*, or of the whole job."""
    remove_rows(work, _TABLES[object_type], tenant_id, job_id, source_ids)


def count_links(reading: Reading, tenant_id: str, job_id: str, *, object_type: str = "user") -> int:
    """Return how many objects the job has ever linked and not forgotten."""
    return count_rows(reading, _TABLES[object_type], tenant_id, job_id)


def count_live(reading: Reading, tenant_id: str, job_id: str, *, object_type: str = "user") -> int:
    """Return how many users, or groups, the job keeps in the target, those deleted left out."""
    columns = _TABLES[object_type].c
    query = select(func.count()).where(
        columns.tenant_id == tenant_id,
        columns.job_id == job_id,
        columns.state != LinkState.DELETED.value,
    )
    return int(reading.connection.execute(query).scalar_one())


def count_sound(reading: Reading, tenant_id: str, job_id: str) -> int:
    """Return how many users are linked, not deleted and not in escrow."""
    escrows = sync_escrows.c
    failed = exists().where(
        escrows.tenant_id == _links.tenant_id,
        escrows.job_id == _links.job_id,
        escrows.source_id == _links.source_id,
    )
    query = select(func.count()).where(
        _links.tenant_id == tenant_id,
        _links.job_id == job_id,
        _links.state != LinkState.DELETED.value,
        ~failed,
    )
    return int(reading.connection.execute(query).scalar_one())


_pending = sync_pending_references.c
_LIST_PENDING = (
    select(_pending.source_id, _pending.referenced_source_id)
    .where(
        _pending.tenant_id == bindparam("of_tenant"),
        _pending.job_id == bindparam("of_job"),
        _pending.source_id > bindparam("above"),
    )
    .order_by(_pending.source_id)
    .limit(bindparam("most"))
)


def put_pending_references(
    work: UnitOfWork, tenant_id: str, job_id: str, references: Sequence[tuple[str, str]]
) -> None:
    """Store (source id, referenced source id) until the references step."""
    if not references:
        return
    source_ids = [source_id for source_id, _ in references]
    remove_pending_references(
        work, tenant_id, job_id, _find_pending(work, tenant_id, job_id, source_ids)
    )
    names = [column.name for column in sync_pending_references.columns]
    rows = [(tenant_id, job_id, *reference) for reference in references]
    insert_rows(work.connection, "sync_pending_references", names, rows)


def _find_pending(
    reading: Reading, tenant_id: str, job_id: str, source_ids: Sequence[str]
) -> list[str]:
    query = select(_pending.source_id).where(
        _pending.tenant_id == tenant_id, _pending.job_id == job_id
    )
    found = look_up(reading.connection, query, _pending.source_id, source_ids)
    return list(reading.connection.execute(found).scalars())


def list_pending_references(
    reading: Reading, tenant_id: str, job_id: str, limit: int, *, after: str = ""
) -> list[tuple[str, str]]:
    """Return at most *limit* pending references of source users above *after*."""
    parameters = {"of_tenant": tenant_id, "of_job": job_id, "above": after, "most": limit}
    return [(row[0], row[1]) for row in reading.connection.execute(_LIST_PENDING, parameters).all()]


def remove_pending_references(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget pending references of *source_ids*, or of the whole job."""
    remove_rows(work, sync_pending_references, tenant_id, job_id, source_ids)
