"""Applying a plan: the next cycle does what the plan showed, and nothing else.

The cycle decides again, gives new users the ids of the plan, and exports a chunk only if every
decision is the one that the plan holds.  Where one is not, nothing of the chunk is written and
the plan is stopped.
"""

from collections.abc import Sequence
from dataclasses import replace

from tenantry.errors import ConflictError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.engine.chunks import Decided, heirs_of, is_logged, plan_chunk
from tenantry.sync.engine.draining import Check
from tenantry.sync.engine.places import Place
from tenantry.sync.engine.staging import guard_on
from tenantry.sync.engine.surroundings import AsItStands
from tenantry.sync.jobs import Job
from tenantry.sync.matching import LinkState, Situation
from tenantry.sync.planning import Action, PlannedChange, Scope
from tenantry.sync.plans.engine.inheritance import Inheriting
from tenantry.sync.plans.entries import entry_of
from tenantry.sync.plans.plan import REFERENCE, Plan, PlanEntry, PlanState
from tenantry.sync.provisioning_log import modified_properties
from tenantry.sync.scoping import ScopingFilter
from tenantry.sync.stores import jobs, plan_entries, plans
from tenantry.sync.subject import Subject

_EVERYBODY = ScopingFilter()
_DONE_BY = (
    *(each.value for each in (Action.CREATE, Action.UPDATE, Action.RESTORE, Action.REDEEM)),
    REFERENCE,
)


class PlanOutdatedError(ConflictError):
    """The world moved since the plan was made; make a new one."""


class PlannedUsers(AsItStands):
    """What *plan* says of the users *source_ids*."""

    def __init__(self, reading: Reading, plan: Plan, source_ids: Sequence[str]) -> None:
        self._reading = reading
        self._plan = plan
        self._entries = plan_entries.find_entries(reading, plan.tenant_id, plan.id, source_ids)

    def target_ids(self, source_ids: Sequence[str], /) -> Sequence[str]:
        """Return the ids that the plan gave to new target users."""
        return [self._created(source_id) or new_id() for source_id in source_ids]

    def require_shown(self, connection: Connection, decided: Decided, /) -> None:
        """Raise `PlanOutdatedError` unless the plan shows every change of the chunk.

        What heirs make of the target users that the chunk leaves them is part of it.
        """
        for subject, change in zip(decided.subjects, decided.changes, strict=True):
            if is_logged(subject, change) and not self._shows(connection, subject, change):
                raise _outdated(subject.source_id)
        if heirs := heirs_of(decided.changes):
            inheriting = plan_chunk(
                self._reading,
                connection,
                heirs,
                is_staging=guard_on(connection.job) is not None,
                surroundings=Inheriting(heirs),
            )
            of_heirs = PlannedUsers(self._reading, self._plan, heirs)
            of_heirs.require_shown(connection, inheriting)

    def require_references(
        self, connection: Connection, changes: Sequence[PlannedChange], /
    ) -> None:
        """Raise `PlanOutdatedError` unless the plan shows every manager that is set."""
        redacted = connection.rules.mapping.redacted
        for change in changes:
            modified = modified_properties(change, redacted)
            if not any(each.modified == modified for each in self._of(change.source_id)):
                raise _outdated(change.source_id)

    def _of(self, source_id: str) -> Sequence[PlanEntry]:
        return self._entries.get(source_id, ())

    def _created(self, source_id: str) -> str | None:
        created = (each for each in self._of(source_id) if each.action == Action.CREATE.value)
        entry = next(created, None)
        return entry.target_id if entry is not None else None

    def _shows(self, connection: Connection, subject: Subject, change: PlannedChange) -> bool:
        shown = self._of(subject.source_id)
        entry = entry_of(connection.rules, _EVERYBODY, subject, change)
        if any(entry.says_what(each) for each in shown):
            return True
        return change.action is Action.SKIP and _is_done(shown, subject, change)


def _is_done(shown: Sequence[PlanEntry], subject: Subject, change: PlannedChange) -> bool:
    """Return whether the user is met again, after what the plan shows was done.

    Who inherits a target user is met before that, too.
    """
    actions = {entry.action for entry in shown}
    is_heir_to_be = change.situation is Situation.SHARED and change.scope is Scope.IN
    if change.reason == REDUNDANT or is_heir_to_be:
        return not actions.isdisjoint(_DONE_BY)
    is_deleted = subject.link is not None and subject.link.state is LinkState.DELETED
    return is_deleted and Action.DELETE.value in actions


def _outdated(source_id: str) -> PlanOutdatedError:
    message = f"what is to be done with user `{source_id}` changed since the plan was made"
    return PlanOutdatedError(message)


def with_inputs(connection: Connection, plan: Plan | None) -> Connection:
    """Return *connection* as it was while *plan* was made."""
    if plan is None:
        return connection
    return replace(connection, inputs=plan.inputs(connection.inputs))


def find_shown(
    reading: Reading, plan: Plan | None, source_ids: Sequence[str]
) -> PlannedUsers | None:
    """Return what *plan* shows of a chunk; None where the cycle applies no plan."""
    return None if plan is None else PlannedUsers(reading, plan, source_ids)


def reference_check(reading: Reading, connection: Connection, plan: Plan | None) -> Check:
    """Return what refuses managers that *plan* does not show; everything passes without one."""

    def check(source_ids: Sequence[str], changes: Sequence[PlannedChange]) -> None:
        if plan is not None:
            PlannedUsers(reading, plan, source_ids).require_references(connection, changes)

    return check


def find_applied(reading: Reading, job: Job) -> Plan | None:
    """Return the plan that the job's cycle applies."""
    if job.plan_id is None:
        return None
    return plans.find_plan(reading, job.tenant_id, job.plan_id)


def finish(work: UnitOfWork, job: Job, plan: Plan, place: Place) -> None:
    """Note that *plan* is applied."""
    references = plan.counts.actions[REFERENCE]
    missing = plan.counts.changes - references - place.counts.exported
    reason = f"{missing} changes were no longer needed" if missing > 0 else None
    applied = {"state": PlanState.APPLIED, "applied_at": work.instant, "reason": reason}
    plans.save_plan(work, plan.tenant_id, plan.id, **applied)
    jobs.save_job(work, job, plan_id=None)


def stop(work: UnitOfWork, job: Job, reason: str) -> None:
    """Note that the rest of the job's plan will not be applied."""
    if job.plan_id is not None:
        stopped = {"state": PlanState.STOPPED, "reason": reason}
        plans.save_plan(work, job.tenant_id, job.plan_id, **stopped)
        jobs.save_job(work, job, plan_id=None)
