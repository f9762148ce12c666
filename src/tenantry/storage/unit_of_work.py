"""One transaction: the objects, their change-feed entries and their audit records.

A `UnitOfWork` commits everything at the end of its `with` block or nothing at all.  Readers
get a `Reading`: one consistent view of the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from tenantry.clock import format_instant
from tenantry.identifiers import new_id
from tenantry.storage import feed


class Reading:
    """A view of the database.

    ``now`` is the time by the installation's clock (the lab may have moved it), ``clock_offset``
    how far it was moved, in seconds.
    ``licensing`` is the installation's setting of that name.
    """

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        clock_offset: float,
        licensing: str = "off",
    ) -> None:
        self.connection = connection
        self.now = now
        self.clock_offset = clock_offset
        self.licensing = licensing

    @cached_property
    def instant(self) -> str:
        """``now`` as the database keeps it."""
        return format_instant(self.now)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.dialect.name


class LastAct(Protocol):
    """Something that a transaction does at its very end, after its feed entries are written."""

    def finish(self, work: "UnitOfWork") -> None:
        """Do it."""


Act = TypeVar("Act", bound=LastAct)


class UnitOfWork(Reading):
    """A write transaction that collects the change-feed entries of what it writes."""

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        clock_offset: float,
        licensing: str = "off",
    ) -> None:
        super().__init__(connection, now, clock_offset, licensing)
        self._recorded: dict[str, list[feed.ChangeRow]] = defaultdict(list)
        self._origins: dict[str, str] = {}
        self._last_acts: dict[type[LastAct], LastAct] = {}
        self.correlation_id = new_id()

    def write_as(self, tenant_id: str, origin: str) -> None:
        """Say who writes the tenant's changes in this transaction, where no caller does."""
        self._origins[tenant_id] = origin

    def record(
        self,
        tenant_id: str,
        object_type: str,
        object_id: str,
        kind: str,
        *,
        properties: Iterable[str] = (),
        related_id: str | None = None,
    ) -> None:
        """Note a change of one object; it becomes a feed entry at the commit."""
        names = ",".join(properties) or None
        self._recorded[tenant_id].append((object_type, object_id, kind, related_id, names))

    def record_rows(self, tenant_id: str, rows: Iterable[feed.ChangeRow]) -> None:
        """Note many changes of one tenant at once."""
        self._recorded[tenant_id].extend(rows)

    def last_act(self, kind: type[Act]) -> Act:
        """Return the act of this *kind* that the transaction does last, made if it is new."""
        act = self._last_acts.setdefault(kind, kind())
        if not isinstance(act, kind):
            raise TypeError(kind)
        return act

    def finish(self) -> dict[str, int]:
        """Write the feed entries, do the last acts and return the new positions of the feed."""
        recorded = {tenant: rows for tenant, rows in self._recorded.items() if rows}
        positions: dict[str, int] = {}
        if recorded:
            positions = feed.append(self.connection, recorded, self.instant, self._origins)
        for act in self._last_acts.values():
            act.finish(self)
        return positions
