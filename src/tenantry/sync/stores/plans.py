"""Rows of plans: what a job's next cycle would do, and what that would change."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from tenantry.errors import NotFoundError
from tenantry.storage.tables import sync_plan_changes, sync_plans
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.plans.plan import Plan, PlanCounts, PlanState
from tenantry.sync.stores.plan_entries import of_entries

_plans = sync_plans.c


def add_plan(work: UnitOfWork, plan: Plan) -> None:
    """Store a new plan."""
    values = {column.name: getattr(plan, column.name) for column in sync_plans.columns}
    work.connection.execute(insert(sync_plans).values(_stored(values)))


def save_plan(work: UnitOfWork, tenant_id: str, plan_id: str, **values: Any) -> None:  # noqa: ANN401  # columns vary
    """Change some columns of the plan, named as the fields of `Plan`."""
    statement = update(sync_plans).where(_of_plan(tenant_id, plan_id)).values(_stored(values))
    work.connection.execute(statement)


def find_plan(reading: Reading, tenant_id: str, plan_id: str) -> Plan | None:
    """Return the plan."""
    query = select(sync_plans).where(_of_plan(tenant_id, plan_id))
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _plan_of(row)


def get_plan(reading: Reading, tenant_id: str, plan_id: str) -> Plan:
    """Return the plan; raise `NotFoundError` where there is none, or none any more."""
    plan = find_plan(reading, tenant_id, plan_id)
    if plan is None or plan.expires_at <= reading.instant:
        raise NotFoundError(f"plan `{plan_id}` does not exist", object_id=plan_id)
    return plan


def list_plans(reading: Reading, tenant_id: str, job_id: str) -> list[Plan]:
    """Return the job's plans, newest first."""
    query = (
        select(sync_plans)
        .where(_plans.tenant_id == tenant_id, _plans.job_id == job_id)
        .order_by(_plans.id.desc())
    )
    return [_plan_of(row) for row in reading.connection.execute(query)]


def remove_plan(work: UnitOfWork, tenant_id: str, plan_id: str) -> None:
    """Delete the plan with its entries."""
    work.connection.execute(delete(sync_plan_changes).where(of_entries(tenant_id, plan_id)))
    work.connection.execute(delete(sync_plans).where(_of_plan(tenant_id, plan_id)))


def list_expired(reading: Reading, tenant_id: str, now: str, limit: int) -> list[str]:
    """Return the ids of plans that expired by *now*, without those that are being applied."""
    query = (
        select(_plans.id)
        .where(
            _plans.tenant_id == tenant_id,
            _plans.expires_at <= now,
            _plans.state != PlanState.APPLYING.value,
        )
        .order_by(_plans.id)
        .limit(limit)
    )
    return list(reading.connection.execute(query).scalars())


def _of_plan(tenant_id: str, plan_id: str) -> ColumnElement[bool]:
    return and_(_plans.tenant_id == tenant_id, _plans.id == plan_id)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    row = dict(values)
    for name in row.keys() & {"counts", "basis"}:
        row[name] = msgspec.json.encode(row[name]).decode()
    if "state" in row:
        row["state"] = row["state"].value
    return row


def _plan_of(row: Row[Any]) -> Plan:
    values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
    values["state"] = PlanState(values["state"])
    values["counts"] = msgspec.json.decode(values["counts"], type=PlanCounts)
    values["basis"] = msgspec.json.decode(values["basis"], type=dict[str, str])
    return Plan(**values)
