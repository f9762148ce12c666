"""Writing a plan: its entries as they are stored, and the counts that grow with them."""

from collections.abc import Iterable, Iterator, Sequence

from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.plans.engine.foreseeing import Foreseen
from tenantry.sync.plans.plan import REFERENCE, Plan, PlanEntry
from tenantry.sync.stores import plan_entries


class Writing:
    """What is stored of *plan* while it is made."""

    def __init__(self, database: Database, plan: Plan, foreseen: Foreseen) -> None:
        self._database = database
        self._plan = plan
        self._key = (plan.tenant_id, plan.id)
        self._foreseen = foreseen
        self._number = 0

    def store(
        self, entries: Sequence[PlanEntry], *, again: Sequence[str] = ()
    ) -> Sequence[PlanEntry]:
        """Store *entries*; return what was said before of *again*, which no longer counts."""
        superseded: Sequence[PlanEntry] = ()
        with self._database.write() as work:
            if again and not self._foreseen.is_empty:
                superseded = plan_entries.supersede(work, *self._key, again)
                for entry in superseded:
                    if entry.action != REFERENCE:
                        self._plan.counts.forget(entry.action, entry.reason)
            self._add(work, entries)
        for entry in entries:
            if entry.action != REFERENCE:
                self._plan.counts.note(entry.action, entry.reason)
        self._foreseen.is_empty = self._number == 0
        return superseded

    def _add(self, work: UnitOfWork, entries: Iterable[PlanEntry]) -> None:
        numbered = list(entries)
        for entry in numbered:
            self._number += 1
            entry.number = self._number
        plan_entries.add_entries(work, *self._key, numbered)

    def references(self, limit: int) -> Iterator[list[PlanEntry]]:
        """Yield the references page by page, *limit* at once."""
        after = ("", 0)
        while True:
            with self._database.read() as stored:
                page = plan_entries.list_entries(
                    stored, *self._key, actions=[REFERENCE], after=after, limit=limit
                )
            if not page:
                return
            yield page
            after = (REFERENCE, page[-1].number)

    def replace_references(self, page: Sequence[PlanEntry], resolved: Sequence[PlanEntry]) -> None:
        """Put those that were *resolved* in the place of a *page* of references."""
        with self._database.write() as work:
            plan_entries.replace_references(work, *self._key, page, resolved)
        for _ in resolved:
            self._plan.counts.note(REFERENCE, None)
