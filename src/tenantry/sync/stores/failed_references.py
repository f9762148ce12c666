"""References to users in escrow: each waits until the user it refers to is there."""

from collections.abc import Sequence

from sqlalchemy import select

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among, look_up
from tenantry.storage.tables import sync_failed_references
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.stores.source_rows import count_rows, has_rows, remove_rows

_failed = sync_failed_references.c
_COLUMNS = [column.name for column in sync_failed_references.columns]


def has_any(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether any reference of the job waits."""
    return has_rows(reading, sync_failed_references, tenant_id, job_id)


def count(reading: Reading, tenant_id: str, job_id: str) -> int:
    """Return how many references wait."""
    return count_rows(reading, sync_failed_references, tenant_id, job_id)


def put(
    work: UnitOfWork, tenant_id: str, job_id: str, references: Sequence[tuple[str, str]]
) -> None:
    """Store (source id, referenced source id), instead of what waits for these sources."""
    if not references:
        return
    remove(work, tenant_id, job_id, [source_id for source_id, _ in references])
    rows = [(tenant_id, job_id, *reference) for reference in references]
    insert_rows(work.connection, sync_failed_references.name, _COLUMNS, rows)


def find(
    reading: Reading, tenant_id: str, job_id: str, referenced_ids: Sequence[str]
) -> list[tuple[str, str]]:
    """Return the references to any of *referenced_ids*."""
    query = select(_failed.source_id, _failed.referenced_source_id).where(
        _failed.tenant_id == tenant_id,
        _failed.job_id == job_id,
        is_among(reading.connection, _failed.referenced_source_id, referenced_ids),
    )
    return [(row[0], row[1]) for row in reading.connection.execute(query).all()]


def take(
    work: UnitOfWork, tenant_id: str, job_id: str, referenced_ids: Sequence[str]
) -> list[tuple[str, str]]:
    """Remove and return the references to any of *referenced_ids*."""
    query = select(_failed.source_id, _failed.referenced_source_id).where(
        _failed.tenant_id == tenant_id, _failed.job_id == job_id
    )
    found = work.connection.execute(
        look_up(work.connection, query, _failed.referenced_source_id, referenced_ids)
    )
    taken = [(row[0], row[1]) for row in found.all()]
    remove(work, tenant_id, job_id, [source_id for source_id, _ in taken])
    return taken


def remove(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget the references of *source_ids*, or of the whole job."""
    remove_rows(work, sync_failed_references, tenant_id, job_id, source_ids)
