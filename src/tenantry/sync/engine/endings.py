"""How cycles end: what the job remembers of them, and when the next one starts.

Source: behaviour §2, §8; contract §4.7; claims CTS-022, CTS-044.
"""

from tenantry.clock import NEVER, add_seconds, format_instant, parse_instant, system_now
from tenantry.errors import PolicyCheckError, TenantryError
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.places import Place
from tenantry.sync.engine.quarantining import give_up, pause_for_clean_up, quarantine
from tenantry.sync.engine.settling import fault_of, remember_removals
from tenantry.sync.jobs import (
    INTERVAL_SECONDS,
    Counts,
    Execution,
    ExecutionState,
    Job,
    JobFault,
    QuarantineReason,
    StatusCode,
    Totals,
)
from tenantry.sync.quarantine import Failures, QuarantineLimits, find_reason
from tenantry.sync.stores import escrows, failed_references, jobs, links

POLICY_CHECK_FAILURE = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"  # decision 22


def complete(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    limits: QuarantineLimits,
    *,
    was_quiet: bool = False,
) -> None:
    """Note a cycle that came to its end: the watermark moves, and quarantine ends or starts.

    One that *was_quiet* has no failures, nor anything to remember.
    """
    job = connection.job
    failures = Failures(users=0) if was_quiet else _count_failures(work, job, limits)
    values = remembered(work, job, place, failures) | {
        "status_code": StatusCode.ACTIVE if job.is_running else StatusCode.PAUSED,
        "watermark": place.until,
        "quarantine": None,
        "force_deletes": False,
        **_NO_CYCLE,
    }
    if not was_quiet:
        remember_removals(work, job, place)
    values |= _consequences(work, job, place, failures, limits)
    jobs.save_job(work, job, **values)


def remembered(reading: Reading, job: Job, place: Place, failures: Failures) -> dict[str, object]:
    """Return what a job remembers of a complete cycle: columns with their new values."""
    execution = _execution(reading, job, place, failures)
    values: dict[str, object] = {
        "last_execution": execution,
        "successive_failures": 0,
        "steady_state_last_at": reading.instant,
        "next_due_at": add_seconds(reading.instant, INTERVAL_SECONDS),
        "totals": _totals(job, execution),
    }
    if execution.state is ExecutionState.SUCCEEDED:
        values["last_successful_execution"] = execution
        if execution.counts.exported:
            values["last_successful_execution_with_exports"] = execution
    if job.steady_state_first_at == NEVER:
        values["steady_state_first_at"] = reading.instant
    return values


def _totals(job: Job, execution: Execution) -> Totals:
    began, ended = parse_instant(execution.began_at), parse_instant(execution.ended_at)
    seconds = max(0.0, (ended - began).total_seconds())
    return (job.totals or Totals()).after(execution.counts, seconds)


def _count_failures(work: UnitOfWork, job: Job, limits: QuarantineLimits) -> Failures:
    """Count what is in escrow; who is not is counted only where it matters."""
    key = (job.tenant_id, job.id)
    users = escrows.count_escrows(work, *key)
    return Failures(
        users=users,
        references=failed_references.count(work, *key),
        sound=links.count_sound(work, *key) if users >= limits.fewest else 0,
    )


def _execution(reading: Reading, job: Job, place: Place, failures: Failures) -> Execution:
    counts = place.counts
    if not place.is_initial and job.last_execution is not None:
        counts.entitled += job.last_execution.counts.entitled
    counts.escrowed = failures.users
    counts.failed_references = failures.references
    has_failed = failures.users or counts.given_up
    return Execution(
        cycle_id=place.cycle_id,
        state=ExecutionState.ENTRY_LEVEL_ERRORS if has_failed else ExecutionState.SUCCEEDED,
        began_at=place.began_at,
        ended_at=_now(reading),
        counts=counts,
    )


def _now(reading: Reading) -> str:
    """Return the time at this moment; `reading.instant` is that of the transaction's beginning."""
    return add_seconds(format_instant(system_now()), reading.clock_offset)


def _consequences(
    work: UnitOfWork, job: Job, place: Place, failures: Failures, limits: QuarantineLimits
) -> dict[str, object]:
    """Return what failures change of a job whose cycle came to its end.

    Too many in an initial cycle are not kept: the job waits for somebody to clean up.
    """
    if place.counts.given_up:
        return give_up(work, job)
    if place.is_held:
        fault = fault_of(work, job)
        return quarantine(work, job, QuarantineReason.TOO_MANY_DELETES, fault)
    reason = find_reason(failures, limits)
    if reason is None:
        return {"escrows_pruned": False} if place.is_initial else {}
    fault = JobFault(code=reason.value, message=_told(failures))
    if not place.is_initial:
        return quarantine(work, job, reason, fault)
    escrows.remove_escrows(work, job.tenant_id, job.id)
    failed_references.remove(work, job.tenant_id, job.id)
    return {"escrows_pruned": True, **pause_for_clean_up(work, job, fault)}


def _told(failures: Failures) -> str:
    references = f" and {failures.references} references" if failures.references else ""
    return (
        f"{failures.users} users{references} could not be exported; the provisioning log tells"
        " why: correct what many have in common, then restart the job"
    )


def refuse(work: UnitOfWork, job: Job, refusal: TenantryError) -> None:
    """Put the job into quarantine: its connection is refused; the place stays as it was."""
    fault = JobFault(code=_code_of(refusal), message=refusal.message)
    execution = Execution(
        cycle_id=job.cycle_id or work.correlation_id,
        state=ExecutionState.FAILED,
        began_at=work.instant,
        ended_at=work.instant,
        counts=Counts(entitled=job.last_execution.counts.entitled if job.last_execution else 0),
        fault=fault,
    )
    values = quarantine(work, job, QuarantineReason.EXCEPTION, fault)
    values |= {"last_execution": execution, "successive_failures": job.successive_failures + 1}
    jobs.save_job(work, job, **values)


_NO_CYCLE = {
    "cycle_id": None,
    "cycle_began_at": None,
    "cycle_counts": None,
    "scan_position": None,
    "scan_feed_position": None,
}


def _code_of(refusal: TenantryError) -> str:
    return POLICY_CHECK_FAILURE if isinstance(refusal, PolicyCheckError) else "InvalidCredentials"
