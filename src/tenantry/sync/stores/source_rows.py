"""What the tables of a job have in common whose rows are each about one object of the source."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Select, Table, bindparam, delete, func, select

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
        rows = [{**key, "of_source": source_id} for source_id in source_ids]
        work.connection.execute(_removing_each(table), rows)


def count_rows(reading: Reading, table: Table, tenant_id: str, job_id: str) -> int:
    """Return how many rows the job has."""
    key = {"of_tenant": tenant_id, "of_job": job_id}
    return int(reading.connection.execute(_counting(table), key).scalar_one())


@lru_cache(maxsize=8)
def _removing(table: Table) -> Delete:
    return delete(table).where(
        table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
    )


@lru_cache(maxsize=8)
def _removing_each(table: Table) -> Delete:
    return _removing(table).where(table.c.source_id == bindparam("of_source"))


@lru_cache(maxsize=8)
def _counting(table: Table) -> Select[Any]:
    return select(func.count()).where(
        table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
    )
