"""What earlier cycles of a job left for later ones."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, or_, select

from tenantry.storage.tables import (
    sync_escrows,
    sync_failed_references,
    sync_pending_references,
    sync_removals,
    sync_staged_deletes,
)
from tenantry.storage.unit_of_work import Reading

_TABLES = (
    sync_escrows,
    sync_failed_references,
    sync_pending_references,
    sync_removals,
    sync_staged_deletes,
)


def _rows_in(*tables: Table) -> ColumnElement[bool]:
    """Return the condition that any of *tables* holds a row of the job."""
    return or_(
        *(
            exists().where(
                table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
            )
            for table in tables
        )
    )


HAS_ANY = _rows_in(*_TABLES)
"""The condition that anything is left for the job with the parameters `of_tenant`, `of_job`."""

_FIND_ANY = select(HAS_ANY)
_FIND_REFERENCES = select(_rows_in(sync_failed_references, sync_pending_references))


def has_any(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether anything is in escrow, pending, staged or remembered."""
    return _is_true(reading, _FIND_ANY, tenant_id, job_id)


def has_references(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether any reference is pending, or waits for a user in escrow."""
    return _is_true(reading, _FIND_REFERENCES, tenant_id, job_id)


def _is_true(reading: Reading, query: Select[Any], tenant_id: str, job_id: str) -> bool:
    parameters = {"of_tenant": tenant_id, "of_job": job_id}
    return bool(reading.connection.execute(query, parameters).scalar_one())
