"""Who comes up again in a plan: users in escrow that the plan itself would let be tried at once."""

from collections.abc import Collection

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.engine.places import Place


class ForeseenPlace(Place):
    """A place whose escrows are those of the database and those of the plan."""

    _again: frozenset[str] = frozenset()
    _were_due_listed = False

    def try_again(self, source_ids: Collection[str]) -> None:
        """Let these users come up once more."""
        if source_ids:
            self._again |= frozenset(source_ids)
            self._retried = False

    def _list_due(self, reading: Reading, connection: Connection) -> list[str]:
        again, self._again = self._again, frozenset()
        due = [] if self._were_due_listed else super()._list_due(reading, connection)
        self._were_due_listed = True
        return sorted({*due, *again})
