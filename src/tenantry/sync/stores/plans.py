"""Rows of plans: what a job's next cycle would do, and what that would change."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, or_, select, update

from tenantry.errors import NotFoundError
from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among
from tenantry.storage.tables import sync_plan_changes, sync_plans
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.planning import Action
from tenantry.sync.plans.plan import REFERENCE, Plan, PlanCounts, PlanEntry, PlanState

_plans = sync_plans.c
_changes = sync_plan_changes.c
_COLUMNS = [column.name for column in sync_plan_changes.columns]
_EXPORTED = [
    action.value
    for action in (
        Action.CREATE,
        Action.UPDATE,
        Action.RESTORE,
        Action.REDEEM,
        Action.SHARE,
        Action.BEQUEATH,
        Action.DELETE,
        Action.UNLINK,
    )
]
_LEAVING = (Action.DELETE.value, Action.UNLINK.value, Action.BEQUEATH.value)


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
    work.connection.execute(delete(sync_plan_changes).where(_of_entries(tenant_id, plan_id)))
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


def add_entries(
    work: UnitOfWork, tenant_id: str, plan_id: str, entries: Sequence[PlanEntry]
) -> None:
    """Store entries, numbered by the caller."""
    rows = [
        (
            tenant_id,
            plan_id,
            entry.action,
            entry.number,
            entry.source_id,
            entry.source_name,
            entry.source_user_principal_name,
            entry.target_id,
            entry.error_code,
            entry.reason,
            entry.decided_by,
            entry.modified,
            entry.name_key,
            entry.freed_key,
            entry.manager_source_id,
            False,
            entry.blocked_by,
            entry.object_type,
            entry.address_key,
        )
        for entry in entries
    ]
    insert_rows(work.connection, "sync_plan_changes", _COLUMNS, rows)


def list_entries(
    reading: Reading,
    tenant_id: str,
    plan_id: str,
    *,
    actions: Sequence[str],
    after: tuple[str, int] = ("", 0),
    limit: int,
) -> list[PlanEntry]:
    """Return the next *limit* entries of some actions, above *after*: action by action."""
    action, number = after
    query = (
        _entries(tenant_id, plan_id)
        .where(
            _changes.action.in_(actions),
            _changes.is_superseded.is_(False),
            or_(
                _changes.action > action,
                and_(_changes.action == action, _changes.number > number),
            ),
        )
        .order_by(_changes.action, _changes.number)
        .limit(limit)
    )
    return [_entry_of(row) for row in reading.connection.execute(query)]


def find_entries(
    reading: Reading, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> dict[str, list[PlanEntry]]:
    """Return source id → its entries."""
    query = _entries(tenant_id, plan_id).where(
        is_among(reading.connection, _changes.source_id, source_ids)
    )
    found: dict[str, list[PlanEntry]] = {}
    for row in reading.connection.execute(query):
        found.setdefault(row.source_id, []).append(_entry_of(row))
    return found


def supersede(
    work: UnitOfWork, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> list[PlanEntry]:
    """Put aside what was said of these users so far, and return it; the cycle will say it, too.

    Managers that they wait for are forgotten.
    """
    mine = and_(
        _of_entries(tenant_id, plan_id),
        is_among(work.connection, _changes.source_id, source_ids),
        _changes.is_superseded.is_(False),
    )
    found = [
        _entry_of(row) for row in work.connection.execute(select(sync_plan_changes).where(mine))
    ]
    if found:
        connection = work.connection
        connection.execute(delete(sync_plan_changes).where(mine, _changes.action == REFERENCE))
        connection.execute(update(sync_plan_changes).where(mine).values(is_superseded=True))
    return found


def replace_references(
    work: UnitOfWork,
    tenant_id: str,
    plan_id: str,
    former: Sequence[PlanEntry],
    entries: Sequence[PlanEntry],
) -> None:
    """Put *entries* in the place of *former*, a page of references."""
    statement = delete(sync_plan_changes).where(
        _of_entries(tenant_id, plan_id),
        _changes.action == REFERENCE,
        _changes.number.between(former[0].number, former[-1].number),
    )
    work.connection.execute(statement)
    add_entries(work, tenant_id, plan_id, entries)


def find_exported(
    reading: Reading, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> set[str]:
    """Return those whose target user or link the plan changes."""
    query = select(_changes.source_id).where(
        _of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.source_id, source_ids),
        _changes.action.in_(_EXPORTED),
    )
    return set(reading.connection.execute(query).scalars())


def find_moved(
    reading: Reading, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> dict[str, str | None]:
    """Return source id → live target user after the plan, None for who is gone by then."""
    query = select(_changes.source_id, _changes.target_id, _changes.action).where(
        _of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.source_id, source_ids),
        or_(_changes.action.in_(_EXPORTED), _changes.reason == REDUNDANT),
    )
    return {
        row.source_id: None if row.action in _LEAVING else row.target_id
        for row in reading.connection.execute(query)
    }


def find_taken(
    reading: Reading, tenant_id: str, plan_id: str, name_keys: Sequence[str]
) -> dict[str, str]:
    """Return folded name → target user that takes it in the plan."""
    query = select(_changes.name_key, _changes.target_id).where(
        _of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.name_key, name_keys),
    )
    return {row.name_key: row.target_id for row in reading.connection.execute(query)}


def find_claimed(
    reading: Reading, tenant_id: str, plan_id: str, addresses: Sequence[str]
) -> dict[str, str]:
    """Return folded address → target user that gets it in the plan."""
    query = select(_changes.address_key, _changes.target_id).where(
        _of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.address_key, addresses),
    )
    return {row.address_key: row.target_id for row in reading.connection.execute(query)}


def find_freed(
    reading: Reading, tenant_id: str, plan_id: str, name_keys: Sequence[str]
) -> set[str]:
    """Return the folded names that their holders give up in the plan."""
    query = select(_changes.freed_key).where(
        _of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.freed_key, name_keys),
    )
    return set(reading.connection.execute(query).scalars())


def find_blocked(
    reading: Reading, tenant_id: str, plan_id: str, target_ids: Sequence[str]
) -> list[str]:
    """Return the users whom the plan puts into escrow because of *target_ids*."""
    query = select(_changes.source_id).where(
        _of_entries(tenant_id, plan_id),
        _changes.action == Action.ESCROW.value,
        _changes.is_superseded.is_(False),
        is_among(reading.connection, _changes.blocked_by, target_ids),
    )
    return list(reading.connection.execute(query).scalars())


def list_sources(
    reading: Reading, tenant_id: str, plan_id: str, action: str
) -> list[tuple[str, str]]:
    """Return source id and type of the objects of an action, in the order of their ids."""
    query = (
        select(_changes.source_id, _changes.object_type)
        .where(
            _of_entries(tenant_id, plan_id),
            _changes.action == action,
            _changes.is_superseded.is_(False),
        )
        .order_by(_changes.source_id)
    )
    return [(row[0], row[1]) for row in reading.connection.execute(query)]


def concerns_targets(
    reading: Reading, tenant_id: str, plan_id: str, target_ids: Sequence[str]
) -> bool:
    """Return whether an entry is about one of these target users."""
    query = (
        select(_changes.number)
        .where(
            _of_entries(tenant_id, plan_id),
            is_among(reading.connection, _changes.target_id, target_ids),
        )
        .limit(1)
    )
    return reading.connection.execute(query).first() is not None


def _of_plan(tenant_id: str, plan_id: str) -> ColumnElement[bool]:
    return and_(_plans.tenant_id == tenant_id, _plans.id == plan_id)


def _of_entries(tenant_id: str, plan_id: str) -> ColumnElement[bool]:
    return and_(_changes.tenant_id == tenant_id, _changes.plan_id == plan_id)


def _entries(tenant_id: str, plan_id: str) -> Select[Any]:
    return select(sync_plan_changes).where(_of_entries(tenant_id, plan_id))


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


def _entry_of(row: Row[Any]) -> PlanEntry:
    return PlanEntry(
        action=row.action,
        number=row.number,
        source_id=row.source_id,
        source_name=row.source_name,
        source_user_principal_name=row.source_user_principal_name,
        target_id=row.target_id,
        error_code=row.error_code,
        reason=row.reason,
        decided_by=row.decided_by,
        modified=row.modified_properties,
        name_key=row.name_key,
        freed_key=row.freed_key,
        manager_source_id=row.manager_source_id,
        blocked_by=row.blocked_by,
        object_type=row.object_type,
    )
