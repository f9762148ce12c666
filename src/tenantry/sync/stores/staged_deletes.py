"""Staged deletes: removals that wait, and how many removals a job made of late."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among, look_up
from tenantry.storage.tables import sync_removals, sync_staged_deletes
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.stores.source_rows import (
    count_rows,
    has_rows,
    remove_rows,
    remove_rows_of_type,
)

_staged = sync_staged_deletes.c
_removals = sync_removals.c
_COLUMNS = [column.name for column in sync_staged_deletes.columns]
_COUNT_OF_TYPE = select(func.count()).where(
    _staged.tenant_id == bindparam("of_tenant"),
    _staged.job_id == bindparam("of_job"),
    _staged.object_type == bindparam("of_type"),
)


def find(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str],
    *,
    object_type: str = "user",
) -> dict[str, tuple[str, str | None]]:
    """Return of those that are staged since when, and when the guard first held them."""
    query = select(_staged.source_id, _staged.staged_at, _staged.held_at).where(
        _staged.tenant_id == tenant_id,
        _staged.job_id == job_id,
        _staged.object_type == object_type,
    )
    found = reading.connection.execute(
        look_up(reading.connection, query, _staged.source_id, source_ids)
    )
    return {row[0]: (row[1], row[2]) for row in found.all()}


def put(
    work: UnitOfWork, tenant_id: str, job_id: str, rows: Sequence[tuple[str | None, ...]]
) -> None:
    """Store staged deletes: the columns of the table from the source id on, the type included."""
    insert_rows(
        work.connection,
        sync_staged_deletes.name,
        _COLUMNS,
        [(tenant_id, job_id, *row) for row in rows],
    )


def remove(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget staged deletes of *source_ids*, or of the whole job."""
    remove_rows(work, sync_staged_deletes, tenant_id, job_id, source_ids)


def remove_of_type(work: UnitOfWork, tenant_id: str, job_id: str, object_type: str) -> None:
    """Forget the staged deletes of users, or of groups."""
    remove_rows_of_type(work, sync_staged_deletes, tenant_id, job_id, object_type)


def count(reading: Reading, tenant_id: str, job_id: str, *, object_type: str | None = None) -> int:
    """Return how many removals wait, of users and groups or of one type of object."""
    if object_type is None:
        return count_rows(reading, sync_staged_deletes, tenant_id, job_id)
    key = {"of_tenant": tenant_id, "of_job": job_id, "of_type": object_type}
    return int(reading.connection.execute(_COUNT_OF_TYPE, key).scalar_one())


def has_any(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether any removal waits."""
    return has_rows(reading, sync_staged_deletes, tenant_id, job_id)


def has_held(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether the guard holds any removal."""
    query = select(_staged.source_id).where(
        _staged.tenant_id == tenant_id, _staged.job_id == job_id, _staged.held_at.is_not(None)
    )
    return reading.connection.execute(query.limit(1)).scalar() is not None


def count_by_cause(reading: Reading, tenant_id: str, job_id: str) -> list[tuple[str, str, int]]:
    """Return object type, cause and how many removals wait for it, the most frequent first."""
    query = (
        select(_staged.object_type, _staged.cause, func.count())
        .where(_staged.tenant_id == tenant_id, _staged.job_id == job_id)
        .group_by(_staged.object_type, _staged.cause)
    )
    found = [(row[0], row[1], int(row[2])) for row in reading.connection.execute(query).all()]
    return sorted(found, key=lambda each: (-each[2], each[0], each[1]))


def page(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    *,
    after: str = "",
    limit: int,
    object_type: str | None = None,
    is_unheld: bool = False,
) -> list[Mapping[str, Any]]:
    """Return at most *limit* staged deletes by source id, above *after*.

    With *object_type* only users or only groups, with *is_unheld* only those that the guard has
    not held yet.
    """
    query = (
        select(sync_staged_deletes)
        .where(_staged.tenant_id == tenant_id, _staged.job_id == job_id, _staged.source_id > after)
        .order_by(_staged.source_id)
        .limit(limit)
    )
    if object_type is not None:
        query = query.where(_staged.object_type == object_type)
    if is_unheld:
        query = query.where(_staged.held_at.is_(None))
    return [row._asdict() for row in reading.connection.execute(query)]


def hold(work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str]) -> None:
    """Note that the guard holds them."""
    work.connection.execute(
        update(sync_staged_deletes)
        .where(
            _staged.tenant_id == tenant_id,
            _staged.job_id == job_id,
            is_among(work.connection, _staged.source_id, source_ids),
        )
        .values(held_at=work.instant)
    )


def count_removals(reading: Reading, tenant_id: str, job_id: str, since: str) -> int:
    """Return how many removals the cycles made that ended after *since*."""
    query = select(func.coalesce(func.sum(_removals.removed), 0)).where(
        _removals.tenant_id == tenant_id,
        _removals.job_id == job_id,
        _removals.removed_at > since,
    )
    return int(reading.connection.execute(query).scalar_one())


def add_removals(
    work: UnitOfWork, tenant_id: str, job_id: str, cycle_id: str, removed: int
) -> None:
    """Note how many removals the cycle made."""
    values = {
        "tenant_id": tenant_id,
        "job_id": job_id,
        "cycle_id": cycle_id,
        "removed_at": work.instant,
        "removed": removed,
    }
    work.connection.execute(insert(sync_removals).values(values))


def forget_removals(
    work: UnitOfWork, tenant_id: str, job_id: str, until: str | None = None
) -> None:
    """Forget the removals up to *until*, or all of the job."""
    if until is None:
        remove_rows(work, sync_removals, tenant_id, job_id)
        return
    statement = delete(sync_removals).where(
        _removals.tenant_id == tenant_id,
        _removals.job_id == job_id,
        _removals.removed_at <= until,
    )
    work.connection.execute(statement)
