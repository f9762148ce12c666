"""Assigned teams of a population, changed at random, and what must be true of them at last."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from tenantry.storage import feed
from tests.support.synchronization import Synchronization

_MEMBERS = 6
_SWAPS = {feed.MEMBER_ADDED: 1, feed.MEMBER_REMOVED: -1}


class Teams:
    """Assigned groups whose members are some of *user_ids*, who never leave."""

    def __init__(
        self, sync: Synchronization, chance: Random, user_ids: Sequence[str], *, teams: int
    ) -> None:
        self.sync = sync
        self._chance = chance
        self._user_ids = user_ids
        self._rounds = 0
        [self._everybody] = [row["id"] for row in sync.source.groups()]  # assigned before
        self._members: dict[str, set[str]] = {}
        self._away: set[str] = set()  # not assigned
        for number in range(teams):
            members = set(chance.sample(user_ids, _MEMBERS))
            team_id = sync.source.add_group(f"team{number}", sorted(members))
            self._members[team_id] = members
            sync.assign(team_id)

    def change(self) -> None:
        """Rename many teams, let members come and go, and assign and unassign some teams."""
        self._rounds += 1
        for team_id in self._chance.sample(sorted(self._members), len(self._members) // 3):
            self._change_one(team_id)

    def check(self) -> None:
        """Assert that the target has the teams, and that every change was made once."""
        names = {row["id"]: row["display_name"] for row in self.sync.source.groups()}
        twins = {row["home_group_id"]: row for row in self.sync.target.groups()}
        assert len(self.sync.target.groups()) == len(twins)
        assert set(self._members) == set(twins) - {self._everybody}
        for team_id, members in self._members.items():
            twin = twins[team_id]
            assert (team_id in self._away) == (twin["deleted_at"] is not None)
            if team_id not in self._away:
                assert names[team_id] == twin["display_name"]
                assert sorted(members) == sorted(self.sync.members_of_twin(team_id))
        self._check_traces()

    def _change_one(self, team_id: str) -> None:
        source = self.sync.source
        if team_id in self._away:
            self.sync.assign(team_id)
            self._away.remove(team_id)
        elif self._chance.random() < 0.2:  # one of five
            self.sync.unassign(team_id)
            self._away.add(team_id)
        source.change_group(team_id, display_name=f"Team of round {self._rounds}")
        members = self._members[team_id]
        leaving = self._chance.choice(sorted(members))
        coming = self._chance.choice(sorted(set(self._user_ids) - members))
        source.remove_member(team_id, leaving)
        source.add_member(team_id, coming)
        members ^= {leaving, coming}

    def _check_traces(self) -> None:
        """The feed tells each membership as it is, and never one twice in a row."""
        told: Counter[tuple[str, str]] = Counter()
        for each in self.sync.target.changes():
            if each.object_type == "group" and each.kind in _SWAPS:
                told[each.object_id, each.related_id or ""] += _SWAPS[each.kind]
                assert told[each.object_id, each.related_id or ""] in {0, 1}
        twins = [row["id"] for row in self.sync.target.groups()]
        assert {pair for pair, is_told in told.items() if is_told} == {
            (twin_id, member_id)
            for twin_id in twins
            for member_id in self.sync.target.members(twin_id)
        }
