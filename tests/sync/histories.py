"""Random histories of a source tenant, for tests that compare two ways to follow one.

A history says what happens in terms of its own past ("the third user is renamed"), so that any
list of steps makes sense; a step that is impossible where it stands does nothing.  Some things
never happen, since the claims give them an effect that a synchronization from scratch has not:

- a user that is blocked leaves the scope (CTS-105): whoever was blocked stays until a cycle has
  seen it free again;
- a manager enters the scope after its report, or leaves it (CTS-065): the managers of a history
  are always assigned;
- a manager is taken away (CTS-071).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

from tenantry.errors import InvalidValueError
from tests.support.companies import Company
from tests.support.synchronization import Synchronization

NAMES = ("ana", "ben", "cleo", "dora", "emil", "finn")
_ATTRIBUTES = ("job_title", "department", "city", "telephone_number", "display_name")
_VALUES = ("Aoraki", "Ōtautahi", "Straße", "Zoë")
_LONGER_THAN_THE_RECYCLE_BIN = 31.0


@dataclass(frozen=True, slots=True)
class Step:
    """What happens: an action of `History`, and two numbers that choose what it is done to."""

    action: str
    which: int
    other: int


@dataclass(slots=True)
class Person:
    """A user of the source."""

    id: str
    name: str
    is_manager: bool = False
    is_live: bool = True
    is_enabled: bool = True
    is_assigned: bool = False


@dataclass(slots=True)
class Team:
    """A group of the source."""

    id: str
    is_live: bool = True
    is_assigned: bool = False
    members: list[Person] = field(default_factory=list)


class History:
    """Carries out steps in the source of a synchronization, cycles in between."""

    def __init__(self, sync: Synchronization) -> None:
        self.sync = sync
        self.source: Company = sync.source
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self._numbers = count()
        self._blocked: list[Person] = []  # since the last cycle that saw everybody free
        self._open()

    def follow(self, steps: Sequence[Step]) -> None:
        """Carry out *steps*; then unblock everybody and run a last cycle."""
        for step in steps:
            getattr(self, step.action)(step.which, step.other)
        for person in self.people:
            if person.is_live and not person.is_enabled:
                self._set_enabled(person, is_enabled=True)
        self.run_cycle()

    def run_cycle(self) -> None:
        """Run a cycle, see who is there, and run a second one, which must find nothing to do."""
        self.sync.run_cycle()
        self._blocked = [person for person in self._blocked if not person.is_enabled]
        self._check_presence()
        before = self.sync.target.position()
        self.sync.run_cycle()
        assert before == self.sync.target.position()

    def assigned_ids(self) -> list[str]:
        """Return the ids of all live users and groups that are assigned."""
        principals: list[Person | Team] = [*self.people, *self.teams]
        return [each.id for each in principals if each.is_assigned and each.is_live]

    def _open(self) -> None:
        """Begin with two managers, one user of its own assignment and two in a team."""
        for _ in range(2):
            self.hire_manager(0, 0)
        for which in range(3):
            self.hire(which, 0)
        self.assign(2, 0)
        self.form_team(3, 1)
        self.join(4, 0)
        self.run_cycle()

    def rest(self, _which: int, _other: int) -> None:
        """Let nothing happen; what is left of the steps that a failure does not need."""

    def hire(self, which: int, other: int) -> None:
        name = NAMES[which % len(NAMES)]
        if self._is_taken(name):
            return
        person = Person(self.source.add_user(name), name)
        self.people.append(person)
        if other % 3:
            self.sync.assign(person.id)
            person.is_assigned = True

    def hire_manager(self, _which: int, _other: int) -> None:
        name = f"manager{next(self._numbers)}"
        person = Person(self.sync.add_user(name), name, is_manager=True, is_assigned=True)
        self.people.append(person)

    def edit(self, which: int, other: int) -> None:
        if (person := self._live(which)) is not None:
            attribute = _ATTRIBUTES[other % len(_ATTRIBUTES)]
            self.source.change(person.id, **{attribute: _VALUES[other % len(_VALUES)]})

    def clear(self, which: int, other: int) -> None:
        if (person := self._live(which)) is not None:
            attribute = _ATTRIBUTES[other % (len(_ATTRIBUTES) - 1)]
            self.source.change(person.id, **{attribute: None})

    def edit_unmapped(self, which: int, other: int) -> None:
        if (person := self._live(which)) is not None:
            self.source.change(person.id, mobile_phone=_VALUES[other % len(_VALUES)])

    def rename(self, which: int, other: int) -> None:
        person, name = self._live(which), NAMES[other % len(NAMES)]
        if person is not None and not self._is_taken(name):
            self.source.change(person.id, user_principal_name=f"{name}@{self.source.domain}")
            person.name = name

    def trade_names(self, which: int, other: int) -> None:
        one, two = self._live(which), self._live(other)
        if one is not None and two is not None and one is not two:
            names = (one.name, two.name)
            for person, name in ((one, "spare"), (two, names[0]), (one, names[1])):
                self.source.change(person.id, user_principal_name=f"{name}@{self.source.domain}")
                person.name = name

    def block(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None and person.is_enabled:
            self._blocked.append(person)
            self._set_enabled(person, is_enabled=False)

    def unblock(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None and not person.is_enabled:
            self._set_enabled(person, is_enabled=True)

    def delete(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None and self._may_leave(person):
            self.source.delete(person.id)
            person.is_live = False

    def restore(self, which: int, _other: int) -> None:
        gone = [person for person in self.people if not person.is_live]
        if gone and not self._is_taken((person := gone[which % len(gone)]).name):
            self.source.restore(person.id)
            person.is_live = True

    def assign(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None and not person.is_assigned:
            self.sync.assign(person.id)
            person.is_assigned = True

    def unassign(self, which: int, _other: int) -> None:
        person = self._live(which)
        if person is not None and person.is_assigned and self._may_leave(person):
            self.sync.unassign(person.id)
            person.is_assigned = False

    def set_manager(self, which: int, other: int) -> None:
        managers = [person for person in self.people if person.is_manager]
        person = self._live(which)
        if person is not None and not person.is_manager:
            self.source.set_manager(person.id, managers[other % len(managers)].id)

    def form_team(self, which: int, other: int) -> None:
        members = [person for person in (self._live(which),) if person is not None]
        group_id = self.source.add_group(
            f"team{next(self._numbers)}", [each.id for each in members]
        )
        self.teams.append(Team(group_id, members=members))
        if other % 2:
            self.assign_team(len(self.teams) - 1, 0)

    def assign_team(self, which: int, _other: int) -> None:
        if (team := self._team(which)) is not None and not team.is_assigned:
            self.sync.assign(team.id)
            team.is_assigned = True

    def unassign_team(self, which: int, _other: int) -> None:
        team = self._team(which)
        if team is not None and team.is_assigned and all(map(self._may_leave_a_team, team.members)):
            self.sync.unassign(team.id)
            team.is_assigned = False

    def join(self, which: int, other: int) -> None:
        person, team = self._live(which), self._team(other)
        if person is not None and team is not None and person not in team.members:
            self.source.add_member(team.id, person.id)
            team.members.append(person)

    def leave(self, which: int, other: int) -> None:
        person, team = self._live(which), self._team(other)
        if team is not None and person in team.members and self._may_leave_a_team(person):
            self.source.remove_member(team.id, person.id)
            team.members.remove(person)

    def delete_team(self, which: int, _other: int) -> None:
        team = self._team(which)
        if team is not None and all(map(self._may_leave_a_team, team.members)):
            self.source.delete_group(team.id)
            team.is_live = False

    def restore_team(self, which: int, _other: int) -> None:
        gone = [team for team in self.teams if not team.is_live]
        if gone:
            team = gone[which % len(gone)]
            self.source.restore(team.id)
            team.is_live = True

    def let_a_month_pass(self, _which: int, _other: int) -> None:
        if self.sync.escrows():  # one that lasts for four weeks ends the job (behaviour §8)
            self.run_cycle()
        self.sync.move_clock(_LONGER_THAN_THE_RECYCLE_BIN)
        self.people = [person for person in self.people if person.is_live]
        self.teams = [team for team in self.teams if team.is_live]
        for team in self.teams:
            team.members = [member for member in team.members if member.is_live]

    def provision(self, which: int, _other: int) -> None:
        if (person := self._live(which)) is not None:
            self.sync.provision(person.id)

    def restart(self, _which: int, _other: int) -> None:
        self.sync.restart()

    def cycle(self, _which: int, _other: int) -> None:
        self.run_cycle()

    def _live(self, which: int) -> Person | None:
        live = [person for person in self.people if person.is_live]
        return live[which % len(live)] if live else None

    def _team(self, which: int) -> Team | None:
        live = [team for team in self.teams if team.is_live]
        return live[which % len(live)] if live else None

    def _is_taken(self, name: str) -> bool:
        return any(person.is_live and person.name == name for person in self.people)

    def _may_leave(self, person: Person) -> bool:
        return not person.is_manager and person not in self._blocked

    def _may_leave_a_team(self, person: Person) -> bool:
        return person.is_manager or person not in self._blocked  # managers are assigned themselves

    def _check_presence(self) -> None:
        """Assert that those in scope are there; who was blocked from the start may lack."""
        of_teams = [team.members for team in self.teams if team.is_live and team.is_assigned]
        covered = {member.id for members in of_teams for member in members}
        in_scope = [
            person
            for person in self.people
            if person.is_live and (person.is_assigned or person.id in covered)
        ]
        there = {
            row["home_user_id"] for row in self.sync.target.users() if row["deleted_at"] is None
        }
        assert {person.id for person in in_scope if person.is_enabled} <= there
        assert there <= {person.id for person in in_scope}

    def _set_enabled(self, person: Person, *, is_enabled: bool) -> None:
        self.source.change(person.id, account_enabled=is_enabled)
        person.is_enabled = is_enabled


class FreeHistory(History):
    """A history of managers who come late, leave, and are taken away.

    Never is one taken for another who may be out of scope: the former one stays then.
    """

    def __init__(self, sync: Synchronization) -> None:
        self._led: set[str] = set()  # whose manager the target may still have
        super().__init__(sync)

    def run_cycle(self) -> None:
        super().run_cycle()
        self._led = {person.id for person in self.people if self._has_manager(person)}

    def set_manager(self, which: int, other: int) -> None:
        person, manager = self._live(which), self._live(other)
        if person is not None and manager is not None and person.id not in self._led:
            with suppress(InvalidValueError):  # nobody reports to itself, not even by others
                self.source.set_manager(person.id, manager.id)
                self._led.add(person.id)

    def clear_manager(self, which: int, _other: int) -> None:
        person = self._live(which)
        if person is not None and self._has_manager(person):
            self.source.clear_manager(person.id)

    def _has_manager(self, person: Person) -> bool:
        return person.is_live and self.source.user(person.id)["manager_id"] is not None


ACTIONS = (
    "rest",
    "hire",
    "hire_manager",
    "edit",
    "clear",
    "edit_unmapped",
    "rename",
    "trade_names",
    "block",
    "unblock",
    "delete",
    "restore",
    "assign",
    "unassign",
    "set_manager",
    "form_team",
    "assign_team",
    "unassign_team",
    "join",
    "leave",
    "delete_team",
    "restore_team",
    "let_a_month_pass",
    "provision",
    "restart",
    "cycle",
)
"""Methods of `History`."""

# Most of what can go wrong is somebody leaving and coming back, with a cycle in between.
_OFTEN = (
    "assign",
    "assign_team",
    "delete",
    "delete_team",
    "hire",
    "join",
    "leave",
    "restore",
    "restore_team",
    "unassign",
    "unassign_team",
)


def histories(*more: str) -> st.SearchStrategy[list[Step]]:
    """Return lists of steps, *more* actions too, a cycle among every few of them."""
    numbers = st.integers(0, 11)
    actions = st.sampled_from([*ACTIONS, *_OFTEN * 2, *more, *["cycle"] * 6])
    # Without a least length most lists would be too short for anything to meet.
    return st.lists(st.builds(Step, actions, numbers, numbers), min_size=30, max_size=60)
