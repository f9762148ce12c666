"""Places: how far a cycle has come, in memory and in the job's row.

An initial cycle's place is the last source id that is stored; an incremental one's is the
watermark.  A place never runs ahead of what the same transaction stores.
"""

from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.importing import Connection, affected_users
from tenantry.sync.jobs import Counts, Job
from tenantry.sync.stores import escrows, jobs, source

CHUNK_USERS = 2000
_WINDOW_CHANGES = 4 * CHUNK_USERS
_WINDOW_CANDIDATES = 20 * CHUNK_USERS


class Place:
    """How far the cycle *cycle_id* has come.

    ``until`` is the feed position at the start of the cycle: later changes are the next
    cycle's.  ``scan_position`` is None in an incremental cycle.
    """

    def __init__(self, job: Job, cycle_id: str, began_at: str, until: int) -> None:
        self.cycle_id = cycle_id
        self.began_at = began_at
        self.until = until
        self.counts = job.cycle_counts or Counts()
        self.is_initial = job.watermark is None
        self.watermark = job.watermark or 0
        self.scan_position = job.scan_position or ""
        self._waiting: list[str] = []  # read ahead, still to be exported
        self._watermark_after = self.watermark  # where the watermark goes when none waits
        self._scanned = not self.is_initial
        self._retried = self.is_initial  # whether due escrows were taken up
        self._is_retrying = False  # whether those who wait are of them
        self.is_held = False  # whether the deletion guard holds something

    @property
    def has_news(self) -> bool:
        """Whether the cycle has anything of the source to look at."""
        return self.is_initial or self.until > self.watermark

    def take(self, work: UnitOfWork, connection: Connection) -> list[str]:
        """Return the next chunk of source ids, none when the cycle has seen them all."""
        while not self._waiting:
            if not self._read_ahead(work, connection):
                return []
        return self._waiting[:CHUNK_USERS]

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

    def _read_ahead(self, work: UnitOfWork, connection: Connection) -> bool:
        """Fill the waiting list; return whether the cycle may have more to see."""
        job = connection.job
        self._is_retrying = False
        if not self._scanned:
            self._waiting = source.list_candidates(
                work,
                job.tenant_id,
                job.id,
                job.service_principal_id,
                sync_all=connection.sync_all,
                after=self.scan_position,
                limit=_WINDOW_CANDIDATES,
            )
            self._scanned = not self._waiting
            return True
        if not self._retried:
            self._retried = self._is_retrying = True
            self._waiting = escrows.list_due_escrows(
                work, job.tenant_id, job.id, work.instant, _WINDOW_CANDIDATES
            )
            return True
        if self.is_initial:
            return False
        self.watermark = self._watermark_after
        if self.watermark >= self.until:
            return False
        changes = feed.since(
            work.connection,
            job.tenant_id,
            self.watermark,
            until=self.until,
            limit=_WINDOW_CHANGES,
        )
        if not changes:
            return False
        self._watermark_after = changes[-1].sequence
        self._waiting = affected_users(work, connection, changes)
        return True


def begin(work: UnitOfWork, job: Job) -> Place:
    """Return the place of a new cycle, or of the cycle that the job's row tells of."""
    position = feed.position(work.connection, job.tenant_id)
    if job.cycle_id is not None and job.cycle_began_at is not None:
        until = job.scan_feed_position if job.watermark is None else position
        return Place(job, job.cycle_id, job.cycle_began_at, until or 0)
    return Place(job, new_id(), work.instant, position)
