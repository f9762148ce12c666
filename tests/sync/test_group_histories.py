"""The law of groups: following a history step by step gives what starting anew would give.

Two things are documented to differ until a restart: a member who enters the scope later is not
noticed (behaviour §2), and what was edited in the target stays (behaviour §23).
"""

import os
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.directory.values import Record
from tenantry.storage.database import Database
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization
from tests.sync.histories import NAMES, History, Step, Team

_EXAMPLES = {"sqlite": 30, "postgresql": 6}
_MORE = int(os.environ.get("TENANTRY_HISTORIES", "1"))  # times as many
_COMPARED = ("display_name", "description", "mail_nickname", "security_enabled", "group_types")


class GroupHistory(History):
    """A history in which teams are synchronized, too, and edited on both sides."""

    def rename_team(self, which: int, other: int) -> None:
        if (team := self._team(which)) is not None:
            name = NAMES[other % len(NAMES)]
            self.source.change_group(team.id, display_name=name, description=f"Team {name}")

    def nest_team(self, which: int, other: int) -> None:
        outer, inner = self._team(which), self._team(other)
        if outer is not None and inner is not None and outer is not inner:
            nested = self.source.members(outer.id)
            if inner.id not in nested and outer.id not in self.source.members(inner.id):
                self.source.add_member(outer.id, inner.id)

    def edit_twin(self, which: int, other: int) -> None:
        twin = self._live_twin(self._team(which))
        if twin is not None:
            self.sync.target.change_group(twin["id"], display_name=NAMES[other % len(NAMES)])

    def empty_twin(self, which: int, _other: int) -> None:
        if (twin := self._live_twin(self._team(which))) is not None:
            for member_id in self.sync.target.members(twin["id"]):
                self.sync.target.remove_member(twin["id"], member_id)

    def turn_groups_off_and_on(self, _which: int, _other: int) -> None:
        self.sync.map_groups(enabled=False)
        self.sync.map_groups(enabled=True)

    def leave(self, which: int, other: int) -> None:
        """Let one leave who is there; of any two seldom one is the other's member."""
        team = self._team(other)
        members = [person for person in team.members if person.is_live] if team else []
        if team is not None and members:
            person = members[which % len(members)]
            if self._may_leave_a_team(person):
                self.source.remove_member(team.id, person.id)
                team.members.remove(person)

    def _live_twin(self, team: Team | None) -> Record | None:
        live = [row for row in self.sync.target.groups() if row["deleted_at"] is None]
        twins = [row for row in live if team is not None and row["home_group_id"] == team.id]
        return twins[0] if twins else None


ACTIONS: dict[str, Callable[[GroupHistory, int, int], None]] = {
    action.__name__: action
    for action in (
        GroupHistory.rest,
        GroupHistory.hire,
        GroupHistory.block,
        GroupHistory.unblock,
        GroupHistory.delete,
        GroupHistory.restore,
        GroupHistory.assign,
        GroupHistory.unassign,
        GroupHistory.form_team,
        GroupHistory.assign_team,
        GroupHistory.unassign_team,
        GroupHistory.join,
        GroupHistory.leave,
        GroupHistory.delete_team,
        GroupHistory.restore_team,
        GroupHistory.rename_team,
        GroupHistory.nest_team,
        GroupHistory.edit_twin,
        GroupHistory.empty_twin,
        GroupHistory.turn_groups_off_and_on,
        GroupHistory.let_a_month_pass,
        GroupHistory.restart,
        GroupHistory.cycle,
    )
}
_EDITS = frozenset({"edit_twin", "empty_twin"})
_OFTEN = ("join", "leave", "assign_team", "unassign_team", "delete_team", "restore_team", "leave")


def group_steps() -> st.SearchStrategy[list[Step]]:
    return st.booleans().flatmap(_steps)


def _steps(edits: bool) -> st.SearchStrategy[list[Step]]:  # noqa: FBT001  # drawn
    numbers = st.integers(0, 11)
    possible = ACTIONS if edits else ACTIONS.keys() - _EDITS
    actions = st.sampled_from([*sorted(possible), *_OFTEN * 2, *["cycle"] * 6])
    return st.lists(st.builds(Step, actions, numbers, numbers), min_size=20, max_size=40)


@pytest.mark.timeout(120 * _MORE + 300)  # shrinking what fails may take 300 seconds
def test_groups_that_were_followed_are_what_a_new_synchronization_would_make(
    lab: Database, neighbour: Neighbour
) -> None:
    numbers = count()
    neighbour.remember()

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE, print_blob=True)
    @given(group_steps())
    def check(steps: list[Step]) -> None:
        number = next(numbers)
        source, target, fresh = (
            Company(lab, f"{name}{number}") for name in ("source", "target", "fresh")
        )
        followed = _with_groups(source, target)
        history = GroupHistory(followed)
        for step in steps:
            ACTIONS[step.action](history, step.which, step.other)
        history.follow([])
        anew = _with_groups(source, fresh)
        for principal_id in history.assigned_ids():
            anew.assign(principal_id)
        anew.run_cycle()

        if _EDITS.isdisjoint(step.action for step in steps):
            _check_followed(_picture(followed), _picture(anew))
        followed.restart()
        followed.run_cycle()
        assert _picture(anew) == _picture(followed)
        assert {} == followed.escrows()

    check()


def _check_followed(found: dict[str, Record], anew: dict[str, Record]) -> None:
    """Assert that nothing but late members is amiss."""
    assert found.keys() == anew.keys()
    for group_id, group in found.items():
        members = set(group.pop("members"))
        assert members <= set(anew[group_id]["members"])
        assert group.items() <= anew[group_id].items()


def _with_groups(source: Company, target: Company) -> Synchronization:
    sync = Synchronization(source, target)
    sync.map_groups()
    sync.allow_groups()
    return sync


def _picture(sync: Synchronization) -> dict[str, Record]:
    """Return source id → what the target shows of a live group, in terms that targets share."""
    home = {
        row["id"]: row["home_user_id"] for row in sync.target.users() if row["deleted_at"] is None
    }
    live = [row for row in sync.target.groups() if row["deleted_at"] is None]
    shown = {
        row["home_group_id"]: {
            **{name: row[name] for name in _COMPARED},
            "members": sorted(
                home[member] for member in sync.target.members(row["id"]) if member in home
            ),
        }
        for row in live
    }
    assert len(live) == len(shown)
    return shown
