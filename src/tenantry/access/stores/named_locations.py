"""Named locations as rows; their ranges are JSON as on the wire."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.pages import Page, PageQuery, Rows, count_rows, read_page
from tenantry.storage.tables import named_locations
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_locations = named_locations.c


def list_all(reading: Reading, tenant_id: str) -> list[Record]:
    """Return all of them, the oldest first."""
    query = select(named_locations).where(_locations.tenant_id == tenant_id).order_by(_locations.id)
    return [_record(row) for row in reading.connection.execute(query)]


def list_page(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of them."""
    found, following = read_page(reading, _rows(tenant_id), query, list(_locations))
    return Page(records=[_record(row) for row in found], next=following)


def count(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id), query)


def list_ids(reading: Reading, tenant_id: str) -> list[str]:
    """Return the ids of all."""
    query = select(_locations.id).where(_locations.tenant_id == tenant_id)
    return list(reading.connection.execute(query).scalars())


def find(reading: Reading, tenant_id: str, location_id: str) -> Record | None:
    """Return one of them."""
    query = select(named_locations).where(*_one(tenant_id, location_id))
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def add(work: UnitOfWork, tenant_id: str, location_id: str, values: Record) -> None:
    """Insert one."""
    key = {"tenant_id": tenant_id, "id": location_id, "created_at": work.instant}
    work.connection.execute(insert(named_locations), {**_columns(values), **key})


def save(work: UnitOfWork, tenant_id: str, location_id: str, changes: Record) -> None:
    """Write the columns that *changes* names."""
    values = {**_columns(changes), "modified_at": work.instant}
    statement = update(named_locations).where(*_one(tenant_id, location_id)).values(values)
    work.connection.execute(statement)


def remove(work: UnitOfWork, tenant_id: str, location_id: str) -> None:
    """Take one away."""
    work.connection.execute(delete(named_locations).where(*_one(tenant_id, location_id)))


def _one(tenant_id: str, location_id: str) -> tuple[ColumnElement[bool], ...]:
    return (_locations.tenant_id == tenant_id, _locations.id == location_id)


def _rows(tenant_id: str) -> Rows:
    return Rows(
        source=named_locations, columns=_locations, where=[_locations.tenant_id == tenant_id]
    )


def _columns(values: Record) -> Record:
    if "ip_ranges" not in values:
        return values
    return {**values, "ip_ranges": msgspec.json.encode(values["ip_ranges"]).decode()}


def _record(row: Row[Any]) -> Record:
    return {**row._asdict(), "ip_ranges": msgspec.json.decode(row.ip_ranges)}
