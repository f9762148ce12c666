"""What the tables of a job have in common whose rows are each about one object of the source."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Select, Table, bindparam, delete, func, select

from tenantry.storage.id_lists import is_listed, key_list
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def remove_rows(
    work: UnitOfWork,
    table: Table,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str] | None = None,
) -> None:
    """Delete the rows of *source_ids*, or all of the job."""
    key = {"of_tenant": tenant_id, "of_job": job_id}
    if source_ids is None:
        work.connection.execute(_removing(table), key)
    elif source_ids:
        work.connection.execute(
            _removing_some(work.dialect, table), {**key, "keys": key_list(source_ids)}
        )


def remove_rows_of_type(
    work: UnitOfWork, table: Table, tenant_id: str, job_id: str, object_type: str
) -> None:
    """Delete the job's rows about users, or about groups."""
    key = {"of_tenant": tenant_id, "of_job": job_id, "of_type": object_type}
    work.connection.execute(_removing_type(table), key)


def count_rows(reading: Reading, table: Table, tenant_id: str, job_id: str) -> int:
    """Return how many rows the job has."""
    key = {"of_tenant": tenant_id, "of_job": job_id}
    return int(reading.connection.execute(_counting(table), key).scalar_one())


def has_rows(reading: Reading, table: Table, tenant_id: str, job_id: str) -> bool:
    """Return whether the job has any row."""
    key = {"of_tenant": tenant_id, "of_job": job_id}
    return reading.connection.execute(_looking(table), key).scalar() is not None


@lru_cache(maxsize=8)
def _looking(table: Table) -> Select[Any]:
    return (
        select(table.c.source_id)
        .where(table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job"))
        .limit(1)
    )


@lru_cache(maxsize=8)
def _removing(table: Table) -> Delete:
    return delete(table).where(
        table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
    )


@lru_cache(maxsize=8)
def _removing_some(dialect: str, table: Table) -> Delete:
    return _removing(table).where(is_listed(dialect, table.c.source_id))


@lru_cache(maxsize=8)
def _removing_type(table: Table) -> Delete:
    return _removing(table).where(table.c.object_type == bindparam("of_type"))


@lru_cache(maxsize=8)
def _counting(table: Table) -> Select[Any]:
    return select(func.count()).where(
        table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
    )
