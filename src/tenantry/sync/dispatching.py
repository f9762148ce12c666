"""Dispatching: starts the cycles that are due, under each job's lease.

The lease in the job's row is the only claim: a cycle is resumable, so any worker may take a
job whose lease has lapsed.  A worker keeps the lease of a job between cycles and renews it
inside the transactions it writes anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.clock import epoch_seconds, format_instant
from tenantry.errors import TenantryError
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.cycles import Cycle, Outcome
from tenantry.sync.jobs import Job, RunMode, StatusCode
from tenantry.sync.stores import escrows, jobs

LEASE_SECONDS = 30.0
_RENEW_BEFORE_SECONDS = 20.0
_POLL_SECONDS = 0.25
_AFTER_FAULT_SECONDS = 5.0


JobKey = tuple[str, str]
"""Tenant id and job id."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One cycle that the dispatcher ran, for the worker's log."""

    tenant_id: str
    job_id: str
    outcome: Outcome | None
    fault: TenantryError | None = None


class Dispatcher:
    """Runs what is due, one job after the other, as the worker *worker_id*.

    *is_stopping* is asked between chunks: a worker that is told to end need not finish a cycle.
    """

    def __init__(
        self,
        database: Database,
        worker_id: str,
        *,
        on_cycle: Callable[[Ran], None] = lambda _: None,
        is_stopping: Callable[[], bool] = lambda: False,
        may_cross_clouds: bool = False,
    ) -> None:
        self._database = database
        self._worker_id = worker_id
        self._on_cycle = on_cycle
        self._is_stopping = is_stopping
        self._may_cross_clouds = may_cross_clouds
        self._held: dict[JobKey, float] = {}  # real time until which the job is ours
        self._resting: dict[JobKey, float] = {}  # real time before which a job is left alone

    def run_due(self) -> float:
        """Run every job that is due; return the seconds after which to ask again."""
        with self._database.read() as reading:
            due = list_due(reading)
        now = epoch_seconds()
        outcomes = [self._run(key) for key in due if self._resting.get(key, 0.0) <= now]
        return 0.0 if Outcome.COMPLETED in outcomes else _POLL_SECONDS

    def release(self) -> None:
        """Give every lease back, so that another worker need not wait for it to lapse."""
        if not self._held:
            return
        with self._database.write() as work:
            for tenant_id, job_id in self._held:
                jobs.drop_lease(work, tenant_id, job_id, self._worker_id)
        self._held.clear()

    def _run(self, key: JobKey) -> Outcome | None:
        def holds_lease(work: UnitOfWork) -> bool:
            return not self._is_stopping() and self._hold(work, key)

        outcome = None
        try:
            outcome = Cycle(
                self._database,
                *key,
                may_go_on=holds_lease,
                may_cross_clouds=self._may_cross_clouds,
            ).run()
        except TenantryError as fault:
            self._on_cycle(Ran(*key, None, fault))
            return None
        finally:
            if outcome is None:  # a fault, ours or not: what was noted of the lease may be undone
                self._held.pop(key, None)
                self._resting[key] = epoch_seconds() + _AFTER_FAULT_SECONDS
        if outcome is Outcome.STOPPED:
            self._resting[key] = epoch_seconds() + _POLL_SECONDS
        self._on_cycle(Ran(*key, outcome))
        return outcome

    def _hold(self, work: UnitOfWork, key: JobKey) -> bool:
        """Renew the lease where it is about to lapse, in the cycle's own transaction."""
        now = epoch_seconds()
        if self._held.get(key, 0.0) > now + _RENEW_BEFORE_SECONDS:
            return True
        until = now + LEASE_SECONDS
        held = jobs.take_lease(work, *key, self._worker_id, now=now, until=until)
        if held:
            self._held[key] = until
        return held


def list_due(reading: Reading) -> list[JobKey]:
    """Return every job whose cycle should start now."""
    now = format_instant(reading.now)
    due = []
    for tenant_id, job_id, next_due_at, settings in jobs.list_running(reading):
        is_timely = next_due_at is None or next_due_at <= now
        continuous = settings.get("RunMode") == RunMode.CONTINUOUS.value
        if is_timely or (continuous and _has_news(reading, tenant_id, job_id, now)):
            due.append((tenant_id, job_id))
    return due


def _has_news(reading: Reading, tenant_id: str, job_id: str, now: str) -> bool:
    """Return whether a continuous job has something to do before its next full interval."""
    job = jobs.find_job(reading, tenant_id, job_id)
    if job is None or job.status_code is StatusCode.QUARANTINE:
        return False
    if job.watermark is None or job.cycle_id is not None:
        return True
    if feed.position(reading.connection, tenant_id) > job.watermark:
        return True
    return _escrow_is_due(reading, job, now)


def _escrow_is_due(reading: Reading, job: Job, now: str) -> bool:
    due_at = escrows.next_escrow_at(reading, job.tenant_id, job.id)
    return due_at is not None and due_at <= now
