"""Administrative units as rows; who is in one is a relation (`stores.relations`)."""

from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.filters.folding import fold
from tenantry.storage.pages import Page, PageQuery, Rows, count_rows, read_page
from tenantry.storage.tables import administrative_units
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_units = administrative_units.c


def find(reading: Reading, tenant_id: str, unit_id: str) -> Record | None:
    """Return the unit with this id."""
    query = select(administrative_units).where(*_one(tenant_id, unit_id))
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def list_page(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the units."""
    found, following = read_page(reading, _rows(tenant_id), query, list(_units))
    names = [column.name for column in _units]
    return Page(records=[dict(zip(names, row, strict=False)) for row in found], next=following)


def count(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many units meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id), query)


def add(work: UnitOfWork, tenant_id: str, unit: Record) -> None:
    """Insert a unit."""
    work.connection.execute(insert(administrative_units), {"tenant_id": tenant_id, **_keyed(unit)})


def save(work: UnitOfWork, tenant_id: str, unit_id: str, changes: Record) -> None:
    """Write *changes* of a unit."""
    statement = update(administrative_units).where(*_one(tenant_id, unit_id))
    work.connection.execute(statement.values(_keyed(changes)))


def remove(work: UnitOfWork, tenant_id: str, unit_id: str) -> None:
    """Take a unit away."""
    work.connection.execute(delete(administrative_units).where(*_one(tenant_id, unit_id)))


def _keyed(values: Record) -> dict[str, Any]:
    if "display_name" not in values:
        return values
    return {**values, "display_name_key": fold(values["display_name"])}


def _one(tenant_id: str, unit_id: str) -> tuple[ColumnElement[bool], ...]:
    return (_units.tenant_id == tenant_id, _units.id == unit_id)


def _rows(tenant_id: str) -> Rows:
    return Rows(source=administrative_units, columns=_units, where=[_units.tenant_id == tenant_id])
