"""The engine against a naive one: the same target, the same links, the same log, cycle by cycle."""

import os
from contextlib import suppress
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings

from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.storage.database import Database
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization
from tests.sync.histories import ACTIONS, NAMES, FreeHistory, Person, Step, histories
from tests.sync.naive_engine import SHOWN, Entry, NaiveEngine, World, shown

_EXAMPLES = {"sqlite": 40, "postgresql": 8}
_MORE = int(os.environ.get("TENANTRY_HISTORIES", "1"))  # times as many
_IN_THE_TARGET = (
    "edit_there",
    "block_there",
    "delete_there",
    "restore_there",
    "purge_there",
    "leave_there",
)


class FollowedHistory(FreeHistory):
    """A history in both tenants, without any of the exceptions of the other ones.

    Names are never used again: what happens on collisions is told by tests of its own.
    """

    def __init__(self, sync: Synchronization) -> None:
        self.naive = NaiveEngine(sync)
        self._names = count()
        super().__init__(sync)

    def run_cycle(self) -> None:
        before, told = self._known(), len(self.sync.events())
        expected = self.naive.foresee()
        self.sync.run_cycle()
        self._compare(expected, before, told)

    def provision(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None:
            before, told = self._known(), len(self.sync.events())
            expected = self.naive.foresee_one(person.id)
            self.sync.provision(person.id)
            self._compare(expected, before, told, is_on_demand=True)

    def restart(self, _which: int, _other: int) -> None:
        self.sync.restart()
        self.naive.position = None

    def hire(self, _which: int, other: int) -> None:
        name = f"{NAMES[other % len(NAMES)]}{next(self._names)}"
        person = Person(self.source.add_user(name), name)
        self.people.append(person)
        if other % 3:
            self.sync.assign(person.id)
            person.is_assigned = True

    def rename(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None:
            person.name = f"{NAMES[which % len(NAMES)]}{next(self._names)}"
            name = f"{person.name}@{self.source.domain}"
            self.source.change(person.id, user_principal_name=name)

    def set_manager(self, which: int, other: int) -> None:
        person, manager = self._live(which), self._live(other)
        if person is not None and manager is not None:
            with suppress(InvalidValueError):  # nobody reports to itself, not even by others
                self.source.set_manager(person.id, manager.id)

    def edit_there(self, which: int, other: int) -> None:
        if (user := self._there(which, is_deleted=False)) is not None:
            attribute = ("city", "job_title", "display_name", "telephone_number")[other % 4]
            self.sync.target.change(user["id"], **{attribute: f"there {other}"})

    def block_there(self, which: int, other: int) -> None:
        if (user := self._there(which, is_deleted=False)) is not None:
            self.sync.target.change(user["id"], account_enabled=bool(other % 2))

    def delete_there(self, which: int, _other: int) -> None:
        if (user := self._there(which, is_deleted=False)) is not None:
            self.sync.target.delete(user["id"])

    def leave_there(self, which: int, _other: int) -> None:
        if (user := self._there(which, is_deleted=False)) is not None:
            self.sync.target.let_leave(user["id"])

    def restore_there(self, which: int, _other: int) -> None:
        user = self._there(which, is_deleted=True)
        if user is not None and self._is_latest(user):
            self.sync.target.restore(user["id"])

    def purge_there(self, which: int, _other: int) -> None:
        if (user := self._there(which, is_deleted=True)) is not None:
            self.sync.target.purge(user["id"])

    def _there(self, which: int, *, is_deleted: bool) -> Record | None:
        users = [
            row for row in self.sync.target.users() if (row["deleted_at"] is not None) is is_deleted
        ]
        return users[which % len(users)] if users else None

    def _is_latest(self, user: Record) -> bool:
        """Return whether no other user of the target took the place, and so the name, since."""
        return bool(user["id"] == self.sync.twins(user["home_user_id"])[-1]["id"])

    def _may_leave(self, _person: Person) -> bool:
        return True

    def _may_leave_a_team(self, _person: Person) -> bool:
        return True

    def _known(self) -> set[str]:
        return {row["id"] for row in self.sync.target.users()}

    def _compare(
        self, expected: World, before: set[str], told: int, *, is_on_demand: bool = False
    ) -> None:
        found = World(
            source={},
            target={row["id"]: row for row in self.sync.target.users()},
            entitled=set(),
            links=dict(self.sync.links()),
        )
        users, links = shown(expected, before)
        there, linked = shown(found, before)
        assert {} == _differences(users, there)
        assert links == linked
        log = sorted(map(_entry, self.sync.events()[told:]))
        if is_on_demand and not expected.log:
            assert ["NotEffectivelyEntitled"] == [entry.why for entry in log]
            return
        assert sorted(expected.log) == log


def _differences(
    expected: dict[str, Record], found: dict[str, Record]
) -> dict[str, dict[str, Any]]:
    """Return user → column → (expected, found) where they differ, all of one who is missing."""
    names = (*SHOWN, "is_deleted", "manager")
    return {
        user: different
        for user in {**expected, **found}
        if (
            different := {
                name: (expected.get(user, {}).get(name), found.get(user, {}).get(name))
                for name in names
                if expected.get(user, {}).get(name) != found.get(user, {}).get(name)
            }
        )
    }


def _entry(event: Record) -> Entry:
    names = ()
    if event["action"] == "update" and event["modified_properties"]:
        told = msgspec.json.decode(event["modified_properties"])
        names = tuple(sorted(told if isinstance(told, dict) else (each[0] for each in told)))
    why = event["error_code"] or event["reason"] or ""
    return Entry(event["source_id"], event["action"], event["status"], why, names)


@pytest.mark.timeout(120 * _MORE + 300)  # shrinking what fails may take 300 seconds
def test_a_naive_engine_gives_the_same_target_links_and_log(
    lab: Database, neighbour: Neighbour
) -> None:
    numbers = count()

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE, phases=[Phase.generate])
    @given(histories("clear_manager", "set_manager", *_IN_THE_TARGET * 3))
    def check(steps: list[Step]) -> None:
        number = next(numbers)
        source, target = (Company(lab, f"{name}{number}") for name in ("source", "target"))
        history = FollowedHistory(Synchronization(source, target))
        history.follow([step for step in steps if step.action != "trade_names"])

        assert {} == history.sync.escrows()

    check()


def test_every_step_of_a_history_can_be_taken() -> None:
    for action in (*ACTIONS, "clear_manager", *_IN_THE_TARGET):
        assert callable(getattr(FollowedHistory, action))
