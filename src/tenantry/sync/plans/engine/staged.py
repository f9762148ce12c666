"""What the deletion guard would do at the end of the cycle: release all that is staged, or hold it.

Source: behaviour §8, decision 3; `settling.py` does it in a cycle.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.engine.places import CHUNK_USERS
from tenantry.sync.engine.settling import is_held
from tenantry.sync.engine.staging import guard_on
from tenantry.sync.jobs import Job
from tenantry.sync.planning import Action
from tenantry.sync.plans.deciders import decider_of
from tenantry.sync.plans.plan import PlanEntry
from tenantry.sync.stores import plan_entries, plan_outlook, staged_deletes


class Staged:
    """The removals that wait in a plan: its own, and those of earlier cycles."""

    def __init__(
        self, database: Database, reading: Reading, job: Job, plan_key: tuple[str, str]
    ) -> None:
        self._database = database
        self._reading = reading
        self._job = job
        self._plan_key = plan_key
        self._released: list[tuple[str, str]] | None = None  # None until the guard has decided
        self._held: list[Mapping[str, Any]] = []

    def take(self, removed: int) -> Sequence[str]:
        """Return the next users whose removal is released; none where all of them are held.

        *removed* were removed by the cycle before the plan begins.
        """
        if self._released is None:
            self._decide(removed)
        return self._take("user")

    def take_groups(self) -> Sequence[str]:
        """Return the next groups whose removal is released, once `take` has returned nobody."""
        return self._take("group")

    def _take(self, object_type: str) -> list[str]:
        released = self._released or []
        taken = [each for each in released if each[1] == object_type][:CHUNK_USERS]
        self._released = sorted(set(released) - set(taken))
        return [source_id for source_id, _ in taken]

    def held(self) -> list[PlanEntry]:
        """Return entries for what earlier cycles staged, and the guard holds."""
        return [
            PlanEntry(
                action=Action.STAGE.value,
                source_id=row["source_id"],
                source_name=row["source_name"],
                source_user_principal_name=row["source_user_principal_name"],
                target_id=row["target_id"],
                reason=row["cause"],
                decided_by=decider_of(row["cause"]),
                object_type=row["object_type"],
            )
            for row in self._held
        ]

    def _decide(self, removed: int) -> None:
        with self._database.read() as stored:
            own = plan_outlook.list_sources(stored, *self._plan_key, Action.STAGE.value)
        earlier = self._earlier()
        if not own and not earlier:
            self._released = []
            return
        staged = sorted([*own, *((row["source_id"], row["object_type"]) for row in earlier)])
        guard = guard_on(self._job)
        if guard is None or not is_held(self._reading, self._job, guard, len(staged), removed):
            self._released = staged
        else:
            self._held, self._released = earlier, []

    def _earlier(self) -> list[Mapping[str, Any]]:
        """Return what earlier cycles staged of users that the plan does not come across."""
        found: list[Mapping[str, Any]] = []
        after, key = "", (self._job.tenant_id, self._job.id)
        while rows := staged_deletes.page(self._reading, *key, after=after, limit=CHUNK_USERS):
            ids = [str(row["source_id"]) for row in rows]
            with self._database.read() as stored:
                seen = plan_entries.find_entries(stored, *self._plan_key, ids)
            found += [row for row in rows if row["source_id"] not in seen]
            after = ids[-1]
        return found
