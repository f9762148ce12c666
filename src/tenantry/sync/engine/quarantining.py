"""Quarantining: a job is held back, and whoever looks after it is told why.

Source: behaviour §8.
"""

from tenantry.actor import provisioning_service
from tenantry.audit import store as audit
from tenantry.audit.activities import PAUSE_PROVISIONING, QUARANTINE, Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.mail import store as outbox
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.jobs import (
    Job,
    JobFault,
    Quarantine,
    QuarantineReason,
    ScheduleState,
    StatusCode,
)
from tenantry.sync.notices import quarantine_notice
from tenantry.sync.notification_settings import (
    NAME as NOTIFICATION_SETTINGS,
    parse_notification_settings,
)
from tenantry.sync.quarantine import impose, is_hopeless
from tenantry.sync.stores import jobs


def quarantine(
    work: UnitOfWork, job: Job, reason: QuarantineReason, fault: JobFault
) -> dict[str, object]:
    """Return what to save in the job's row; a new reason is told, more of the same is not.

    A job that is paused, and applied a plan, stays so.
    """
    imposed = impose(job.quarantine, reason, fault, work.instant)
    if job.quarantine is None or job.quarantine.reason is not reason:
        tell(work, job, QUARANTINE, f"{reason.value}: {fault.message}")
        _notify(work, job, imposed)
    values: dict[str, object] = {
        "status_code": StatusCode.QUARANTINE if job.is_running else StatusCode.PAUSED,
        "quarantine": imposed,
        "next_due_at": imposed.next_attempt_at,
    }
    if is_hopeless(imposed):
        values["schedule_state"] = ScheduleState.DISABLED
        tell(work, job, PAUSE_PROVISIONING, "the job was in quarantine for four weeks")
    return values


def _notify(work: UnitOfWork, job: Job, imposed: Quarantine) -> None:
    """Write to whom the connection settings name, in the transaction that imposes it."""
    secrets = jobs.read_secrets(work, job.tenant_id, job.service_principal_id)
    text = secrets.get(NOTIFICATION_SETTINGS)
    if not text:
        return
    found = SERVICE_PRINCIPALS.find(work, job.tenant_id, job.service_principal_id)
    configuration = found["display_name"] if found else job.service_principal_id
    settings = parse_notification_settings(text)
    notice = quarantine_notice(settings, configuration, job.id, imposed, is_running=job.is_running)
    if notice is not None:
        outbox.add(work, job.tenant_id, notice)


def give_up(work: UnitOfWork, job: Job) -> dict[str, object]:
    """Return what to save in the row of a job that has tried a user for 28 days in vain."""
    tell(work, job, PAUSE_PROVISIONING, "a user could not be exported for 28 days")
    return {"schedule_state": ScheduleState.DISABLED, "status_code": StatusCode.PAUSED}


def pause_for_clean_up(work: UnitOfWork, job: Job, fault: JobFault) -> dict[str, object]:
    """Return what to save in the row of a job whose initial cycle failed for too many."""
    tell(work, job, PAUSE_PROVISIONING, fault.message)
    return {"schedule_state": ScheduleState.PAUSED, "status_code": StatusCode.PAUSED}


def tell(work: UnitOfWork, job: Job, activity: Activity, reason: str) -> None:
    """Write into the source tenant's audit what the provisioning service did with the job."""
    entry = AuditEntry(
        activity=activity,
        target=AuditTarget(type="SynchronizationJob", id=job.id),
        result_reason=reason,
    )
    audit.add(work, provisioning_service(job.tenant_id), job.tenant_id, entry)
