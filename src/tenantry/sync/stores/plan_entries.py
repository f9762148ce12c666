"""Rows of entries: what a plan does with each object, and what that would change."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, or_, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among
from tenantry.storage.tables import sync_plan_changes
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.plans.plan import REFERENCE, PlanEntry

_changes = sync_plan_changes.c
_COLUMNS = [column.name for column in sync_plan_changes.columns]


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
        of_entries(tenant_id, plan_id),
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
        of_entries(tenant_id, plan_id),
        _changes.action == REFERENCE,
        _changes.number.between(former[0].number, former[-1].number),
    )
    work.connection.execute(statement)
    add_entries(work, tenant_id, plan_id, entries)


def of_entries(tenant_id: str, plan_id: str) -> ColumnElement[bool]:
    """Return the condition that a row is an entry of the plan."""
    return and_(_changes.tenant_id == tenant_id, _changes.plan_id == plan_id)


def _entries(tenant_id: str, plan_id: str) -> Select[Any]:
    return select(sync_plan_changes).where(of_entries(tenant_id, plan_id))


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
