"""How far a job has come with groups: one row, which jobs without groups do not have."""

from sqlalchemy import ColumnElement, and_, delete, insert, select

from tenantry.storage.tables import sync_group_places
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_places = sync_group_places.c

StoredPlace = tuple[str, int, str | None]
"""Cycle id, watermark, and the last source id of an unfinished scan."""


def find_place(reading: Reading, tenant_id: str, job_id: str) -> StoredPlace | None:
    """Return the job's place, None before its first pass."""
    query = select(_places.cycle_id, _places.watermark, _places.scan_position)
    row = reading.connection.execute(query.where(_of_job(tenant_id, job_id))).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def save_place(work: UnitOfWork, tenant_id: str, job_id: str, place: StoredPlace) -> None:
    """Write the job's place."""
    remove_place(work, tenant_id, job_id)
    cycle_id, watermark, scan_position = place
    values = {
        "tenant_id": tenant_id,
        "job_id": job_id,
        "cycle_id": cycle_id,
        "watermark": watermark,
        "scan_position": scan_position,
    }
    work.connection.execute(insert(sync_group_places), values)


def remove_place(work: UnitOfWork, tenant_id: str, job_id: str) -> None:
    """Forget the job's place."""
    work.connection.execute(delete(sync_group_places).where(_of_job(tenant_id, job_id)))


def _of_job(tenant_id: str, job_id: str) -> ColumnElement[bool]:
    return and_(_places.tenant_id == tenant_id, _places.job_id == job_id)
