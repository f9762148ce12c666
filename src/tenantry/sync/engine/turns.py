"""A turn: some transactions of one job's cycle, under the lease.

The first transaction claims the job where it is still due and free; the lease is written only
where the turn goes on after a transaction, and given back in the last one.
"""

from collections.abc import Callable

from tenantry.clock import monotonic_ms
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.engine.cycles import Cycle, Outcome
from tenantry.sync.stores import leases

LEASE_SECONDS = 10.0
_RENEW_AFTER_MS = 3_000.0


class Turn:
    """A turn of *worker_id* at one job; *may_go_on* is asked after each of its transactions.

    ``has_claimed`` tells whether the job was there to be run.
    """

    def __init__(
        self,
        database: Database,
        worker_id: str,
        cycle: Cycle,
        *,
        may_go_on: Callable[[UnitOfWork], bool],
    ) -> None:
        self.has_claimed = False
        self._database = database
        self._worker_id = worker_id
        self._cycle = cycle
        self._may_go_on = may_go_on
        self._is_leased = False  # a lease stands in the row
        self._leased_at: float | None = None  # when we wrote it

    def run(self) -> Outcome | None:
        """Return how the cycle ended, or None if it is to go on in another turn."""
        while True:
            with self._database.write() as work:
                if not self._claim(work):
                    return Outcome.STOPPED
                outcome = self._cycle.advance(work)
                goes_on = outcome is None and self._may_go_on(work)
                self._settle(work, goes_on=goes_on)
            if not goes_on:
                return outcome

    def _claim(self, work: UnitOfWork) -> bool:
        if self._leased_at is not None:
            return leases.hold(work, *self._cycle.job_key, self._worker_id)
        is_leased = leases.claim(work, *self._cycle.job_key, self._worker_id)
        self.has_claimed = is_leased is not None
        self._is_leased = bool(is_leased)
        return self.has_claimed

    def _settle(self, work: UnitOfWork, *, goes_on: bool) -> None:
        """Write what the lease has to be between this transaction and the next one."""
        now, key = monotonic_ms(), self._cycle.job_key
        if not goes_on:
            if self._is_leased:
                leases.release(work, *key)
        elif self._leased_at is None or now - self._leased_at > _RENEW_AFTER_MS:
            leases.keep(work, *key, self._worker_id, seconds=LEASE_SECONDS)
            self._is_leased, self._leased_at = True, now
