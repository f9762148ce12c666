"""What earlier cycles of a job left for later ones."""

from sqlalchemy import bindparam, exists, or_, select

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
_HAS_ANY = select(
    or_(
        *(
            exists().where(
                table.c.tenant_id == bindparam("of_tenant"), table.c.job_id == bindparam("of_job")
            )
            for table in _TABLES
        )
    )
)


def has_any(reading: Reading, tenant_id: str, job_id: str) -> bool:
    """Return whether anything is in escrow, pending, staged or remembered."""
    parameters = {"of_tenant": tenant_id, "of_job": job_id}
    return bool(reading.connection.execute(_HAS_ANY, parameters).scalar_one())
