"""The rows of a tenant, and the texts that nobody else's rows hold."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Column, Table, select

from tenantry.directory.values import Record
from tenantry.storage import tables
from tenantry.storage.database import Database

Rows = Mapping[str, list[Record]]
"""Rows by table."""

_SHORTEST_MARK = 6  # characters; what is shorter stands in many a text by chance


def rows_of(database: Database, tenant_id: str) -> Rows:
    """Return every row of a tenant by table, in the order of their keys."""
    with database.read() as reading:
        return {
            table.name: [
                row._asdict()
                for row in reading.connection.execute(
                    select(table).where(column == tenant_id).order_by(*table.primary_key)
                )
            ]
            for table, column in _tables_of_tenants()
        }


def marks_of(database: Database, tenant_id: str, *, beside: str) -> frozenset[str]:
    """Return the texts that the rows of a tenant hold, and those of the tenant *beside* do not."""
    own, others = (
        {text for rows in rows_of(database, each).values() for text in _texts_in(rows)}
        for each in (tenant_id, beside)
    )
    return frozenset(text for text in own - others if len(text) >= _SHORTEST_MARK)


def _tables_of_tenants() -> Iterator[tuple[Table, Column[str]]]:
    """Yield each table with its column of the tenant's id."""
    yield tables.tenants, tables.tenants.c.id
    for table in tables.metadata.sorted_tables:
        if "tenant_id" in table.c:
            yield table, table.c.tenant_id


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
