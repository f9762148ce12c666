"""Escrowing: what failed is kept for a later attempt, what went well is forgotten."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.escrows import next_attempt_at
from tenantry.sync.jobs import Job
from tenantry.sync.names import freed_targets
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import escrows, failed_references, links, waiting_groups


def keep_escrows(
    work: UnitOfWork,
    job: Job,
    source_ids: Sequence[str],
    changes: Sequence[PlannedChange],
    *,
    object_type: str = "user",
    is_clean: bool = False,
) -> int:
    """Store which of the objects failed, with their next attempts; the others' escrows end.

    What referred to a user whose escrow ends, and their groups, is looked at again in this cycle.
    For a job that *is_clean* nothing is in escrow yet.
    Returns how many were given up: their last attempt failed, and nothing is left of them.
    """
    key = (job.tenant_id, job.id)
    known = (
        {} if is_clean else escrows.find_escrows(work, *key, source_ids, object_type=object_type)
    )
    failed = {change.source_id: change for change in changes if change.action is Action.ESCROW}
    kept = []
    for source_id, change in failed.items():
        attempts, first_failed_at = known.get(source_id, (0, work.instant))
        code, reason = change.error_code or "", change.reason or ""
        due_at = next_attempt_at(code, first_failed_at, work.instant)
        if due_at is not None:
            when = (attempts + 1, first_failed_at, due_at)
            kept.append((source_id, code, reason, *when, change.blocked_by))
    over = known.keys() - {row[0] for row in kept}
    if over:
        escrows.remove_escrows(work, *key, list(over))
        waited = failed_references.take(work, *key, list(over))
        links.put_pending_references(work, *key, waited)
        if object_type == "user":
            waiting_groups.put_groups_of(work, *key, list(over))
    if kept:
        escrows.put_escrows(work, *key, kept, object_type=object_type)
    return len(failed) - len(kept)


def unblock(work: UnitOfWork, job: Job, changes: Sequence[PlannedChange]) -> int:
    """Let users be tried at once whose name the *changes* gave up; return how many they are."""
    freed = freed_targets(changes)
    if not freed:
        return 0
    return escrows.make_due(work, job.tenant_id, job.id, freed)
