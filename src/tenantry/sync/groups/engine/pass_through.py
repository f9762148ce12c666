"""A pass through the groups of a cycle, after its users, one transaction at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from sys import maxsize
from typing import Protocol, TypeAlias

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.escrowing import keep_escrows
from tenantry.sync.engine.places import Place
from tenantry.sync.engine.settling import settle_objects
from tenantry.sync.engine.staging import guard_on, keep_staged
from tenantry.sync.groups.engine.exporting import EXPORTED
from tenantry.sync.groups.engine.places import GroupPlace, Mark, Waiting
from tenantry.sync.groups.engine.provisioning import DecidedGroup, decide_groups, write_group
from tenantry.sync.groups.engine.surroundings import AS_THEY_STAND, GroupSurroundings
from tenantry.sync.groups.rules import DISPLAY_NAME, GroupRules
from tenantry.sync.jobs import Counts
from tenantry.sync.planning import Action, PlannedChange, is_entitled
from tenantry.sync.provisioning_log import Event
from tenantry.sync.stores import escrows, events, staged_deletes, waiting_groups
from tenantry.sync.subject import Subject

_GROUPS_PER_TRANSACTION = 500
_MEMBERS_PER_TRANSACTION = 10_000


class ShownGroups(GroupSurroundings, Protocol):
    """A plan that a cycle applies, as far as it is about some groups."""

    def require_shown(self, rules: GroupRules, decided: Sequence[DecidedGroup], /) -> None:
        """Raise where the plan does not show what was decided."""


FindShownGroups: TypeAlias = Callable[[Sequence[str]], ShownGroups | None]
"""From source groups to what the plan that is applied shows of them, None without a plan."""


def _no_plan(_source_ids: Sequence[str]) -> None:
    return None


@dataclass(slots=True)
class _Chunk:
    """What was done with some groups; those in ``finished`` need no further look."""

    subjects: list[Subject] = field(default_factory=list)
    changes: list[PlannedChange] = field(default_factory=list)
    logged: list[Event] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    members: int = 0

    def add(self, done: DecidedGroup, event: Event) -> None:
        """Note what was done with one group."""
        self.subjects.append(done.subject)
        self.changes.append(done.told)
        self.members += len(done.members)
        if done.told.action is not Action.STAGE and done.is_logged:  # told once the guard decided
            self.logged.append(event)

    def counts(self, given_up: int, *, is_full: bool) -> Counts:
        """Return the counters; entitled groups by their number, or by how many more they are."""
        actions = Counter(change.action for change in self.changes)
        entitled = actions[Action.CREATE] + actions[Action.RESTORE] - actions[Action.DELETE]
        if is_full:
            entitled = sum(map(is_entitled, self.changes))
        return Counts(
            entitled=entitled,
            imported=len(self.changes),
            exported=sum(actions[action] for action in EXPORTED),
            escrowed=actions[Action.ESCROW],
            removed=actions[Action.DELETE],
            references=self.members,
            given_up=given_up,
        )


def provision_groups(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    *,
    find_shown: FindShownGroups = _no_plan,
) -> bool:
    """Take the cycle's groups further; return whether all are done.

    A job whose mapping of groups is off has none.  Where a plan does not show what is decided,
    what was done before is kept, and nothing of the chunk is.
    """
    if connection.groups is None:
        return True
    groups = GroupPlace(work, connection, place)
    seen = members = 0
    try:
        while seen < _GROUPS_PER_TRANSACTION and members < _MEMBERS_PER_TRANSACTION:
            taken = groups.take(work)
            if taken is None:
                return True
            waiting, after = taken
            is_full = groups.is_full
            shown = find_shown([each.source_id for each in waiting])
            chunk, stopped_at = _provision(work, connection, connection.groups, waiting, shown)
            place.counts.add(_kept(work, connection, place, chunk, is_full=is_full))
            groups.mark = after if stopped_at is None else stopped_at.before
            seen += len(waiting)
            members += chunk.members
    finally:
        groups.save(work)
    return False


def settle_groups(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    *,
    find_shown: FindShownGroups = _no_plan,
) -> bool:
    """Release or hold groups that are staged, after the users; return whether none is left.

    Where the mapping of groups is off by now, nothing waits for it any more, nor is in escrow.
    """
    key, rules = (connection.job.tenant_id, connection.job.id), connection.groups
    if rules is None:
        if staged_deletes.has_any(work, *key):
            staged_deletes.remove_of_type(work, *key, "group")
        escrows.remove_of_type(work, *key, "group")
        return True

    def release(source_ids: Sequence[str]) -> Counts:
        mark = Mark(place.until, None)
        released = source_ids[:_GROUPS_PER_TRANSACTION]
        waiting, shown = [Waiting(each, mark) for each in released], find_shown(released)
        chunk, _ = _provision(work, connection, rules, waiting, shown, is_releasing=True)
        return _kept(work, connection, place, chunk, is_full=False)

    return settle_objects(work, connection, place, "group", release) == 0


def _kept(
    work: UnitOfWork, connection: Connection, place: Place, chunk: _Chunk, *, is_full: bool
) -> Counts:
    """Write log, escrows and waits of a chunk; return its counters."""
    finished = set(chunk.finished)
    over = [change for change in chunk.changes if change.source_id in finished]
    job = connection.job
    given_up = keep_escrows(work, job, chunk.finished, over, object_type="group")
    waiting_groups.remove(work, job.tenant_id, job.id, chunk.finished)
    keep_staged(
        work,
        job,
        chunk.finished,
        chunk.subjects,
        chunk.changes,
        object_type="group",
        names_of=lambda row: (row[DISPLAY_NAME], None),
    )
    events.add_events(work, connection, place.cycle_id, chunk.logged)
    return chunk.counts(given_up, is_full=is_full and place.is_initial)


def _provision(  # the groups, and the plan that shows them
    work: UnitOfWork,
    connection: Connection,
    rules: GroupRules,
    waiting: Sequence[Waiting],
    shown: ShownGroups | None,
    *,
    is_releasing: bool = False,
) -> tuple[_Chunk, Waiting | None]:
    """Provision groups; return the one that has too many members for one transaction, if any.

    A plan shows the members of a group together, so that is how they are written.
    """
    decided = decide_groups(
        work,
        connection,
        rules,
        [each.source_id for each in waiting],
        most_members=_MEMBERS_PER_TRANSACTION if shown is None else maxsize,
        is_staging=guard_on(connection.job) is not None and not is_releasing,
        surroundings=shown or AS_THEY_STAND,
    )
    if shown is not None:
        shown.require_shown(rules, decided)
    chunk = _Chunk()
    for each in decided:
        chunk.add(each, write_group(work, connection, rules, each))
    unfinished = {each.subject.source_id for each in decided if not each.members.is_complete}
    for waits in waiting:
        if waits.source_id in unfinished:
            return chunk, waits
        chunk.finished.append(waits.source_id)
    return chunk, None
