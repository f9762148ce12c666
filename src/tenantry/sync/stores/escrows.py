"""Escrows of a job: who failed, since when, and when it is tried again."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among, key_list, looking_up
from tenantry.storage.tables import sync_escrows
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.stores.source_rows import count_rows, remove_rows, remove_rows_of_type

_escrows = sync_escrows.c
_COLUMNS = (
    "tenant_id",
    "job_id",
    "object_type",
    "source_id",
    "error_code",
    "reason",
    "attempts",
    "first_failed_at",
    "next_attempt_at",
    "blocked_by",
)
_LIST_DUE = (
    select(_escrows.source_id)
    .where(
        _escrows.tenant_id == bindparam("of_tenant"),
        _escrows.job_id == bindparam("of_job"),
        _escrows.object_type == bindparam("of_type"),
        _escrows.next_attempt_at <= bindparam("now"),
    )
    .order_by(_escrows.source_id)
    .limit(bindparam("most"))
)


def find_escrows(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str],
    *,
    object_type: str = "user",
) -> dict[str, tuple[int, str]]:
    """Return attempts and first failure of the users, or other objects, that are in escrow."""
    parameters = {
        "of_tenant": tenant_id,
        "of_job": job_id,
        "of_type": object_type,
        "keys": key_list(source_ids),
    }
    found = reading.connection.execute(_finding(reading.dialect), parameters)
    return {row[0]: (row[1], row[2]) for row in found.all()}


@lru_cache(maxsize=2)
def _finding(dialect: str) -> Select[Any]:
    query = select(_escrows.source_id, _escrows.attempts, _escrows.first_failed_at).where(
        _escrows.tenant_id == bindparam("of_tenant"),
        _escrows.job_id == bindparam("of_job"),
        _escrows.object_type == bindparam("of_type"),
    )
    return looking_up(dialect, query, _escrows.source_id)


def list_due_escrows(
    reading: Reading,
    tenant_id: str,
    job_id: str,
    now: str,
    limit: int,
    *,
    object_type: str = "user",
) -> list[str]:
    """Return the users, or other objects, whose next attempt is due."""
    parameters = {
        "of_tenant": tenant_id,
        "of_job": job_id,
        "of_type": object_type,
        "now": now,
        "most": limit,
    }
    return list(reading.connection.execute(_LIST_DUE, parameters).scalars())


def put_escrows(
    work: UnitOfWork,
    tenant_id: str,
    job_id: str,
    rows: Sequence[tuple[str, str, str, int, str, str, str | None]],
    *,
    object_type: str = "user",
) -> None:
    """Store escrows.

    Source id, error code, reason, attempts, first failure, next attempt, and the target user
    that stands in the way, if one does.
    """
    remove_escrows(work, tenant_id, job_id, [row[0] for row in rows])
    stored = [(tenant_id, job_id, object_type, *row) for row in rows]
    insert_rows(work.connection, sync_escrows.name, _COLUMNS, stored)


def find_blocked(
    reading: Reading, tenant_id: str, job_id: str, target_ids: Sequence[str]
) -> list[str]:
    """Return the users in whose way *target_ids* stand."""
    query = select(_escrows.source_id).where(
        _escrows.tenant_id == tenant_id,
        _escrows.job_id == job_id,
        is_among(reading.connection, _escrows.blocked_by, target_ids),
    )
    return list(reading.connection.execute(query).scalars())


def make_due(work: UnitOfWork, tenant_id: str, job_id: str, target_ids: Sequence[str]) -> int:
    """Let the users be tried now in whose way *target_ids* stood; return how many they are."""
    statement = (
        update(sync_escrows)
        .where(
            _escrows.tenant_id == tenant_id,
            _escrows.job_id == job_id,
            is_among(work.connection, _escrows.blocked_by, target_ids),
        )
        .values(next_attempt_at=work.instant)
    )
    return work.connection.execute(statement).rowcount


def remove_escrows(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget the failures of *source_ids*, or of the whole job."""
    remove_rows(work, sync_escrows, tenant_id, job_id, source_ids)


def remove_of_type(work: UnitOfWork, tenant_id: str, job_id: str, object_type: str) -> None:
    """Forget the failures of users, or of groups."""
    remove_rows_of_type(work, sync_escrows, tenant_id, job_id, object_type)


def count_escrows(reading: Reading, tenant_id: str, job_id: str) -> int:
    """Return how many users are in escrow."""
    return count_rows(reading, sync_escrows, tenant_id, job_id)


def escrow_state(reading: Reading, tenant_id: str, job_id: str) -> tuple[int, int, str]:
    """Return three figures that stay alike while no escrow of the job comes, goes or fails."""
    query = select(
        func.count(),
        func.coalesce(func.sum(_escrows.attempts), 0),
        func.coalesce(func.max(_escrows.next_attempt_at), ""),
    ).where(_escrows.tenant_id == tenant_id, _escrows.job_id == job_id)
    row = reading.connection.execute(query).one()
    return int(row[0]), int(row[1]), str(row[2])
