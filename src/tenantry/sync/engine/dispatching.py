"""Dispatching: starts the cycles that are due, for any number of workers on one database.

The claim of a job is the lock of its row, and between two transactions of a cycle the lease in
it.  A cycle is resumable, so any worker may take a job whose lease was given back or has
lapsed.  A worker takes turns: short cycles first, then a slice of a long one, so that neither
the jobs of one worker nor the workers of one job wait for each other.  Reasons: ADR 0007.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from tenantry.clock import epoch_seconds, monotonic_ms
from tenantry.errors import TenantryError, UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.engine.connections import Connections
from tenantry.sync.engine.cycles import Cycle, Outcome
from tenantry.sync.engine.quiet import pass_quietly
from tenantry.sync.engine.turns import Turn
from tenantry.sync.stores import leases
from tenantry.sync.stores.leases import DueJob, JobKey

_TURN_MS = 250.0
_POLL_SECONDS = 0.25
_AFTER_FAULT_SECONDS = 5.0
_PARKED = 2  # long cycles whose place is kept in memory while others have their turn


@dataclass(frozen=True, slots=True)
class Ran:
    """One cycle that the dispatcher ran to its end, for the worker's log."""

    tenant_id: str
    job_id: str
    outcome: Outcome | None
    fault: TenantryError | None = None


class _Rank(Enum):
    """Who has a turn first; each rank has one in every round, so that none starves."""

    PROMPT = "prompt"  # a change waits to be exported at once
    SHORT = "short"
    LONG = "long"


class Dispatcher:
    """Runs what is due, as the worker *worker_id*.

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
        self._connections = Connections(may_cross_clouds=may_cross_clouds)
        self._parked: dict[JobKey, Cycle] = {}
        self._resting: dict[JobKey, float] = {}  # real time before which a job is left alone

    def run_due(self) -> float:
        """Give every rank a turn; return the seconds after which to ask again."""
        with self._database.read() as reading:
            due = self._list_due(reading)
        keys = {job.key for job in due}
        self._parked = {key: cycle for key, cycle in self._parked.items() if key in keys}
        worked = [self._give_turn([job for job in due if _rank(job) is rank]) for rank in _Rank]
        return 0.0 if any(worked) else _POLL_SECONDS

    def release(self) -> None:
        """Give every lease back, so that another worker need not wait for it to lapse."""
        with suppress(UnavailableError), self._database.write() as work:
            leases.release_all(work, self._worker_id)

    def _list_due(self, reading: Reading) -> list[DueJob]:
        now = epoch_seconds()
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        due = leases.list_due(reading, self._worker_id)
        return [job for job in due if job.key not in self._resting]

    def _give_turn(self, due: list[DueJob]) -> bool:
        """Run the jobs until the turn is over; return whether any of them was run."""
        until = monotonic_ms() + _TURN_MS
        worked = False
        for job in sorted(due, key=lambda job: job.key not in self._parked):
            if self._is_stopping() or (worked and monotonic_ms() > until):
                break
            worked |= self._run(job, until)
        return worked

    def _run(self, job: DueJob, until: float) -> bool:
        """Give one job its turn; return whether it was there to be run."""
        key = job.key
        try:
            if job.is_calm and self._pass_quietly(key):
                self._on_cycle(Ran(*key, Outcome.COMPLETED))
                return True
            return self._give(key, until)
        except TenantryError as fault:
            self._let_rest(key)
            self._on_cycle(Ran(*key, None, fault))
            return False
        except Exception:
            self._let_rest(key)
            raise

    def _pass_quietly(self, key: JobKey) -> bool:
        return pass_quietly(self._database, self._connections, *key, worker_id=self._worker_id)

    def _give(self, key: JobKey, until: float) -> bool:
        """Run transactions of a job's cycle; return whether it could be claimed."""

        def may_go_on(work: UnitOfWork) -> bool:
            if self._is_stopping():
                return False
            return monotonic_ms() <= until or not self._others_wait(work, key)

        cycle = self._parked.pop(key, None) or self._cycle_of(key)
        turn = Turn(self._database, self._worker_id, cycle, may_go_on=may_go_on)
        outcome = turn.run()
        if outcome is not None and turn.has_claimed:
            self._on_cycle(Ran(*key, outcome))
        elif turn.has_claimed and len(self._parked) < _PARKED:
            self._parked[key] = cycle
        return turn.has_claimed

    def _let_rest(self, key: JobKey) -> None:
        self._resting[key] = epoch_seconds() + _AFTER_FAULT_SECONDS

    def _others_wait(self, work: UnitOfWork, key: JobKey) -> bool:
        return any(job.key != key for job in self._list_due(work))

    def _cycle_of(self, key: JobKey) -> Cycle:
        return Cycle(self._database, *key, connections=self._connections)


def _rank(job: DueJob) -> _Rank:
    if job.is_long:
        return _Rank.LONG
    return _Rank.PROMPT if job.is_continuous else _Rank.SHORT
