"""A cycle, one transaction at a time.

An initial cycle scans every candidate of the source in the order of ids; an incremental one
follows the change feed from the watermark.  Everything that a resumed cycle needs is in the
job's row, written with the chunk: a crash at any point repeats at most work that changes
nothing.  Source: behaviour §2; claims CTS-001 to CTS-004, CTS-044 to CTS-046.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial

from tenantry.errors import InvalidValueError, NotFoundError, PolicyCheckError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine import endings
from tenantry.sync.engine.chunks import run_chunk
from tenantry.sync.engine.connections import Connections
from tenantry.sync.engine.draining import drain_references
from tenantry.sync.engine.drifting import begin_to_follow, follow_target
from tenantry.sync.engine.places import CHUNK_USERS, Place, begin
from tenantry.sync.engine.quiet import has_become_quiet, is_quiet, pass_quietly
from tenantry.sync.engine.settling import settle
from tenantry.sync.engine.skipped_groups import log_skipped_groups
from tenantry.sync.groups.engine.pass_through import provision_groups, settle_groups
from tenantry.sync.plans.engine import applying
from tenantry.sync.plans.engine.applying_groups import find_shown_groups
from tenantry.sync.plans.plan import Plan
from tenantry.sync.quarantine import DOCUMENTED_LIMITS, QuarantineLimits
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
    OUTDATED = "outdated"  # the world moved away from the plan that is applied
    STOPPED = "stopped"  # paused, restarted or deleted meanwhile, or the lease is gone


class Cycle:
    """Runs one cycle of one job; resumes the cycle that the job's row tells of."""

    def __init__(
        self,
        database: Database,
        tenant_id: str,
        job_id: str,
        *,
        connections: Connections | None = None,
        limits: QuarantineLimits = DOCUMENTED_LIMITS,
        chunk_users: int | None = None,
    ) -> None:
        self.job_key = (tenant_id, job_id)
        self._database = database
        self._connections = connections or Connections()
        self._limits = limits
        self._chunk_users = chunk_users or CHUNK_USERS
        self._place: Place | None = None
        self._target_watermark: int | None = None  # None: drift is ignored
        self._plan: Plan | None = None

    def run(self) -> Outcome:
        """Run until the cycle is complete, refused or stopped."""
        if pass_quietly(self._database, self._connections, *self.job_key):
            return Outcome.COMPLETED
        while True:
            with self._database.write() as work:
                outcome = self.advance(work)
            if outcome is not None:
                return outcome

    @_uninterrupted()
    def advance(self, work: UnitOfWork) -> Outcome | None:
        """Do one transaction's worth; return None while more is left."""
        job = jobs.find_job(work, *self.job_key, lock=True)
        if job is None or not (job.is_running or job.plan_id):
            return Outcome.STOPPED
        try:
            connection = self._connections.connect(work, job)
        except (PolicyCheckError, InvalidValueError, NotFoundError) as refusal:
            applying.stop(work, job, refusal.message)
            if job.is_running:
                endings.refuse(work, job, refusal)
            return Outcome.REFUSED
        place = self._find_place(work, connection)
        connection = applying.with_inputs(connection, self._plan)
        if place is None:
            return Outcome.STOPPED
        self._target_watermark = begin_to_follow(work, connection)
        try:
            return self._work_through(work, connection, place)
        except applying.PlanOutdatedError as outdated:  # nothing of the chunk is written yet
            place.save(work, job)
            applying.stop(work, job, outdated.message)
            return Outcome.OUTDATED

    def _find_place(self, work: UnitOfWork, connection: Connection) -> Place | None:
        """Return where to go on; None where the job's row tells of another cycle by now."""
        job, place = connection.job, self._place
        if place is not None and (place.cycle_id, self._plan_id) != (job.cycle_id, job.plan_id):
            return None
        if place is None or not place.is_at(job):  # undone, or taken further by another worker
            self._plan = applying.find_applied(work, job)
            self._place = begin(work, job, plan=self._plan, chunk_users=self._chunk_users)
            if job.cycle_id is None and self._place.has_news:
                log_skipped_groups(work, connection, self._place)
        return self._place

    def _work_through(
        self, work: UnitOfWork, connection: Connection, place: Place
    ) -> Outcome | None:
        if is_quiet(work, connection, place):
            endings.complete(work, connection, place, self._limits, was_quiet=True)
            return Outcome.COMPLETED
        done, limit = 0, self._chunk_users
        while done < limit and (took := self._take(work, connection, place)):
            done += took
        if done < limit and has_become_quiet(work, connection, place):
            self._complete(work, connection, place, was_quiet=True)
            return Outcome.COMPLETED
        if done < limit:
            check = applying.reference_check(work, connection, self._plan)
            drained = drain_references(work, connection, place.cycle_id, limit, check=check)
            place.counts.references += drained
            has_drift = self._follow_target(work, connection, place)
            is_over = drained < limit and not has_drift
            shown = partial(find_shown_groups, work, self._plan)
            if is_over and settle_groups(work, connection, place, find_shown=shown):
                self._complete(work, connection, place)
                return Outcome.COMPLETED
        place.save(work, connection.job)
        return None

    def _follow_target(self, work: UnitOfWork, connection: Connection, place: Place) -> bool:
        """Look for drift; return whether there may be more.  A plan shows none, so makes none."""
        if self._target_watermark is None or self._plan is not None:
            return False
        limit = self._chunk_users
        return follow_target(work, connection, place, self._target_watermark, limit)

    def _take(self, work: UnitOfWork, connection: Connection, place: Place) -> int:
        """Do a chunk, of what was staged when there is no other; return its number of users."""
        source_ids = place.take(work, connection)
        if not source_ids:
            shown_groups = partial(find_shown_groups, work, self._plan)
            if not provision_groups(work, connection, place, find_shown=shown_groups):
                return self._chunk_users  # more of them in the next transaction
            find_shown = partial(applying.find_shown, work, self._plan)
            return settle(work, connection, place, find_shown=find_shown)
        counts = run_chunk(
            work,
            connection,
            place.cycle_id,
            source_ids,
            is_initial=place.is_initial,
            plan=applying.find_shown(work, self._plan, source_ids),
        )
        place.add(counts)
        place.passed(source_ids)
        return len(source_ids)

    def _complete(
        self, work: UnitOfWork, connection: Connection, place: Place, *, was_quiet: bool = False
    ) -> None:
        endings.complete(work, connection, place, self._limits, was_quiet=was_quiet)
        if self._plan is not None:
            applying.finish(work, connection.job, self._plan, place)

    @property
    def _plan_id(self) -> str | None:
        return self._plan.id if self._plan is not None else None
