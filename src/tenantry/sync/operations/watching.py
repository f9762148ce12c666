"""Watching: how every job of the installation stands, in figures without people."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.actor import operator
from tenantry.clock import parse_instant
from tenantry.directory.operations.tenants import list_tenants
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Job
from tenantry.sync.stores import escrows, jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedJob:
    """One job; ``lag_seconds`` is the age of the oldest change that no cycle has looked at."""

    job: Job
    escrows: int
    lag_seconds: float


def list_watched(reading: Reading) -> Iterator[WatchedJob]:
    """Yield every job of the installation, for the operator."""
    for tenant in list_tenants(reading, operator("")):
        for job in jobs.list_jobs(reading, tenant["id"]):
            yield WatchedJob(
                job=job,
                escrows=escrows.count_escrows(reading, job.tenant_id, job.id),
                lag_seconds=_lag(reading, job),
            )


def _lag(reading: Reading, job: Job) -> float:
    """Return how long a change has waited, 0 where none does; a new job waits since it was made."""
    oldest: str | None = job.created_at
    if job.watermark is not None:
        oldest = feed.next_change_at(reading.connection, job.tenant_id, job.watermark)
    if not oldest:
        return 0.0
    return max(0.0, (reading.now - parse_instant(oldest)).total_seconds())
