"""Staging: removals of a guarded job wait until its cycle knows how many they are.

Source: behaviour §8.  A staged delete is written in its chunk's transaction, so that a cycle that
is taken up by another worker knows of it.
"""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.deciding import Subject
from tenantry.sync.guard import ACCOUNT_DISABLED, Guard, guard_of
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import DISPLAY_NAME, NAME
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import staged_deletes


def guard_on(job: Job) -> Guard | None:
    """Return the guard that stands in the way of removals now; forced deletes pass it."""
    return None if job.force_deletes else guard_of(job.settings)


def keep_staged(
    work: UnitOfWork,
    job: Job,
    source_ids: Sequence[str],
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> None:
    """Store which of the users wait, and why; for the others nothing waits any more."""
    key = (job.tenant_id, job.id)
    waiting = [
        (subject, change)
        for subject, change in zip(subjects, changes, strict=True)
        if change.action is Action.STAGE
    ]
    if not waiting and not staged_deletes.has_any(work, *key):
        return
    known = staged_deletes.find(work, *key, source_ids)
    if known:
        staged_deletes.remove(work, *key, list(known))
    rows = []
    for subject, change in waiting:
        since, held_at = known.get(change.source_id, (work.instant, None))
        rows.append((*_described(subject, change), since, held_at))
    staged_deletes.put(work, *key, rows)


def _described(subject: Subject, change: PlannedChange) -> tuple[str | None, ...]:
    """Return source id, target id, action, cause, name and sign-in name."""
    row = subject.row
    return (
        change.source_id,
        change.target_id or "",
        "disable" if change.reason == ACCOUNT_DISABLED else "delete",
        change.reason or "",
        None if row is None else row[DISPLAY_NAME],
        None if row is None else row[NAME],
    )
