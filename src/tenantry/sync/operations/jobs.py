"""Jobs: create, look at, start, pause, restart, change and delete.

Source: contract §4.1, §4.7; behaviour §1, §8; claims CTS-015, CTS-016, CTS-044, CTS-088.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Flag, auto
from functools import partial

from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import (
    PAUSE_PROVISIONING,
    RESTART_PROVISIONING,
    START_PROVISIONING,
    UPDATE_PROVISIONING,
    Activity,
)
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory import actions
from tenantry.directory.licensing import Feature
from tenantry.directory.operations.licences import require_licence
from tenantry.errors import ConflictError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.engine.drifting import watermark_after
from tenantry.sync.jobs import (
    DEFAULT_SETTINGS,
    TEMPLATE_ID,
    Job,
    RunMode,
    ScheduleState,
    StatusCode,
)
from tenantry.sync.operations.authorization import (
    check_read,
    check_write,
    get_job,
    require_configuration,
)
from tenantry.sync.options import options_of
from tenantry.sync.plans.engine import applying
from tenantry.sync.schema import default_schema
from tenantry.sync.settings import COMPANY_ID, check_job_settings, guard_settings, merge_settings
from tenantry.sync.stored_schemas import encode_schema
from tenantry.sync.stores import (
    escrows,
    failed_references,
    group_places,
    jobs,
    links,
    plans,
    staged_deletes,
    waiting_groups,
)


class ResetScope(Flag):
    """What a restart resets (`synchronizationJobRestartScope`)."""

    NONE = 0
    CONNECTOR_DATA_STORE = auto()
    ESCROWS = auto()
    WATERMARK = auto()
    QUARANTINE_STATE = auto()
    FORCE_DELETES = auto()
    FULL = CONNECTOR_DATA_STORE | ESCROWS | WATERMARK | QUARANTINE_STATE


DEFAULT_RESET = ResetScope.QUARANTINE_STATE | ResetScope.WATERMARK | ResetScope.ESCROWS


def create_job(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    *,
    template_id: str = TEMPLATE_ID,
    run_mode: RunMode | None = None,
) -> Job:
    """Create the job of a configuration: disabled, with the default schema (decision 24).

    Raises `LicenceRequiredError` where licences are enforced and the tenant has none (LIC-001).
    """
    check_write(actor, actions.SCHEMA_MANAGE)
    require_licence(work, actor.tenant_id, Feature.SYNCHRONIZATION)
    require_configuration(work, actor, service_principal_id)
    if template_id != TEMPLATE_ID:
        message = (
            f"`{template_id}` is not a template of this service principal; use `{TEMPLATE_ID}`"
        )
        raise InvalidValueError("templateId", message)
    if jobs.list_jobs(work, actor.tenant_id, service_principal_id):
        raise ConflictError("the configuration already has its job; delete it first")
    secrets = jobs.read_secrets(work, actor.tenant_id, service_principal_id)
    given = {"RunMode": run_mode.value} if run_mode else {}
    settings = merge_settings(DEFAULT_SETTINGS, {**given, **guard_settings(secrets)})
    job = Job(
        tenant_id=actor.tenant_id,
        id=f"{TEMPLATE_ID}.{actor.tenant_id.replace('-', '')}.{new_id()}",
        service_principal_id=service_principal_id,
        target_tenant_id=secrets.get(COMPANY_ID),
        settings=settings,
        schema=encode_schema(default_schema(new_id())),
        created_at=work.instant,
    )
    jobs.add_job(work, job)
    _audit(work, actor, UPDATE_PROVISIONING, job)
    return job


def list_jobs(
    reading: Reading, actor: Actor, service_principal_id: str | None = None
) -> Sequence[Job]:
    """Return the jobs of one configuration, or of the whole tenant."""
    check_read(actor)
    if service_principal_id is not None:
        require_configuration(reading, actor, service_principal_id)
    return jobs.list_jobs(reading, actor.tenant_id, service_principal_id)


def start_job(work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str) -> None:
    """Start or go on; a cycle begins at once, quarantine is lifted (LIC-001)."""
    check_write(actor)
    require_licence(work, actor.tenant_id, Feature.SYNCHRONIZATION)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    jobs.save_job(
        work,
        job,
        schedule_state=ScheduleState.ACTIVE,
        status_code=_running_code(job),
        quarantine=None,
        next_due_at=work.instant,
    )
    _audit(work, actor, START_PROVISIONING, job)


def run_job(work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str) -> None:
    """Let the next cycle begin at once; quarantine, and what the deletion guard holds, stay.

    Raises `ConflictError` where the job is not running.
    """
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    if not job.is_running:
        raise ConflictError(f"job `{job.id}` is not running; start it first")
    jobs.save_job(work, job, next_due_at=work.instant)
    _audit(work, actor, START_PROVISIONING, job)


def pause_job(work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str) -> None:
    """Stop between two chunks (decision 27); the state is kept.

    That deletes are forced ends: who pauses wants nobody deleted for now.
    """
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    applying.stop(work, job, "the job was paused")
    jobs.save_job(
        work,
        job,
        schedule_state=ScheduleState.PAUSED,
        status_code=StatusCode.PAUSED,
        force_deletes=False,
    )
    _audit(work, actor, PAUSE_PROVISIONING, job)


def restart_job(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    scope: ResetScope = DEFAULT_RESET,
) -> None:
    """Forget what *scope* names and run (behaviour §8).

    A running cycle gives way to one that begins anew; without a scope this is a start.
    """
    check_write(actor)
    require_licence(work, actor.tenant_id, Feature.SYNCHRONIZATION)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    values: dict[str, object] = {
        "schedule_state": ScheduleState.ACTIVE,
        "next_due_at": work.instant,
        "force_deletes": ResetScope.FORCE_DELETES in scope,
    }
    if ResetScope.QUARANTINE_STATE in scope or not scope or job.quarantine is None:
        values |= {"quarantine": None, "status_code": _running_code(job)}
    else:
        values["status_code"] = StatusCode.QUARANTINE
    if scope & (ResetScope.WATERMARK | ResetScope.CONNECTOR_DATA_STORE):
        values |= _NO_CYCLE
    if ResetScope.WATERMARK in scope:
        values["watermark"] = None
    if ResetScope.ESCROWS in scope:
        values["escrows_pruned"] = False
        _forget(work, job, _FAILED)
    if ResetScope.CONNECTOR_DATA_STORE in scope:
        _forget(work, job, _LINKED)
    applying.stop(work, job, "the job was restarted")
    jobs.save_job(work, job, **values)
    _audit(work, actor, RESTART_PROVISIONING, job)


def change_settings(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    settings: Mapping[str, str],
) -> None:
    """Change job settings; the others stay as they are."""
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    merged = merge_settings(job.settings, check_job_settings(settings))
    target_watermark = watermark_after(work, job, options_of(merged).target_drift)
    jobs.save_job(work, job, settings=merged, target_watermark=target_watermark)
    _audit(work, actor, UPDATE_PROVISIONING, job)


def delete_job(work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str) -> None:
    """Delete the job with all its state; target users stay as they are."""
    check_write(actor, actions.SCHEMA_MANAGE)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    removals = (*_LINKED, *_FAILED, group_places.remove_place, staged_deletes.forget_removals)
    _forget(work, job, removals)
    for plan in plans.list_plans(work, job.tenant_id, job.id):
        plans.remove_plan(work, job.tenant_id, plan.id)
    jobs.remove_job(work, job.tenant_id, job.id)
    _audit(work, actor, UPDATE_PROVISIONING, job)


_NO_CYCLE = {
    "cycle_id": None,
    "cycle_began_at": None,
    "cycle_counts": None,
    "scan_position": None,
    "scan_feed_position": None,
}
_FAILED = (escrows.remove_escrows, failed_references.remove)
_LINKED = (
    links.remove_links,
    links.remove_pending_references,
    partial(links.remove_links, object_type="group"),
    waiting_groups.remove,
    staged_deletes.remove,
)


def _forget(
    work: UnitOfWork, job: Job, removals: Sequence[Callable[[UnitOfWork, str, str], None]]
) -> None:
    for remove in removals:
        remove(work, job.tenant_id, job.id)


def _running_code(job: Job) -> StatusCode:
    return StatusCode.NOT_RUN if job.last_successful_execution is None else StatusCode.ACTIVE


def _audit(work: UnitOfWork, actor: Actor, activity: Activity, job: Job) -> None:
    entry = AuditEntry(activity=activity, target=AuditTarget(type="SynchronizationJob", id=job.id))
    audit.add(work, actor, job.tenant_id, entry)
