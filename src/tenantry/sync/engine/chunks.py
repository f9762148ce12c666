"""One chunk of users through every step, inside the caller's transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tenantry.clock import monotonic_ms
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import Evaluation
from tenantry.sync.deciding_users import decide_user
from tenantry.sync.engine.collisions import refuse_collisions
from tenantry.sync.engine.escrowing import keep_escrows, unblock
from tenantry.sync.engine.healing import list_late_references
from tenantry.sync.engine.importing import read_subjects
from tenantry.sync.engine.references import resolve_in_chunk
from tenantry.sync.engine.staging import guard_on, keep_staged
from tenantry.sync.engine.surroundings import AS_IT_STANDS, Surroundings
from tenantry.sync.exporting import export
from tenantry.sync.guard import is_removal, stage_removals
from tenantry.sync.job_rules import NOT_ENTITLED
from tenantry.sync.jobs import Counts, Job
from tenantry.sync.layouts import DISPLAY_NAME, NAME
from tenantry.sync.planning import Action, PlannedChange, is_entitled
from tenantry.sync.provisioning_log import STATUS, WIRE_ACTION, Event
from tenantry.sync.sharing import share_addresses
from tenantry.sync.stores import events, failed_references, leftovers, links
from tenantry.sync.subject import Subject

_ENTERING = (Action.CREATE, Action.RESTORE, Action.REDEEM, Action.SHARE)
_UPDATED = (Action.UPDATE, Action.RESTORE, Action.REDEEM, Action.BEQUEATH)
_LEAVING = (Action.DELETE, Action.BEQUEATH)
_EXPORTED = frozenset({*_ENTERING, Action.UPDATE, *_LEAVING} - {Action.SHARE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A chunk after planning and before exporting: every subject with its change."""

    subjects: list[Subject]
    changes: list[PlannedChange]
    pending_references: list[tuple[str, str]]  # of the subjects, to those who are not there yet
    late_references: list[tuple[str, str]]  # of others, to those who arrive (`HealReferences`)


class Showing(Surroundings, Protocol):
    """A plan that a cycle applies, as far as it is about one chunk."""

    def require_shown(self, connection: Connection, decided: Decided, /) -> None:
        """Raise where the plan does not show a change of the chunk."""


def plan_chunk(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    *,
    all_concerned: bool = False,
    is_staging: bool = False,
    surroundings: Surroundings = AS_IT_STANDS,
    evaluation: Evaluation = Evaluation.INCREMENTAL,
) -> Decided:
    """Read the users and decide what is to be done with each; nothing is written.

    With *all_concerned* a user that never concerned the job is decided on, too; with
    *is_staging* a removal is one that waits for the deletion guard.
    """
    rules = connection.rules
    found = read_subjects(reading, connection, source_ids, all_concerned=all_concerned)
    subjects = surroundings.as_found(rules, found)
    changes = [decide_user(rules, subject, evaluation) for subject in subjects]
    if is_staging:
        stage_removals(changes)
    refuse_collisions(reading, connection, subjects, changes, holders_of=surroundings.holders)
    creations = [change for change in changes if change.action is Action.CREATE]
    target_ids = surroundings.target_ids([change.source_id for change in creations])
    for change, target_id in zip(creations, target_ids, strict=True):
        change.target_id = target_id
    share_addresses(subjects, changes, find_claimed=surroundings.claimed)
    created = {
        change.source_id: change.target_id or ""
        for change in creations
        if change.action is Action.CREATE
    }
    pending = resolve_in_chunk(rules, subjects, changes, created)
    late = list_late_references(reading, connection, subjects, changes)
    return Decided(
        subjects=subjects, changes=changes, pending_references=pending, late_references=late
    )


def run_chunk(
    work: UnitOfWork,
    connection: Connection,
    cycle_id: str,
    source_ids: Sequence[str],
    *,
    is_initial: bool,
    is_releasing: bool = False,
    plan: Showing | None = None,
) -> Counts:
    """Plan and export one chunk, with its log, escrows and pending references.

    Removals of a guarded job are staged, unless what was staged is released now.  Under a
    *plan*, what that does not show is refused before anything is exported.

    The counter of entitled users is their number in an initial cycle, otherwise by how many
    it changed.
    """
    began = monotonic_ms()
    job = connection.job
    is_staging = guard_on(job) is not None and not is_releasing
    decided = plan_chunk(
        work,
        connection,
        source_ids,
        is_staging=is_staging,
        evaluation=Evaluation.FULL if is_initial else Evaluation.INCREMENTAL,
        surroundings=plan or AS_IT_STANDS,
    )
    if plan is not None:
        plan.require_shown(connection, decided)
    subjects, changes = decided.subjects, decided.changes
    is_clean = not leftovers.has_any(work, job.tenant_id, job.id)
    modified = export(work, connection, subjects, changes)
    keep_staged(work, job, source_ids, subjects, changes, is_clean=is_clean)
    _keep_references(work, job, source_ids, decided, is_clean=is_clean)
    given_up = keep_escrows(work, job, source_ids, changes, is_clean=is_clean)
    unblocked = unblock(work, job, changes)
    share = int((monotonic_ms() - began) / max(len(subjects), 1))
    events.add_events(work, connection, cycle_id, _events(decided, modified, share))
    counts = _counts(decided, is_initial=is_initial)
    counts.given_up, counts.unblocked = given_up, unblocked
    for heir in heirs_of(decided.changes):
        counts.add(run_chunk(work, connection, cycle_id, [heir], is_initial=is_initial))
    return counts


def _keep_references(
    work: UnitOfWork, job: Job, source_ids: Sequence[str], decided: Decided, *, is_clean: bool
) -> None:
    """Store what the references step has to set; nothing older of these users counts any more."""
    key = (job.tenant_id, job.id)
    if not is_clean and leftovers.has_references(work, *key):
        failed_references.remove(work, *key, source_ids)
        links.remove_pending_references(work, *key, source_ids)
    references = [*decided.pending_references, *decided.late_references]
    links.put_pending_references(work, *key, references)


def _events(decided: Decided, modified: Mapping[str, str | None], share: int) -> list[Event]:
    """Return the log entries of a chunk; *share* is each user's of its time, in milliseconds."""
    return [
        event_of(subject, change, modified[change.source_id], share)
        for subject, change in zip(decided.subjects, decided.changes, strict=True)
        if change.action is not Action.STAGE  # told once the guard has decided
        and is_logged(subject, change)
    ]


def is_logged(subject: Subject, change: PlannedChange) -> bool:
    """Return whether the log tells of *change*, not of who neither is nor ever was assigned."""
    return not (change.reason == NOT_ENTITLED and subject.link is None)


def heirs_of(changes: Sequence[PlannedChange]) -> list[str]:
    """Return who is left a target user, which has to get their values then."""
    bequeathed = [change for change in changes if change.action is Action.BEQUEATH]
    return [change.represents for change in bequeathed if change.represents is not None]


def event_of(
    subject: Subject, change: PlannedChange, modified: str | None, duration_ms: int
) -> Event:
    """Return the provisioning log entry of one change."""
    row = subject.row
    return Event(
        action=WIRE_ACTION[change.action],
        status=STATUS.get(change.action, "success"),
        source_id=subject.source_id,
        source_name=row[DISPLAY_NAME] if row is not None else None,
        source_user_principal_name=row[NAME] if row is not None else None,
        target_id=change.target_id,
        error_code=change.error_code,
        reason=change.reason,
        duration_ms=duration_ms,
        modified=modified,
    )


def _counts(decided: Decided, *, is_initial: bool) -> Counts:
    actions = Counter(change.action for change in decided.changes)
    entitled = sum(actions[action] for action in _ENTERING)
    entitled -= sum(actions[action] for action in _LEAVING)
    if is_initial:
        entitled = sum(map(is_entitled, decided.changes))
    return Counts(
        entitled=entitled,
        imported=len(decided.changes),
        exported=sum(actions[action] for action in _EXPORTED),
        escrowed=actions[Action.ESCROW],
        removed=sum(map(is_removal, decided.changes)),
        created=actions[Action.CREATE],
        updated=sum(actions[action] for action in _UPDATED),
        deleted=actions[Action.DELETE],
    )
