"""Making a plan: the steps of the job's next cycle, whose changes are stored, not exported.

All is read from one view of the database, so that nobody who writes has to wait; what is
decided is stored chunk by chunk, so that memory does not grow with the plan.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from tenantry.actor import Actor
from tenantry.clock import add_seconds
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import Evaluation
from tenantry.sync.engine.chunks import is_logged, plan_chunk
from tenantry.sync.engine.connecting import connect
from tenantry.sync.engine.places import CHUNK_USERS, begin_as
from tenantry.sync.engine.skipped_groups import skip_groups
from tenantry.sync.engine.staging import guard_on
from tenantry.sync.jobs import Job
from tenantry.sync.names import freed_targets
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.plans.engine.foreseeing import Foreseen
from tenantry.sync.plans.engine.grouping import GroupPlanning
from tenantry.sync.plans.engine.movement import basis_of
from tenantry.sync.plans.engine.referencing import References, take_over_references
from tenantry.sync.plans.engine.retrying import ForeseenPlace
from tenantry.sync.plans.engine.staged import Staged
from tenantry.sync.plans.engine.writing import Writing
from tenantry.sync.plans.entries import awaited, entry_of, skipped_group_entry
from tenantry.sync.plans.plan import (
    RETENTION_SECONDS,
    Plan,
    PlanCounts,
    PlanState,
)
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import (
    escrows,
    failed_references,
    plan_entries,
    plan_outlook,
    plans,
)


def make_plan(
    database: Database,
    reading: Reading,
    actor: Actor,
    job: Job,
    *,
    may_cross_clouds: bool = False,
    chunk_users: int = CHUNK_USERS,
) -> Plan:
    """Make and store the plan of the job's next cycle, of the view that *reading* has.

    Raises what `connect` raises where the cycle would be refused.
    """
    connection = connect(reading, job, may_cross_clouds=may_cross_clouds)
    plan = Plan(
        tenant_id=job.tenant_id,
        id=new_id(),
        job_id=job.id,
        target_tenant_id=connection.target_tenant_id,
        state=PlanState.MAKING,
        is_initial=job.watermark is None,
        counts=PlanCounts(),
        basis=basis_of(reading, connection),
        seed=secrets.token_hex(16),
        source_position=feed.position(reading.connection, job.tenant_id),
        target_position=feed.position(reading.connection, connection.target_tenant_id),
        made_by=actor.display_name or None,
        made_at=reading.instant,
        expires_at=add_seconds(reading.instant, RETENTION_SECONDS),
    )
    with database.write() as work:
        plans.add_plan(work, plan)
    connection = replace(connection, inputs=plan.inputs(connection.inputs))
    _Making(database, reading, connection, plan, chunk_users).run()
    with database.write() as work:
        ready = {"state": PlanState.READY, "counts": plan.counts}
        plans.save_plan(work, plan.tenant_id, plan.id, **ready)
    with database.read() as fresh:
        return plans.get_plan(fresh, plan.tenant_id, plan.id)


class _Making:
    """One plan while it is made; ``plan.counts`` grow with it."""

    def __init__(
        self,
        database: Database,
        reading: Reading,
        connection: Connection,
        plan: Plan,
        chunk_users: int,
    ) -> None:
        self._database = database
        self._reading = reading
        self._connection = connection
        self._plan = plan
        self._key = (plan.tenant_id, plan.id)
        self._chunk_users = chunk_users
        self._foreseen = Foreseen(database, *self._key)
        self._writing = Writing(database, plan, self._foreseen)
        self._scope = decode_schema(connection.job.schema).users.scope

    def run(self) -> None:
        """Go through the whole cycle."""
        job = self._connection.job
        place = begin_as(ForeseenPlace, self._reading, job, chunk_users=self._chunk_users)
        if job.cycle_id is None and place.has_news:
            skipped = skip_groups(self._reading, self._connection, place)
            self._writing.store([skipped_group_entry(event) for event in skipped])
        elif job.cycle_id is not None:
            take_over_references(self._reading, job, self._writing, self._chunk_users)
        connection = self._connection
        groups = GroupPlanning(self._database, self._reading, connection, self._key, place)
        staged = Staged(self._database, self._reading, job, self._key)
        while True:
            if source_ids := place.take(self._reading, self._connection):
                groups.look_again(self._plan_chunk(place, source_ids))
                place.passed(list(source_ids))
            elif (entries := groups.plan_next()) is not None:
                self._writing.store(entries)
            elif released := staged.take(place.counts.removed):
                groups.look_again(self._plan_chunk(place, released, is_release=True))
            elif released := staged.take_groups():
                self._writing.store(groups.release(released), again=released)
            else:
                break
        self._writing.store(staged.held())
        references = References(self._reading, self._connection, self._foreseen, self._writing)
        references.resolve(self._chunk_users)

    def _plan_chunk(
        self, place: ForeseenPlace, source_ids: Sequence[str], *, is_release: bool = False
    ) -> set[str]:
        """Plan and store a chunk of users; return those whose escrow ends."""
        new = source_ids if place.is_initial else self._foreseen.unseen(source_ids)
        is_full = place.is_initial and not is_release
        evaluation = Evaluation.FULL if is_full else Evaluation.INCREMENTAL
        decided = plan_chunk(
            self._reading,
            self._connection,
            new,
            evaluation=evaluation,
            is_staging=not is_release and guard_on(self._connection.job) is not None,
            surroundings=self._foreseen,
        )
        entries = [
            entry_of(self._connection.rules, self._scope, subject, change)
            for subject, change in zip(decided.subjects, decided.changes, strict=True)
            if is_logged(subject, change)
        ]
        over = self._over(source_ids, decided.changes)
        waited = self._waited(over, decided.changes)
        pending = [*waited, *decided.pending_references, *decided.late_references]
        entries += awaited(decided.subjects, pending)
        again = self._writing.store(entries, again=[each.source_id for each in decided.subjects])
        place.try_again(self._unblocked(freed_targets(decided.changes)))
        failed = {entry.source_id for entry in entries if entry.action == Action.ESCROW.value}
        over |= {each.source_id for each in again if each.action == Action.ESCROW.value} - failed
        if heirs := self._foreseen.bequeath(decided.changes):
            over |= self._plan_chunk(place, heirs, is_release=is_release)
        return over

    def _unblocked(self, target_ids: Sequence[str]) -> set[str]:
        """Return the users in escrow whose name *target_ids* give up."""
        if not target_ids:
            return set()
        key = (self._plan.tenant_id, self._plan.job_id)
        blocked = escrows.find_blocked(self._reading, *key, target_ids)
        with self._database.read() as stored:
            seen = plan_entries.find_entries(stored, *self._key, blocked)
            planned = plan_outlook.find_blocked(stored, *self._key, target_ids)
        return {*planned, *(source_id for source_id in blocked if source_id not in seen)}

    def _over(self, source_ids: Sequence[str], changes: Sequence[PlannedChange]) -> set[str]:
        """Return the users whose escrow, one of an earlier cycle, ends here."""
        key = (self._plan.tenant_id, self._plan.job_id)
        failed = {change.source_id for change in changes if change.action is Action.ESCROW}
        return escrows.find_escrows(self._reading, *key, source_ids).keys() - failed

    def _waited(
        self, over: Collection[str], changes: Sequence[PlannedChange]
    ) -> list[tuple[str, str]]:
        """Return the references to users whose escrow is *over*, of who is not looked at yet."""
        key = (self._plan.tenant_id, self._plan.job_id)
        if not over or not failed_references.has_any(self._reading, *key):
            return []
        waited = failed_references.find(self._reading, *key, list(over))
        with self._database.read() as stored:
            seen = plan_entries.find_entries(
                stored, *self._key, [source_id for source_id, _ in waited]
            )
        seen_now = {change.source_id for change in changes}
        return [pair for pair in waited if pair[0] not in seen.keys() | seen_now]
