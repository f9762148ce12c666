"""Pages of rows: filtered, sorted, and continued after the last row of the page before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, func, select

from tenantry.storage.filters.fields import Ordering
from tenantry.storage.filters.keyset import Keyset, Position
from tenantry.storage.filters.sql import Columns, compile_filter
from tenantry.storage.filters.tree import Filter
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """What a caller wants to see: ``condition`` None is everything, ``after`` None the first page.

    ``columns`` are the columns it needs, None for all of them.
    """

    condition: Filter | None = None
    orderings: tuple[Ordering, ...] = ()
    after: Position | None = None
    limit: int = 100
    columns: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records of one page; ``next`` is where the next one starts, None after the last."""

    records: list[dict[str, Any]]
    next: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows that pages are made of: ``source`` under the conditions ``where``, the tenant's first.

    ``columns`` are what filters and orderings may name, computed ones among them.
    """

    source: FromClause
    columns: Columns
    where: Sequence[ColumnElement[bool]]
    tie_breaker: str = "id"


def read_page(
    reading: Reading, rows: Rows, query: PageQuery, selected: Sequence[ColumnElement[Any]]
) -> tuple[list[Row[Any]], Position | None]:
    """Return the rows of one page with *selected* in front, and where the next page starts.

    Raises `ExpiredTokenError` if ``query.after`` does not fit its orderings.
    """
    keyset = Keyset(query.orderings, rows.columns, reading.dialect, rows.tie_breaker)
    statement = _restricted(reading, rows, query, select(*selected, *keyset.keys()))
    if query.after is not None:
        statement = statement.where(keyset.after(query.after))
    statement = statement.order_by(*keyset.order_by()).limit(query.limit + 1)
    found = list(reading.connection.execute(statement).all())
    if len(found) <= query.limit:
        return found, None
    kept = found[: query.limit]
    return kept, keyset.position_of(kept[-1])


def count_rows(reading: Reading, rows: Rows, query: PageQuery) -> int:
    """Return how many rows meet the condition of *query*, whatever the page."""
    statement = _restricted(reading, rows, query, select(func.count()))
    return int(reading.connection.execute(statement).scalar_one())


def _restricted(
    reading: Reading, rows: Rows, query: PageQuery, statement: Select[Any]
) -> Select[Any]:
    statement = statement.select_from(rows.source).where(*rows.where)
    if query.condition is not None:
        compiled = compile_filter(query.condition, rows.columns, reading.dialect)
        statement = statement.where(compiled)
    return statement
