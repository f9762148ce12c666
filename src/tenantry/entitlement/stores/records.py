"""The rows of one kind of thing: found, listed, added, changed and removed."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Table, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.id_lists import look_up
from tenantry.storage.pages import Page, PageQuery, Rows, count_rows, read_page
from tenantry.storage.tables import (
    access_package_assignments,
    access_package_policies,
    access_package_requests,
    access_package_roles,
    access_packages,
    connected_organizations,
    entitlement_catalogs,
    entitlement_resources,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork


class RecordStore:
    """The rows of *table*; *documents* are its columns of JSON.

    What rows are wanted is said by the values that columns must have: `package_id=…`.
    """

    def __init__(self, table: Table, *, documents: Collection[str] = ()) -> None:
        self._table = table
        self._documents = documents
        self._names = [str(column.name) for column in table.c]

    def find(
        self, reading: Reading, tenant_id: str, record_id: str, *, lock: bool = False
    ) -> Record | None:
        """Return the row; with *lock* nobody else writes it until this transaction ends."""
        query = select(self._table).where(*self._where(tenant_id, id=record_id.lower()))
        row = reading.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else self._record(row)

    def list_where(self, reading: Reading, tenant_id: str, **values: str) -> list[Record]:
        """Return the rows with these *values*, oldest first."""
        query = select(self._table).where(*self._where(tenant_id, **values))
        rows = reading.connection.execute(query.order_by(self._table.c.id))
        return [self._record(row) for row in rows]

    def list_by_ids(
        self, reading: Reading, tenant_id: str, record_ids: Collection[str]
    ) -> dict[str, Record]:
        """Return id → row for those of *record_ids* that exist."""
        query = select(self._table).where(*self._where(tenant_id))
        wanted = look_up(reading.connection, query, self._table.c.id, record_ids)
        records = [self._record(row) for row in reading.connection.execute(wanted)]
        return {record["id"]: record for record in records}

    def list_page(self, reading: Reading, tenant_id: str, query: PageQuery, **values: str) -> Page:
        """Return a page of the rows with these *values*."""
        rows = self._rows(tenant_id, **values)
        found, following = read_page(reading, rows, query, list(self._table.c))
        return Page(records=[self._record(row) for row in found], next=following)

    def count(self, reading: Reading, tenant_id: str, query: PageQuery, **values: str) -> int:
        """Return how many rows with these *values* meet the condition of *query*."""
        return count_rows(reading, self._rows(tenant_id, **values), query)

    def add(self, work: UnitOfWork, tenant_id: str, record: Mapping[str, Any]) -> None:
        """Insert a row."""
        values = {"tenant_id": tenant_id, **self._written(record)}
        work.connection.execute(insert(self._table), values)

    def change(
        self, work: UnitOfWork, tenant_id: str, record_id: str, values: Mapping[str, Any]
    ) -> None:
        """Set columns of a row."""
        where = self._where(tenant_id, id=record_id)
        statement = update(self._table).where(*where).values(self._written(values))
        work.connection.execute(statement)

    def remove(self, work: UnitOfWork, tenant_id: str, record_id: str) -> None:
        """Delete a row."""
        work.connection.execute(delete(self._table).where(*self._where(tenant_id, id=record_id)))

    def _where(self, tenant_id: str, **values: str) -> list[ColumnElement[bool]]:
        columns = self._table.c
        named = [columns[name] == value for name, value in values.items()]
        return [columns.tenant_id == tenant_id, *named]

    def _rows(self, tenant_id: str, **values: str) -> Rows:
        where = self._where(tenant_id, **values)
        return Rows(source=self._table, columns=self._table.c, where=where)

    def _written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: msgspec.json.encode(value).decode()
            if name in self._documents and value is not None
            else value
            for name, value in values.items()
        }

    def _record(self, row: Row[Any]) -> Record:
        record = dict(zip(self._names, row, strict=False))
        for name in self._documents:
            if record[name] is not None:
                record[name] = msgspec.json.decode(record[name])
        return record


CATALOGS = RecordStore(entitlement_catalogs)
RESOURCES = RecordStore(entitlement_resources)
PACKAGES = RecordStore(access_packages)
ROLES = RecordStore(access_package_roles)
POLICIES = RecordStore(access_package_policies, documents=("document",))
REQUESTS = RecordStore(access_package_requests, documents=("schedule",))
ASSIGNMENTS = RecordStore(access_package_assignments)
ORGANIZATIONS = RecordStore(connected_organizations)
