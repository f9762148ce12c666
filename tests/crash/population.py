"""Many users, changed at random many at a time, and what must be true of them at last."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, update

from tenantry.directory.values import Record
from tenantry.storage import feed, tables
from tenantry.sync.operations.jobs import change_settings
from tests.support.companies import Company
from tests.support.synchronization import Synchronization

_users = tables.users.c


class Population:
    """The users of a synchronization's source, all of them members of an assigned group."""

    def __init__(self, sync: Synchronization, chance: Random, *, users: int) -> None:
        self.sync = sync
        self._chance = chance
        self._group_id = sync.source.add_group("everybody")
        sync.assign(self._group_id)
        self.user_ids = sync.source.add_many(users, group_id=self._group_id)
        self._away: set[str] = set()  # in the recycle bin
        self._rounds = 0
        self._set(self.user_ids, feed.UPDATED, manager_id=self._managers(self.user_ids))

    def change(self) -> None:
        """Give many users another title and manager; delete and restore some of them."""
        self._rounds += 1
        per_round = len(self.user_ids) * 3 // 10
        changed = self._chance.sample(self.user_ids, per_round)
        titles = [f"Title {self._rounds}"] * len(changed)
        managers = self._managers(changed)
        self._set(changed, feed.UPDATED, job_title=titles, manager_id=managers)
        # Nobody who is somebody's manager leaves: what becomes of the report is another story.
        staff = set(self.user_ids[1::2]) - set(changed) - self._away
        leaving = self._chance.sample(sorted(staff), min(len(staff), per_round // 5))
        self._set(leaving, feed.DELETED, deleted_at=["2026-01-01T00:00:00.000000Z"] * len(leaving))
        self._away.update(leaving)
        coming = self._chance.sample(sorted(self._away), len(self._away) // 3)
        self._set(coming, feed.RESTORED, deleted_at=[None] * len(coming))
        self._away.difference_update(coming)

    def guard(self) -> None:
        """Turn the deletion guard on or off; it lets everything pass that it stages."""
        percentage = self._chance.choice(["100", ""])
        self.sync.command(change_settings, {"DeleteThresholdPercentage": percentage})

    def check(self) -> None:
        """Assert that the target is what the source says, and that all traces agree."""
        sync = self.sync
        source = {row["id"]: row for row in sync.source.users()}
        twins = {row["home_user_id"]: row for row in sync.target.users()}
        assert len(sync.target.users()) == len(twins)
        assert set(source) == set(twins)
        self._check_values(source, twins)
        self._check_traces(twins)
        assert ({}, {}, []) == (sync.escrows(), sync.pending_references(), sync.staged())
        assert sync.source.position() == sync.job().watermark
        for company in (sync.source, sync.target):
            changes = company.changes()
            assert list(range(1, len(changes) + 1)) == [change.sequence for change in changes]

    def _check_values(self, source: dict[str, Record], twins: dict[str, Record]) -> None:
        links = self.sync.links()
        for user_id, user in source.items():
            twin, is_live = twins[user_id], user["deleted_at"] is None
            assert is_live == (twin["deleted_at"] is None)
            assert (twin["id"], "active" if is_live else "deleted") == links[user_id]
            if is_live:
                manager = twins[user["manager_id"]]["id"]
                assert (user["job_title"], manager) == (twin["job_title"], twin["manager_id"])

    def _check_traces(self, twins: dict[str, Record]) -> None:
        """Every export left one entry in the log, one in the feed and one in the audit."""
        told = Counter(
            (each.object_id, _KINDS[each.kind])
            for each in self.sync.target.changes()
            if each.object_type == "user"
        )
        audited = Counter(
            (row["target_id"], row["activity"])
            for row in _audits(self.sync.target)
            if row["target_type"] == "User"
        )
        logged = Counter(
            (row["target_id"], row["action"])
            for row in self.sync.events()
            if row["status"] == "success"
        )
        assert told == audited
        assert Counter(row["id"] for row in twins.values()) == Counter(
            target_id for target_id, action in logged.elements() if action == "create"
        )
        assert _by_object(told) == _by_object(logged)

    def _managers(self, user_ids: Sequence[str]) -> list[str]:
        return self._chance.choices(self.user_ids[::2], k=len(user_ids))

    def _set(self, user_ids: Sequence[str], kind: str, **columns: Sequence[Any]) -> None:
        """Write a value for each user into each of *columns*, in one transaction."""
        if not user_ids:
            return
        names: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
        tenant_id = self.sync.source.tenant_id
        of_user = (_users.tenant_id == tenant_id) & (_users.id == bindparam("of_user"))
        rows = [
            {"of_user": user_id, **{f"to_{name}": columns[name][index] for name in columns}}
            for index, user_id in enumerate(user_ids)
        ]
        with self.sync.database.write() as work:
            work.connection.execute(update(tables.users).where(of_user).values(names), rows)
            work.record_rows(
                tenant_id,
                [("user", user_id, kind, None, ",".join(columns)) for user_id in user_ids],
            )


_KINDS = {
    feed.CREATED: "Add user",
    feed.UPDATED: "Update user",
    feed.DELETED: "Delete user",
    feed.RESTORED: "Restore user",
}


def _by_object(counted: Counter[tuple[str, str]]) -> Counter[str]:
    """Return how often each object was changed, whatever was done to it."""
    return Counter(object_id for object_id, _ in counted.elements())


def _audits(company: Company) -> list[Record]:
    table = tables.directory_audits
    query = select(table.c.target_id, table.c.target_type, table.c.activity).where(
        table.c.tenant_id == company.tenant_id
    )
    with company.database.read() as reading:
        return [row._asdict() for row in reading.connection.execute(query)]
