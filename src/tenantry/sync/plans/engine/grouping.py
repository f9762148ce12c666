"""Groups in a plan: what the cycle's pass through them would do, on top of what its users do."""

from collections.abc import Collection, Iterable, Sequence
from sys import maxsize

from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.engine.places import Place
from tenantry.sync.engine.staging import guard_on
from tenantry.sync.groups.engine.members import LinkedMembers
from tenantry.sync.groups.engine.places import CHUNK_GROUPS, GroupPlace
from tenantry.sync.groups.engine.provisioning import decide_groups
from tenantry.sync.groups.engine.surroundings import GroupsAsTheyStand
from tenantry.sync.groups.rules import GroupRules
from tenantry.sync.matching import LinkState
from tenantry.sync.planning import Action
from tenantry.sync.plans.entries import group_entry
from tenantry.sync.plans.plan import PlanEntry
from tenantry.sync.stores import group_source, links, plan_entries, waiting_groups

_GONE = frozenset({Action.UNLINK.value, Action.BEQUEATH.value})
_THERE = frozenset(
    action.value
    for action in (Action.CREATE, Action.UPDATE, Action.RESTORE, Action.REDEEM, Action.SHARE)
)


class _ForeseenGroups(GroupsAsTheyStand):
    """The database on top of which the users of a plan came and went."""

    def __init__(self, database: Database, plan_key: tuple[str, str]) -> None:
        self._database = database
        self._plan_key = plan_key

    def linked_members(
        self, reading: Reading, connection: Connection, source_id: str, /
    ) -> LinkedMembers:
        """Return the members whom the job has linked by then."""
        tenant_id, job_id = connection.job.tenant_id, connection.job.id
        member_ids = group_source.list_member_users(reading, tenant_id, source_id)
        found = links.find_links(reading, tenant_id, job_id, member_ids)
        linked = {member_id: (link.target_id, link.state) for member_id, link in found.items()}
        with self._database.read() as stored:
            planned = plan_entries.find_entries(stored, *self._plan_key, member_ids)
        entries = [entry for of_one in planned.values() for entry in of_one]
        arriving = set()
        for entry in sorted(entries, key=lambda each: each.number):
            target_id = entry.target_id or ""
            if entry.action in _GONE:
                linked.pop(entry.source_id, None)
            elif entry.action == Action.DELETE.value:
                linked[entry.source_id] = (target_id, LinkState.DELETED)
            elif entry.action in _THERE or entry.reason == REDUNDANT:
                linked[entry.source_id] = (target_id, LinkState.ACTIVE)
                arriving.add(target_id)
        return LinkedMembers(states=dict(linked.values()), arriving=frozenset(arriving))


class _ForeseenGroupPlace(GroupPlace):
    """A place whose waiting groups are those of the database and those of the plan."""

    def __init__(self, reading: Reading, connection: Connection, place: Place) -> None:
        super().__init__(reading, connection, place)
        self._again: list[str] = []
        self._were_due_listed = False

    def look_again(self, source_ids: Iterable[str]) -> None:
        """Let these groups come up."""
        self._again += source_ids

    def _due(self, reading: Reading) -> list[str]:
        if not self._were_due_listed:
            self._were_due_listed = True
            self._again += self._list_due(reading, limit=maxsize)
            self._again += self._list_waiting(reading, limit=maxsize)
        due, self._again = self._again[:CHUNK_GROUPS], self._again[CHUNK_GROUPS:]
        return due


class GroupPlanning:
    """The groups of one plan while it is made; there are none where their mapping is off."""

    def __init__(
        self,
        database: Database,
        reading: Reading,
        connection: Connection,
        plan_key: tuple[str, str],
        place: Place,
    ) -> None:
        self._database = database
        self._reading = reading
        self._connection = connection
        self._plan_key = plan_key
        self._surroundings = _ForeseenGroups(database, plan_key)
        self._place = _ForeseenGroupPlace(reading, connection, place)

    def look_again(self, member_ids: Collection[str]) -> None:
        """Look at the groups of members whose escrow ends in the plan."""
        if self._connection.groups is not None and member_ids:
            key = (self._connection.job.tenant_id, self._connection.job.id)
            found = waiting_groups.find_groups_of(self._reading, *key, list(member_ids))
            self._place.look_again(found)

    def plan_next(self) -> list[PlanEntry] | None:
        """Return the entries of the next groups, None when all were looked at."""
        rules = self._connection.groups
        taken = None if rules is None else self._place.take(self._reading)
        if rules is None or taken is None:
            return None
        waiting, self._place.mark = taken
        source_ids = list(dict.fromkeys(each.source_id for each in waiting))
        with self._database.read() as stored:
            seen = plan_entries.find_entries(stored, *self._plan_key, source_ids)
        new = [source_id for source_id in source_ids if source_id not in seen]
        is_staging = guard_on(self._connection.job) is not None
        return self._decide(rules, new, is_staging=is_staging)

    def release(self, source_ids: Sequence[str]) -> list[PlanEntry]:
        """Return the entries of groups whose removal the deletion guard lets pass."""
        rules = self._connection.groups
        return [] if rules is None else self._decide(rules, source_ids, is_staging=False)

    def _decide(
        self, rules: GroupRules, source_ids: Sequence[str], *, is_staging: bool
    ) -> list[PlanEntry]:
        decided = decide_groups(
            self._reading,
            self._connection,
            rules,
            source_ids,
            most_members=maxsize,
            is_staging=is_staging,
            surroundings=self._surroundings,
        )
        return [group_entry(rules, each.subject, each.told) for each in decided if each.is_logged]
