"""Plans: make, look at, apply and discard what a job's next cycle would do."""

from collections.abc import Sequence

from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import START_PROVISIONING
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.errors import ConflictError, InvalidValueError, NotFoundError, PolicyCheckError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.connecting import connect
from tenantry.sync.jobs import Job
from tenantry.sync.operations.authorization import check_read, check_write, get_job
from tenantry.sync.plans.engine import making
from tenantry.sync.plans.engine.movement import find_movement
from tenantry.sync.plans.plan import ACTIONS, Plan, PlanEntry, PlanState
from tenantry.sync.stores import jobs, plan_entries, plans
from tenantry.sync.suggestions import did_you_mean

LARGEST_PAGE = 1000


def make_plan(
    database: Database,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    *,
    may_cross_clouds: bool = False,
) -> Plan:
    """Make a plan of the job's next cycle, whatever the job's state; nothing else is written.

    Raises what the cycle would be refused for: `PolicyCheckError`, `InvalidValueError`,
    `NotFoundError`.
    """
    check_write(actor)
    with database.read() as reading:
        job = get_job(reading, actor, service_principal_id, job_id)
        return making.make_plan(database, reading, actor, job, may_cross_clouds=may_cross_clouds)


def list_plans(
    reading: Reading, actor: Actor, service_principal_id: str, job_id: str
) -> Sequence[Plan]:
    """Return the job's plans that have not expired, newest first."""
    check_read(actor)
    job = get_job(reading, actor, service_principal_id, job_id)
    found = plans.list_plans(reading, job.tenant_id, job.id)
    return [plan for plan in found if plan.expires_at > reading.instant]


def get_plan(
    reading: Reading, actor: Actor, service_principal_id: str, job_id: str, plan_id: str
) -> Plan:
    """Return one plan of the job; raise `NotFoundError` where there is none, or none any more."""
    check_read(actor)
    job = get_job(reading, actor, service_principal_id, job_id)
    return _plan_of(reading, job, plan_id)


def list_entries(
    reading: Reading,
    plan: Plan,
    *,
    actions: Sequence[str] = (),
    after: tuple[str, int] = ("", 0),
    limit: int = LARGEST_PAGE,
) -> Sequence[PlanEntry]:
    """Return the next entries of a plan that the caller got, of some *actions* or all.

    They come action by action; *after* is action and number of the last entry before.
    """
    unknown = [action for action in actions if action not in ACTIONS]
    if unknown:
        known = ", ".join(f"`{action}`" for action in ACTIONS)
        hint = did_you_mean(unknown[0], ACTIONS)
        raise InvalidValueError(
            "action", f"a plan has no action `{unknown[0]}`{hint}; there are {known}"
        )
    return plan_entries.list_entries(
        reading, plan.tenant_id, plan.id, actions=actions or ACTIONS, after=after, limit=limit
    )


def apply_plan(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    plan_id: str,
    *,
    may_cross_clouds: bool = False,
) -> Plan:
    """Let the job's next cycle do what the plan shows; it is due at once, the job's state stays.

    Raises `ConflictError` where the plan is not ready, or the world moved since it was made.
    """
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    plan = _plan_of(work, job, plan_id)
    if plan.state is not PlanState.READY:
        raise ConflictError(f"plan `{plan.id}` is {plan.state.value}; make a new one")
    if job.plan_id is not None:
        raise ConflictError(f"the job is applying plan `{job.plan_id}`; wait, or pause the job")
    connection = _connection(work, job, may_cross_clouds=may_cross_clouds)
    moved = find_movement(work, connection, plan)
    if moved is not None:
        raise ConflictError(f"{moved} since the plan was made; make a new one")
    plans.save_plan(work, plan.tenant_id, plan.id, state=PlanState.APPLYING)
    jobs.save_job(work, job, plan_id=plan.id)
    target = AuditTarget(type="SynchronizationJob", id=job.id)
    details = {"Plan": plan.id}
    entry = AuditEntry(activity=START_PROVISIONING, target=target, details=details)
    audit.add(work, actor, job.tenant_id, entry)
    return plans.get_plan(work, plan.tenant_id, plan.id)


def discard_plan(
    work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str, plan_id: str
) -> None:
    """Delete the plan; one that is being applied is refused with `ConflictError`."""
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    plan = _plan_of(work, job, plan_id)
    if job.plan_id == plan.id:
        raise ConflictError(f"plan `{plan.id}` is being applied; pause the job first")
    plans.remove_plan(work, plan.tenant_id, plan.id)


def purge_plans(work: UnitOfWork, tenant_id: str, *, limit: int = 1) -> int:
    """Delete expired plans of the tenant, at most *limit*; return how many."""
    expired = plans.list_expired(work, tenant_id, work.instant, limit)
    for plan_id in expired:
        plans.remove_plan(work, tenant_id, plan_id)
    return len(expired)


def _plan_of(reading: Reading, job: Job, plan_id: str) -> Plan:
    plan = plans.get_plan(reading, job.tenant_id, plan_id)
    if plan.job_id != job.id:
        raise NotFoundError(f"plan `{plan_id}` does not exist", object_id=plan_id)
    return plan


def _connection(reading: Reading, job: Job, *, may_cross_clouds: bool) -> Connection:
    try:
        return connect(reading, job, may_cross_clouds=may_cross_clouds)
    except (PolicyCheckError, InvalidValueError, NotFoundError) as refusal:
        message = f"the cycle would be refused: {refusal.message}"
        raise ConflictError(message) from refusal
