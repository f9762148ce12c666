"""What the tables of a job have in common whose rows are each about one object of the source."""

from collections.abc import Sequence

from sqlalchemy import Table, delete, func, select

from tenantry.storage.id_lists import is_among
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def remove_rows(
    work: UnitOfWork,
    table: Table,
    tenant_id: str,
    job_id: str,
    source_ids: Sequence[str] | None = None,
) -> None:
    """Delete the rows of *source_ids*, or all of the job."""
    statement = delete(table).where(table.c.tenant_id == tenant_id, table.c.job_id == job_id)
    if source_ids is not None:
        statement = statement.where(is_among(work.connection, table.c.source_id, source_ids))
    work.connection.execute(statement)


def count_rows(reading: Reading, table: Table, tenant_id: str, job_id: str) -> int:
    """Return how many rows the job has."""
    query = select(func.count()).where(table.c.tenant_id == tenant_id, table.c.job_id == job_id)
    return int(reading.connection.execute(query).scalar_one())
