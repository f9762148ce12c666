"""How cycles end: what the job remembers of them, and when the next one starts.

Source: behaviour §2, §8; contract §4.7; claims CTS-022, CTS-044.
"""

from tenantry.actor import provisioning_service
from tenantry.audit import store as audit
from tenantry.audit.activities import PAUSE_PROVISIONING
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.clock import NEVER, add_seconds, format_instant, system_now
from tenantry.errors import PolicyCheckError, TenantryError
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.importing import Connection
from tenantry.sync.jobs import (
    INTERVAL_SECONDS,
    Counts,
    Execution,
    ExecutionState,
    Job,
    JobFault,
    Quarantine,
    ScheduleState,
    StatusCode,
)
from tenantry.sync.places import Place
from tenantry.sync.stores import escrows, jobs, links

POLICY_CHECK_FAILURE = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"  # decision 22
_DAY_SECONDS = 24 * 3600


def complete(work: UnitOfWork, connection: Connection, place: Place) -> None:
    """Note a cycle that came to its end: the watermark moves, quarantine is over."""
    job = connection.job
    links.remove_pending_references(work, job.tenant_id, job.id)
    execution = _execution(work, job, place)
    values: dict[str, object] = {
        "status_code": StatusCode.ACTIVE,
        "watermark": place.until,
        "last_execution": execution,
        "quarantine": None,
        "successive_failures": 0,
        "steady_state_last_at": work.instant,
        "next_due_at": add_seconds(work.instant, INTERVAL_SECONDS),
        **_NO_CYCLE,
    }
    if execution.state is ExecutionState.SUCCEEDED:
        values["last_successful_execution"] = execution
        if execution.counts.exported:
            values["last_successful_execution_with_exports"] = execution
    if job.steady_state_first_at == NEVER:
        values["steady_state_first_at"] = work.instant
    if place.counts.given_up:
        values |= {"schedule_state": ScheduleState.DISABLED, "status_code": StatusCode.PAUSED}
        _tell_of_disabling(work, job, "a user could not be exported for 28 days")
    jobs.save_job(work, job, **values)


def _tell_of_disabling(work: UnitOfWork, job: Job, reason: str) -> None:
    entry = AuditEntry(
        activity=PAUSE_PROVISIONING,
        target=AuditTarget(type="SynchronizationJob", id=job.id),
        result_reason=reason,
    )
    audit.add(work, provisioning_service(job.tenant_id), job.tenant_id, entry)


def _execution(work: UnitOfWork, job: Job, place: Place) -> Execution:
    counts = place.counts
    if not place.is_initial and job.last_execution is not None:
        counts.entitled += job.last_execution.counts.entitled
    in_escrow = escrows.count_escrows(work, job.tenant_id, job.id)
    counts.escrowed = in_escrow
    failed = ExecutionState.ENTRY_LEVEL_ERRORS if in_escrow else ExecutionState.SUCCEEDED
    return Execution(
        cycle_id=place.cycle_id,
        state=failed,
        began_at=place.began_at,
        ended_at=_now(work),
        counts=counts,
    )


def _now(work: UnitOfWork) -> str:
    """Return the time at this moment; `work.instant` is that of the transaction's beginning."""
    return add_seconds(format_instant(system_now()), work.clock_offset)


def refuse(work: UnitOfWork, job: Job, refusal: TenantryError) -> None:
    """Put the job into quarantine: its connection is refused; the place stays as it was."""
    fault = JobFault(code=_code_of(refusal), message=refusal.message)
    earlier = job.quarantine
    count = earlier.series_count + 1 if earlier else 1
    delay = min(INTERVAL_SECONDS * 2 ** min(count - 1, 10), _DAY_SECONDS)
    next_attempt_at = add_seconds(work.instant, delay)
    execution = Execution(
        cycle_id=job.cycle_id or work.correlation_id,
        state=ExecutionState.FAILED,
        began_at=work.instant,
        ended_at=work.instant,
        counts=Counts(),
        fault=fault,
    )
    quarantine = Quarantine(
        reason="EncounteredQuarantineException",
        current_began_at=work.instant,
        series_began_at=earlier.series_began_at if earlier else work.instant,
        series_count=count,
        next_attempt_at=next_attempt_at,
        fault=fault,
    )
    jobs.save_job(
        work,
        job,
        status_code=StatusCode.QUARANTINE,
        quarantine=quarantine,
        last_execution=execution,
        successive_failures=job.successive_failures + 1,
        next_due_at=next_attempt_at,
    )


_NO_CYCLE = {
    "cycle_id": None,
    "cycle_began_at": None,
    "cycle_counts": None,
    "scan_position": None,
    "scan_feed_position": None,
}


def _code_of(refusal: TenantryError) -> str:
    return POLICY_CHECK_FAILURE if isinstance(refusal, PolicyCheckError) else "InvalidCredentials"
