"""Staging: removals of a guarded job wait until its cycle knows how many they are.

Source: behaviour §8.  A staged delete is written in its chunk's transaction, so that a cycle that
is taken up by another worker knows of it.
"""

from collections.abc import Callable, Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.guard import ACCOUNT_DISABLED, Guard, guard_of
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import DISPLAY_NAME, NAME, Row
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import staged_deletes
from tenantry.sync.subject import Subject


def _names_of_user(row: Row) -> tuple[str, str | None]:
    return row[DISPLAY_NAME], row[NAME]


def guard_on(job: Job) -> Guard | None:
    """Return the guard that stands in the way of removals now; forced deletes pass it."""
    return None if job.force_deletes else guard_of(job.settings)


def keep_staged(
    work: UnitOfWork,
    job: Job,
    source_ids: Sequence[str],
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
    *,
    object_type: str = "user",
    names_of: Callable[[Row], tuple[str, str | None]] = _names_of_user,
    is_clean: bool = False,
) -> None:
    """Store which of the objects wait, and why; for the others nothing waits any more.

    *names_of* returns display name and sign-in name of a source row.  For a job that *is_clean*
    nothing waits yet.
    """
    key = (job.tenant_id, job.id)
    waiting = [
        (subject, change)
        for subject, change in zip(subjects, changes, strict=True)
        if change.action is Action.STAGE
    ]
    if not waiting and (is_clean or not staged_deletes.has_any(work, *key)):
        return
    known = staged_deletes.find(work, *key, source_ids, object_type=object_type)
    if known:
        staged_deletes.remove(work, *key, list(known))
    rows = []
    for subject, change in waiting:
        since, held_at = known.get(change.source_id, (work.instant, None))
        names = (None, None) if subject.row is None else names_of(subject.row)
        what = (change.target_id or "", _action_of(change), change.reason or "")
        rows.append((change.source_id, object_type, *what, *names, since, held_at))
    staged_deletes.put(work, *key, rows)


def _action_of(change: PlannedChange) -> str:
    return "disable" if change.reason == ACCOUNT_DISABLED else "delete"
