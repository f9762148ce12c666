"""Places: how far a cycle has come, in memory and in the job's row.

An initial cycle's place is the last source id that is stored; an incremental one's is the
watermark.  A place never runs ahead of what the same transaction stores.
"""

from typing import TypeVar

from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.importing import affected_users
from tenantry.sync.jobs import Counts, Job
from tenantry.sync.plans.plan import Plan
from tenantry.sync.stores import entitlements, escrows, jobs

CHUNK_USERS = 4000
_WINDOW_CHANGES = 4  # times as many changes as a chunk has users
_WINDOW_CHUNKS = 5


class Place:
    """How far the cycle *cycle_id* has come.

    ``until`` is the feed position at the start of the cycle: later changes are the next
    cycle's.  ``scan_position`` is None in an incremental cycle.  Escrows are taken up that are
    due at *escrows_due_at*, None for now; those of groups at ``due_at``, the same.
    """

    def __init__(
        self,
        job: Job,
        cycle_id: str,
        began_at: str,
        until: int,
        *,
        escrows_due_at: str | None = None,
        chunk_users: int,
    ) -> None:
        self.cycle_id = cycle_id
        self.began_at = began_at
        self.until = until
        self.counts = job.cycle_counts or Counts()
        self.is_initial = job.watermark is None
        self.watermark = job.watermark or 0
        self.scan_position = job.scan_position or ""
        self.chunk_users = chunk_users
        self.due_at = escrows_due_at
        self._escrows_due_at = escrows_due_at
        self._waiting: list[str] = []  # read ahead, still to be exported
        self._watermark_after = self.watermark  # where the watermark goes when none waits
        self._scanned = not self.is_initial
        self._retried = self.is_initial  # whether due escrows were taken up
        self._is_retrying = False  # whether those who wait are of them
        self._tried: set[str] = set()  # users of them: with what the feed tells of them, too
        self.is_held = False  # whether the deletion guard holds something

    @property
    def has_news(self) -> bool:
        """Whether the cycle has anything of the source to look at."""
        return self.is_initial or self.until > self.watermark

    def take(self, reading: Reading, connection: Connection) -> list[str]:
        """Return the next chunk of source ids, none when the cycle has seen them all."""
        while not self._waiting:
            if not self._read_ahead(reading, connection):
                return []
        return self._waiting[: self.chunk_users]

    def passed(self, source_ids: list[str]) -> None:
        """Move over a chunk that this transaction stores."""
        self._waiting = self._waiting[len(source_ids) :]
        if self.is_initial:
            if not self._is_retrying:
                self.scan_position = source_ids[-1]
        elif not self._waiting:
            self.watermark = self._watermark_after

    def is_at(self, job: Job) -> bool:
        """Return whether this is still the place that the job's row tells of."""
        position = job.scan_position if self.is_initial else job.watermark
        here = self.scan_position if self.is_initial else self.watermark
        return (here, self.counts) == (position, job.cycle_counts)

    def add(self, counts: Counts) -> None:
        """Add the counters of a chunk; users that it let be tried again come up once more."""
        self.counts.add(counts)
        if counts.unblocked:
            self._retried = False
            self._escrows_due_at = None

    def save(self, work: UnitOfWork, job: Job) -> None:
        """Write the place to the job's row."""
        jobs.save_job(
            work,
            job,
            cycle_id=self.cycle_id,
            cycle_began_at=self.began_at,
            cycle_counts=self.counts,
            watermark=None if self.is_initial else self.watermark,
            scan_position=self.scan_position if self.is_initial else None,
            scan_feed_position=self.until if self.is_initial else None,
        )

    def _read_ahead(self, reading: Reading, connection: Connection) -> bool:
        """Fill the waiting list; return whether the cycle may have more to see."""
        job = connection.job
        self._is_retrying = False
        if not self._scanned:
            self._waiting = entitlements.list_candidates(
                reading,
                job.tenant_id,
                job.id,
                job.service_principal_id,
                sync_all=connection.sync_all,
                after=self.scan_position,
                limit=_WINDOW_CHUNKS * self.chunk_users,
            )
            self._scanned = not self._waiting
            return True
        if not self._retried:
            self._retried = self._is_retrying = True
            self._waiting = self._list_due(reading, connection)
            self._tried.update(self._waiting)
            return True
        if self.is_initial:
            return False
        self.watermark = self._watermark_after
        if self.watermark >= self.until:
            return False
        changes = feed.since(
            reading.connection,
            job.tenant_id,
            self.watermark,
            until=self.until,
            limit=_WINDOW_CHANGES * self.chunk_users,
        )
        if not changes:
            return False
        self._watermark_after = changes[-1].sequence
        affected = affected_users(reading, connection, changes)
        self._waiting = [each for each in affected if each not in self._tried]
        return True

    def _list_due(self, reading: Reading, connection: Connection) -> list[str]:
        """Return the users in escrow that are to be tried now."""
        job, due_at = connection.job, self._escrows_due_at or reading.instant
        limit = _WINDOW_CHUNKS * self.chunk_users
        return escrows.list_due_escrows(reading, job.tenant_id, job.id, due_at, limit)


AnyPlace = TypeVar("AnyPlace", bound=Place)


def begin(reading: Reading, job: Job, *, plan: Plan | None = None, chunk_users: int) -> Place:
    """Return the place of a new cycle, or of the cycle that the job's row tells of.

    A cycle that applies a *plan* looks as far as the plan did.
    """
    return begin_as(Place, reading, job, plan=plan, chunk_users=chunk_users)


def begin_as(
    kind: type[AnyPlace],
    reading: Reading,
    job: Job,
    *,
    plan: Plan | None = None,
    chunk_users: int,
) -> AnyPlace:
    """Return what `begin` does, as a place of some *kind*."""
    position = feed.position(reading.connection, job.tenant_id)
    until = plan.source_position if plan is not None else position
    if job.cycle_id is not None and job.watermark is None:
        until = job.scan_feed_position or 0
    return kind(
        job,
        job.cycle_id or new_id(),
        job.cycle_began_at or reading.instant,
        until,
        escrows_due_at=plan.made_at if plan is not None else None,
        chunk_users=chunk_users,
    )
