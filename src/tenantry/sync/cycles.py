"""A cycle, one transaction at a time.

An initial cycle scans every candidate of the source in the order of ids; an incremental one
follows the change feed from the watermark.  Everything that a resumed cycle needs is in the
job's row, written with the chunk: a crash at any point repeats at most work that changes
nothing.  Source: behaviour §2; claims CTS-001 to CTS-004, CTS-044 to CTS-046.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

from tenantry.errors import InvalidValueError, NotFoundError, PolicyCheckError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync import endings
from tenantry.sync.chunks import run_chunk
from tenantry.sync.connections import Connections
from tenantry.sync.draining import drain_references
from tenantry.sync.groups.pass_through import provision_groups
from tenantry.sync.importing import Connection
from tenantry.sync.places import CHUNK_USERS, Place, begin
from tenantry.sync.quarantine import DOCUMENTED_LIMITS, QuarantineLimits
from tenantry.sync.settling import settle
from tenantry.sync.skipped_groups import log_skipped_groups
from tenantry.sync.stores import jobs


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put the search for cyclic garbage off: a chunk makes many objects, and few cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Outcome(Enum):
    """How a call of `Cycle.run` ended."""

    COMPLETED = "completed"
    REFUSED = "refused"  # a policy or setting is missing: the job is in quarantine
    STOPPED = "stopped"  # paused, restarted or deleted meanwhile, or the lease is gone


class Cycle:
    """Runs one cycle of one job; resumes the cycle that the job's row tells of.

    ``may_go_on`` is asked in every transaction whether the caller still holds the job's lease.
    """

    def __init__(
        self,
        database: Database,
        tenant_id: str,
        job_id: str,
        *,
        may_go_on: Callable[[UnitOfWork], bool] = lambda _work: True,
        connections: Connections | None = None,
        limits: QuarantineLimits = DOCUMENTED_LIMITS,
    ) -> None:
        self.job_key = (tenant_id, job_id)
        self._database = database
        self._may_go_on = may_go_on
        self._connections = connections or Connections()
        self._limits = limits
        self._place: Place | None = None

    def run(self) -> Outcome:
        """Run until the cycle is complete, refused or stopped."""
        while True:
            with self._database.write() as work:
                outcome = self.advance(work)
            if outcome is not None:
                return outcome

    @_uninterrupted()
    def advance(self, work: UnitOfWork) -> Outcome | None:
        """Do one transaction's worth; return None while more is left."""
        job = jobs.find_job(work, *self.job_key, lock=True)
        if job is None or not job.is_running or not self._may_go_on(work):
            return Outcome.STOPPED
        try:
            connection = self._connections.connect(work, job)
        except (PolicyCheckError, InvalidValueError, NotFoundError) as refusal:
            endings.refuse(work, job, refusal)
            return Outcome.REFUSED
        if self._place is None:
            self._place = begin(work, job)
            if job.cycle_id is None and self._place.has_news:
                log_skipped_groups(work, connection, self._place)
        elif self._place.cycle_id != job.cycle_id:
            return Outcome.STOPPED
        elif not self._place.is_at(job):  # undone, or taken further by another worker
            self._place = begin(work, job)
        return self._work_through(work, connection, self._place)

    def _work_through(
        self, work: UnitOfWork, connection: Connection, place: Place
    ) -> Outcome | None:
        done = 0
        while done < CHUNK_USERS and (took := self._take(work, connection, place)):
            done += took
        if done < CHUNK_USERS:
            drained = drain_references(work, connection, place.cycle_id, CHUNK_USERS)
            place.counts.references += drained
            if drained < CHUNK_USERS and provision_groups(work, connection, place):
                endings.complete(work, connection, place, self._limits)
                return Outcome.COMPLETED
        place.save(work, connection.job)
        return None

    def _take(self, work: UnitOfWork, connection: Connection, place: Place) -> int:
        """Do a chunk, of what was staged when there is no other; return its number of users."""
        source_ids = place.take(work, connection)
        if not source_ids:
            return settle(work, connection, place)
        counts = run_chunk(
            work, connection, place.cycle_id, source_ids, is_initial=place.is_initial
        )
        place.add(counts)
        place.passed(source_ids)
        return len(source_ids)
