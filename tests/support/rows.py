"""The rows of a tenant, and the texts that nobody else's rows hold."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Table, select

from tenantry.directory.values import Record
from tenantry.storage import tables
from tenantry.storage.database import Database

Rows = Mapping[str, list[Record]]
"""Rows by table."""

_SHORTEST_MARK = 6  # characters; what is shorter stands in many a text by chance


def rows_of(database: Database, tenant_id: str) -> Rows:
    """Return every row of a tenant by table, in the order of their keys."""
    return {table.name: list(_rows(database, table, tenant_id)) for table in _tables_of_tenants()}


def marks_of(database: Database, tenant_id: str) -> frozenset[str]:
    """Return the texts that the rows of a tenant hold, and no row of another tenant."""
    own: set[str] = set()
    others: set[str] = set()
    for table in _tables_of_tenants():
        for row in _rows(database, table):
            texts = own if row[_tenant_column(table)] == tenant_id else others
            texts.update(_texts_in(row.values()))
    return frozenset(text for text in own - others if len(text) >= _SHORTEST_MARK)


def _rows(database: Database, table: Table, tenant_id: str | None = None) -> Iterator[Record]:
    query = select(table).order_by(*table.primary_key)
    if tenant_id is not None:
        query = query.where(table.c[_tenant_column(table)] == tenant_id)
    with database.read() as reading:
        for row in reading.connection.execute(query):
            yield row._asdict()


def _tables_of_tenants() -> Iterator[Table]:
    yield tables.tenants
    yield from (table for table in tables.metadata.sorted_tables if "tenant_id" in table.c)


def _tenant_column(table: Table) -> str:
    return "tenant_id" if "tenant_id" in table.c else "id"


def _texts_in(values: Iterable[Any]) -> Iterator[str]:
    """Yield the texts among *values*, those inside of JSON too."""
    for value in values:
        if isinstance(value, str):
            yield value
            with suppress(ValueError):
                yield from _texts_in([json.loads(value)] if value[:1] in {"[", "{"} else ())
        elif isinstance(value, Mapping):
            yield from _texts_in(value.values())
        elif isinstance(value, list):
            yield from _texts_in(value)
