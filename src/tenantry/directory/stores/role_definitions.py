"""Custom roles as rows."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import role_definitions
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_definitions = role_definitions.c
_ACTIONS = "resource_actions"  # JSON


def find(reading: Reading, tenant_id: str, role_id: str, *, lock: bool = False) -> Record | None:
    """Return the custom role with this id; *lock* keeps others from changing it meanwhile."""
    query = select(role_definitions).where(
        _definitions.tenant_id == tenant_id, _definitions.id == role_id
    )
    if lock:
        query = query.with_for_update()
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _record(row._mapping)  # noqa: SLF001  # public name


def list_all(reading: Reading, tenant_id: str) -> list[Record]:
    """Return the tenant's custom roles, by id."""
    query = select(role_definitions).where(_definitions.tenant_id == tenant_id)
    rows = reading.connection.execute(query.order_by(_definitions.id))
    return [_record(row._mapping) for row in rows]  # noqa: SLF001  # public name


def add(work: UnitOfWork, tenant_id: str, definition: Mapping[str, Any]) -> None:
    """Insert a custom role."""
    values = {"tenant_id": tenant_id, **_columns(definition)}
    work.connection.execute(insert(role_definitions), values)


def change(work: UnitOfWork, tenant_id: str, role_id: str, changes: Mapping[str, Any]) -> None:
    """Write *changes* of a custom role."""
    statement = update(role_definitions).where(
        _definitions.tenant_id == tenant_id, _definitions.id == role_id
    )
    work.connection.execute(statement.values(_columns(changes)))


def remove(work: UnitOfWork, tenant_id: str, role_id: str) -> None:
    """Take a custom role away."""
    work.connection.execute(
        delete(role_definitions).where(
            _definitions.tenant_id == tenant_id, _definitions.id == role_id
        )
    )


def _record(row: Mapping[Any, Any]) -> Record:
    return {
        **{name: value for name, value in row.items() if name != "tenant_id"},
        _ACTIONS: msgspec.json.decode(row[_ACTIONS]),
    }


def _columns(values: Mapping[str, Any]) -> Record:
    if _ACTIONS not in values:
        return dict(values)
    return {**values, _ACTIONS: msgspec.json.encode(values[_ACTIONS]).decode()}
