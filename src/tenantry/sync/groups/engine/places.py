"""Places: which groups a cycle has to look at next, and how far it has come with them.

A full pass goes through all candidates by their ids, any other follows the change feed.  It is
full in an initial cycle and when the job never came this far; a pass that was interrupted goes
on, whichever cycle it began in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.places import Place
from tenantry.sync.stores import escrows, group_places, group_source, waiting_groups

CHUNK_GROUPS = 50
_WINDOW_CHANGES = 2000


class Mark(NamedTuple):
    """A place: all groups up to here are done.

    ``scan_position`` is the last source id of a full pass, None once it has ended; ``watermark``
    is where the feed goes on, in a full pass where the feed was when the pass began.
    """

    watermark: int
    scan_position: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A group to look at, and the place as long as it is not done."""

    source_id: str
    before: Mark


class GroupPlace:
    """How far the groups of a cycle have come; read from its row, and written back."""

    def __init__(self, reading: Reading, connection: Connection, place: Place) -> None:
        self._connection = connection
        self._place = place
        stored = group_places.find_place(reading, connection.job.tenant_id, connection.job.id)
        is_new = stored is None or (place.is_initial and stored[0] != place.cycle_id)
        self.mark = Mark(place.until, "") if stored is None or is_new else Mark(*stored[1:])
        self._stored = None if stored is None else (stored[0], Mark(*stored[1:]))

    @property
    def is_full(self) -> bool:
        """Whether all candidates are being looked at."""
        return self.mark.scan_position is not None

    def take(self, reading: Reading) -> tuple[list[Waiting], Mark] | None:
        """Return the next groups and the place after them, None when none is left."""
        if self.is_full:
            if (found := self._scan(reading)) is not None:
                return found
            self.mark = Mark(self.mark.watermark, None)
        if due := self._due(reading):
            return [Waiting(source_id, self.mark) for source_id in due], self.mark
        return self._follow(reading)

    def save(self, work: UnitOfWork) -> None:
        """Write the place, if it is another one than before."""
        if self._stored == (self._place.cycle_id, self.mark):
            return
        if self._stored is not None and self._stored[1] == self.mark and not self.is_full:
            return
        job = self._connection.job
        self._stored = (self._place.cycle_id, self.mark)
        group_places.save_place(work, job.tenant_id, job.id, (self._place.cycle_id, *self.mark))

    def _scan(self, reading: Reading) -> tuple[list[Waiting], Mark] | None:
        job, watermark = self._connection.job, self.mark.watermark
        ids = group_source.list_candidates(
            reading,
            job.tenant_id,
            job.id,
            job.service_principal_id,
            after=self.mark.scan_position or "",
            limit=CHUNK_GROUPS,
        )
        if not ids:
            return None
        befores = [self.mark, *(Mark(watermark, source_id) for source_id in ids)]
        waiting = [Waiting(*pair) for pair in zip(ids, befores[:-1], strict=True)]
        return waiting, befores[-1]

    def _due(self, reading: Reading) -> list[str]:
        """Return groups whose next attempt is due, or whose members left their escrow."""
        limit = CHUNK_GROUPS
        return self._list_due(reading, limit=limit) or self._list_waiting(reading, limit=limit)

    def _list_due(self, reading: Reading, *, limit: int) -> list[str]:
        key = (self._connection.job.tenant_id, self._connection.job.id)
        due_at = self._place.due_at or reading.instant
        return escrows.list_due_escrows(reading, *key, due_at, limit, object_type="group")

    def _list_waiting(self, reading: Reading, *, limit: int) -> list[str]:
        key = (self._connection.job.tenant_id, self._connection.job.id)
        return waiting_groups.list_groups(reading, *key, limit)

    def _follow(self, reading: Reading) -> tuple[list[Waiting], Mark] | None:
        if self.mark.watermark >= self._place.until:
            return None
        changes = feed.since(
            reading.connection,
            self._connection.job.tenant_id,
            self.mark.watermark,
            until=self._place.until,
            limit=_WINDOW_CHANGES,
            object_types=("group", "servicePrincipal"),
        )
        waiting: dict[str, Waiting] = {}
        is_whole = len(changes) < _WINDOW_CHANGES
        seen = self._place.until if is_whole else changes[-1].sequence
        for source_id, sequence in affected_groups(self._connection, changes):
            before = Mark(sequence - 1, None)
            if source_id not in waiting and len(waiting) == CHUNK_GROUPS:
                return list(waiting.values()), before
            waiting.setdefault(source_id, Waiting(source_id, before))
        return list(waiting.values()), Mark(seen, None)


def affected_groups(
    connection: Connection, changes: Iterable[feed.Change]
) -> Iterator[tuple[str, int]]:
    """Yield the groups whose state, members or assignment the *changes* may have moved."""
    for change in changes:
        if change.object_type == "group":
            yield change.object_id, change.sequence
        elif change.object_id == connection.job.service_principal_id and change.related_id:
            yield change.related_id, change.sequence
