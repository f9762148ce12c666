"""`…/jobs/{job}/plans`: what a job's next cycle would do, shown, applied or discarded."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from tenantry.audit.entries import modifications_of
from tenantry.errors import ExpiredTokenError
from tenantry.native.callers import NativeCall
from tenantry.native.limits import limit_of
from tenantry.sync.operations import plans
from tenantry.sync.plans.plan import Plan, PlanEntry


class PlanObject(msgspec.Struct, rename="camel", kw_only=True):
    """A plan.  ``counts`` has the entries by action, ``skippedFor`` the skipped by reason."""

    id: str
    job_id: str
    target_tenant_id: str
    state: str
    reason: str | None
    is_initial: bool
    counts: dict[str, int]
    skipped_for: dict[str, int]
    made_by: str | None
    created_date_time: str
    expiration_date_time: str
    applied_date_time: str | None


class PlanList(msgspec.Struct):
    """The job's plans, the newest first."""

    value: list[PlanObject]


class PropertyChange(msgspec.Struct):
    """One property of a target user, before and after."""

    name: str
    before: Any
    after: Any


class PlannedChangeObject(msgspec.Struct, rename="camel", kw_only=True):
    """What the cycle would do with one user, or with one group.

    ``decidedBy`` is the claim or decision of the documentation that decides, or the clauses of
    the scoping filter that do not hold.
    """

    action: str
    object_type: str
    source_id: str
    source_display_name: str | None
    source_user_principal_name: str | None
    target_id: str | None
    error_code: str | None
    reason: str | None
    decided_by: str | None
    properties: list[PropertyChange]


class PlannedChangePage(msgspec.Struct, rename="camel"):
    """Changes action by action; ``nextLink`` leads to the next ones, null after the last."""

    value: list[PlannedChangeObject]
    next_link: str | None = None


def make_plan(call: NativeCall, service_principal: str, job: str) -> PlanObject:
    """Make a plan and return it with its counts."""
    plan = plans.make_plan(
        call.database,
        call.actor_of_job(job),
        service_principal.lower(),
        job,
        may_cross_clouds=call.may_cross_clouds,
    )
    return _object(plan)


def list_plans(call: NativeCall, service_principal: str, job: str) -> PlanList:
    """Return the job's plans."""
    actor = call.actor_of_job(job)
    with call.database.read() as reading:
        found = plans.list_plans(reading, actor, service_principal.lower(), job)
    return PlanList(value=[_object(plan) for plan in found])


def get_plan(call: NativeCall, service_principal: str, job: str, plan: str) -> PlanObject:
    """Return one plan."""
    actor = call.actor_of_job(job)
    with call.database.read() as reading:
        return _object(plans.get_plan(reading, actor, service_principal.lower(), job, plan))


def list_plan_changes(
    call: NativeCall, service_principal: str, job: str, plan: str
) -> PlannedChangePage:
    """Return a page of what the plan would change, and of whom it would skip."""
    actor, limit = call.actor_of_job(job), limit_of(call.query.get("limit"))
    asked = call.query.get("action", "")
    with call.database.read() as reading:
        found = plans.get_plan(reading, actor, service_principal.lower(), job, plan)
        entries = plans.list_entries(
            reading,
            found,
            actions=[each.strip() for each in asked.split(",") if each.strip()],
            after=_after(call.query.get("after")),
            limit=limit,
        )
    following = None
    if len(entries) == limit:
        after = f"{entries[-1].action}.{entries[-1].number}"
        following = f"{call.url}?{urlencode({**call.query, 'after': after})}"
    return PlannedChangePage([change_object(entry) for entry in entries], following)


def apply_plan(call: NativeCall, service_principal: str, job: str, plan: str) -> PlanObject:
    """Let the next cycle do what the plan shows; 409 when the world moved since."""
    actor = call.actor_of_job(job)
    with call.database.write() as work:
        applied = plans.apply_plan(
            work,
            actor,
            service_principal.lower(),
            job,
            plan,
            may_cross_clouds=call.may_cross_clouds,
        )
    return _object(applied)


def discard_plan(call: NativeCall, service_principal: str, job: str, plan: str) -> None:
    """Delete the plan."""
    actor = call.actor_of_job(job)
    with call.database.write() as work:
        plans.discard_plan(work, actor, service_principal.lower(), job, plan)


def change_object(entry: PlanEntry) -> PlannedChangeObject:
    """Return *entry* as the API shows it."""
    stored = None if entry.modified is None else msgspec.json.decode(entry.modified)
    return PlannedChangeObject(
        action=entry.action,
        object_type=entry.object_type,
        source_id=entry.source_id,
        source_display_name=entry.source_name,
        source_user_principal_name=entry.source_user_principal_name,
        target_id=entry.target_id,
        error_code=entry.error_code,
        reason=entry.reason,
        decided_by=entry.decided_by,
        properties=[PropertyChange(*each) for each in modifications_of(stored)],
    )


def _object(plan: Plan) -> PlanObject:
    return PlanObject(
        id=plan.id,
        job_id=plan.job_id,
        target_tenant_id=plan.target_tenant_id,
        state=plan.state.value,
        reason=plan.reason,
        is_initial=plan.is_initial,
        counts=plan.counts.actions,
        skipped_for=plan.counts.skipped_for,
        made_by=plan.made_by,
        created_date_time=plan.made_at,
        expiration_date_time=plan.expires_at,
        applied_date_time=plan.applied_at,
    )


def _after(token: str | None) -> tuple[str, int]:
    if token is None:
        return "", 0
    action, _, number = token.partition(".")
    if not (number.isascii() and number.isdigit()):
        raise ExpiredTokenError
    return action, int(number[:18])
