"""Reading the target tenant's synchronized groups, and writing their members."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import look_up
from tenantry.storage.tables import groups, memberships
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_groups, _members = groups.c, memberships.c


def read_groups(
    reading: Reading, tenant_id: str, group_ids: Sequence[str], columns: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Return id → (deleted_at, *columns*) of the groups that exist, the recycle bin included."""
    if not group_ids:
        return {}
    query = select(_groups.id, _groups.deleted_at, *(_groups[name] for name in columns)).where(
        _groups.tenant_id == tenant_id
    )
    found = reading.connection.execute(look_up(reading.connection, query, _groups.id, group_ids))
    return {row[0]: tuple(row[1:]) for row in found.all()}


def find_by_origin(
    reading: Reading, tenant_id: str, home_tenant_id: str, home_group_ids: Sequence[str]
) -> dict[str, list[str]]:
    """Return home group → ids of the live groups that were made of it."""
    if not home_group_ids:
        return {}
    query = select(_groups.home_group_id, _groups.id).where(
        _groups.tenant_id == tenant_id,
        _groups.home_tenant_id == home_tenant_id,
        _groups.deleted_at.is_(None),
    )
    rows = reading.connection.execute(
        look_up(reading.connection, query, _groups.home_group_id, home_group_ids)
    )
    found: dict[str, list[str]] = {}
    for home_group_id, group_id in rows.all():
        found.setdefault(home_group_id, []).append(group_id)
    return found


def list_members(reading: Reading, tenant_id: str, group_id: str) -> set[str]:
    """Return the ids of all direct members, those in the recycle bin included."""
    query = select(_members.member_id).where(
        _members.tenant_id == tenant_id, _members.group_id == group_id
    )
    return set(reading.connection.execute(query).scalars())


def add_users(work: UnitOfWork, tenant_id: str, group_id: str, user_ids: Sequence[str]) -> None:
    """Make users direct members, none of which is one yet."""
    columns = ("tenant_id", "group_id", "member_id", "member_type")
    rows = [(tenant_id, group_id, user_id, "user") for user_id in user_ids]
    insert_rows(work.connection, memberships.name, columns, rows)


def remove_members(
    work: UnitOfWork, tenant_id: str, group_id: str, member_ids: Sequence[str]
) -> None:
    """End direct memberships."""
    if not member_ids:
        return
    statement = delete(memberships).where(
        _members.tenant_id == tenant_id,
        _members.group_id == group_id,
        _members.member_id == bindparam("of_member"),
    )
    work.connection.execute(statement, [{"of_member": member_id} for member_id in member_ids])
