"""Reading the entries of a log: pages, single ones and their number."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Table, select

from tenantry.errors import NotFoundError
from tenantry.storage.filters.sql import Columns
from tenantry.storage.pages import Page, PageQuery, Rows, count_rows, read_page
from tenantry.storage.unit_of_work import Reading

_DOCUMENTS = frozenset(
    {
        "additional_details",
        "applied_policies",
        "device",
        "findings",
        "inputs",
        "modified_properties",
        "steps",
    }
)


def list_entries(
    reading: Reading,
    tenant_id: str,
    table: Table,
    query: PageQuery,
    filterable: Columns | None = None,
) -> Page:
    """Return a page of the log that *table* keeps; filters may name *filterable* columns."""
    rows = _rows(table, tenant_id, filterable)
    found, following = read_page(reading, rows, query, list(table.c))
    names = [column.name for column in table.c]
    records = decoded(dict(zip(names, row, strict=False)) for row in found)
    return Page(records=records, next=following)


def count_entries(
    reading: Reading,
    tenant_id: str,
    table: Table,
    query: PageQuery,
    filterable: Columns | None = None,
) -> int:
    """Return how many entries of the log meet the condition of *query*."""
    return count_rows(reading, _rows(table, tenant_id, filterable), query)


def get_entry(reading: Reading, tenant_id: str, table: Table, entry_id: str) -> dict[str, Any]:
    """Return one entry of the log; `NotFoundError` if there is none."""
    query = select(table).where(table.c.tenant_id == tenant_id, table.c.id == entry_id)
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        message = f"resource `{entry_id}` does not exist"
        raise NotFoundError(message, object_id=entry_id)
    return decoded([row._asdict()])[0]


def _rows(table: Table, tenant_id: str, filterable: Columns | None) -> Rows:
    where = [table.c.tenant_id == tenant_id]
    return Rows(source=table, columns=filterable or table.c, where=where)


def decoded(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return *rows* of a log with their JSON decoded."""
    return [
        {
            name: msgspec.json.decode(value) if name in _DOCUMENTS and value else value
            for name, value in row.items()
        }
        for row in rows
    ]
