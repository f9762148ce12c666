"""Drift: edits in the target of what the job writes, reported or repaired (`TargetDrift`).

The target's change feed is followed with a watermark of its own; what the provisioning service
wrote itself is passed over, so looking costs no more than others changed.  Whoever was edited is
planned like a user whose source changed: what that plan would write is the drift.  A repair that
disables somebody is a removal, so it waits for the deletion guard like any other.
"""

from collections.abc import Mapping, Sequence

from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.attributes import TARGET_ATTRIBUTES, is_extension_name
from tenantry.sync.connection import Connection
from tenantry.sync.engine.chunks import event_of, plan_chunk
from tenantry.sync.engine.places import Place
from tenantry.sync.engine.staging import guard_on, keep_staged
from tenantry.sync.exporting import export
from tenantry.sync.guard import ACCOUNT_DISABLED
from tenantry.sync.job_rules import JobRules
from tenantry.sync.jobs import Job
from tenantry.sync.options import TargetDrift
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.provisioning_log import drift_steps, modified_properties
from tenantry.sync.stores import events, jobs, target
from tenantry.sync.subject import Subject

DRIFT = "TargetDrift"
_Planned = tuple[Subject, PlannedChange]


def begin_to_follow(work: UnitOfWork, connection: Connection) -> int | None:
    """Return the place in the target's feed from which edits are drift, None to ignore them.

    An initial cycle compares everybody: only what is edited after its beginning is drift.
    """
    job, drift = connection.job, connection.rules.options.target_drift
    if drift is TargetDrift.IGNORE:
        return None
    is_new = job.target_watermark is None or (job.watermark is None and job.cycle_id is None)
    if not is_new:
        return job.target_watermark
    position = feed.position(work.connection, connection.target_tenant_id)
    jobs.save_job(work, job, target_watermark=position)
    return position


def follow_target(
    work: UnitOfWork, connection: Connection, place: Place, watermark: int, limit: int
) -> bool:
    """Look at no more than *limit* edits after *watermark*.

    Returns whether there is more to do: other edits, or removals for the guard to decide on.
    """
    tenant_id = connection.target_tenant_id
    position = feed.position(work.connection, tenant_id)
    if position <= watermark:
        return False
    edits = feed.edits_of_users(work.connection, tenant_id, watermark, until=position, limit=limit)
    written = _columns(connection.rules)
    edited = {
        edit.object_id: None
        for edit in edits
        if not edit.properties or not written.isdisjoint(edit.properties)
    }
    planned = _plan_edited(work, connection, list(edited))
    waiting = [pair for pair in planned if _waits(pair[1])]
    if waiting:
        _stage(work, connection.job, waiting)
    drifted = [pair for pair in planned if _is_drifted(pair[1])]
    if drifted:
        _ACTS[connection.rules.options.target_drift](work, connection, place, drifted)
    has_more = len(edits) == limit
    reached = edits[-1].sequence if has_more else position
    jobs.save_job(work, connection.job, target_watermark=reached)
    return has_more or bool(waiting)


def watermark_after(work: UnitOfWork, job: Job, drift: TargetDrift) -> int | None:
    """Return where to begin when settings turn the following on; None where they turn it off."""
    if drift is TargetDrift.IGNORE:
        return None
    if job.target_watermark is not None or job.target_tenant_id is None:
        return job.target_watermark
    return feed.position(work.connection, job.target_tenant_id)


def _columns(rules: JobRules) -> set[str]:
    """Return the columns of the target that the job writes."""
    columns = {
        "extensions" if is_extension_name(name) else TARGET_ATTRIBUTES[name].column
        for name in rules.mapping.targets
    }
    return columns if rules.manager is None else columns | {"manager_id"}


def _plan_edited(
    work: UnitOfWork, connection: Connection, target_ids: Sequence[str]
) -> list[_Planned]:
    """Return what the job would do with those of its users that were edited in the target."""
    homes = target.read_users(
        work, connection.target_tenant_id, target_ids, ["home_tenant_id", "home_user_id"]
    )
    source_ids = {
        home_user_id: target_id
        for target_id, (_, home_tenant_id, home_user_id) in homes.items()
        if home_tenant_id == connection.job.tenant_id and home_user_id is not None
    }
    if not source_ids:
        return []
    is_repairing = connection.rules.options.target_drift is TargetDrift.REPAIR
    is_staging = is_repairing and guard_on(connection.job) is not None
    decided = plan_chunk(work, connection, list(source_ids), is_staging=is_staging)
    return [
        (subject, change)
        for subject, change in zip(decided.subjects, decided.changes, strict=True)
        if subject.link is not None and subject.link.target_id == source_ids[subject.source_id]
    ]


def _is_drifted(change: PlannedChange) -> bool:
    return change.action is Action.UPDATE and bool(change.after)


def _waits(change: PlannedChange) -> bool:
    return change.action is Action.STAGE and change.reason == ACCOUNT_DISABLED


def _stage(work: UnitOfWork, job: Job, waiting: Sequence[_Planned]) -> None:
    subjects, changes = [each for each, _ in waiting], [each for _, each in waiting]
    keep_staged(work, job, [each.source_id for each in subjects], subjects, changes)


def _report(
    work: UnitOfWork, connection: Connection, place: Place, drifted: Sequence[_Planned]
) -> None:
    redacted = connection.rules.mapping.redacted
    modified = {change.source_id: modified_properties(change, redacted) for _, change in drifted}
    _log(work, connection, place, drifted, modified, is_repaired=False)


def _repair(
    work: UnitOfWork, connection: Connection, place: Place, drifted: Sequence[_Planned]
) -> None:
    subjects, changes = [each for each, _ in drifted], [each for _, each in drifted]
    modified = export(work, connection, subjects, changes)
    place.counts.exported += len(changes)
    place.counts.updated += len(changes)
    _log(work, connection, place, drifted, modified, is_repaired=True)


def _log(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    drifted: Sequence[_Planned],
    modified: Mapping[str, str | None],
    *,
    is_repaired: bool,
) -> None:
    logged = []
    for subject, change in drifted:
        event = event_of(subject, change, modified[change.source_id], 0)
        name = event.source_user_principal_name or change.source_id
        event.steps = drift_steps(name, is_repaired=is_repaired)
        event.reason = DRIFT
        if not is_repaired:
            event.action, event.status = "other", "warning"
        logged.append(event)
    events.add_events(work, connection, place.cycle_id, logged)


_ACTS = {TargetDrift.REPORT: _report, TargetDrift.REPAIR: _repair}
