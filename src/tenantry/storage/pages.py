"""Pages of rows: filtered, sorted, and continued after the last row of the page before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    select,
)

from tenantry.storage.filters.fields import Ordering
from tenantry.storage.filters.keyset import Keyset, Position
from tenantry.storage.filters.sql import Columns, compile_filter
from tenantry.storage.filters.tree import Filter
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.unit_of_work import Reading

_LIMIT = "page_rows"

Found = TypeVar("Found", bound=Sequence[Any])


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


class RowRecords(Sequence[dict[str, Any]]):
    """The records of rows, each made when it is looked at: who shows whole pages needs none.

    ``names`` are those of the columns that a row begins with.
    """

    __slots__ = ("names", "rows")

    def __init__(self, names: Iterable[str], rows: Sequence[Sequence[Any]]) -> None:
        self.names = tuple(names)
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.names, row, strict=False)) for row in self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of any list

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, place: slice) -> "RowRecords": ...

    def __getitem__(self, place: int | slice) -> "dict[str, Any] | RowRecords":
        if isinstance(place, slice):
            return RowRecords(self.names, self.rows[place])
        return dict(zip(self.names, self.rows[place], strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records of one page; ``next`` is where the next one starts, None after the last."""

    records: Sequence[dict[str, Any]]
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


class Listing:
    """The statement that lists *rows* in one order, and how each page narrows it."""

    def __init__(
        self,
        rows: Rows,
        selected: Sequence[ColumnElement[Any]],
        orderings: tuple[Ordering, ...],
        dialect: str,
    ) -> None:
        self.names = [column.name for column in selected]
        self.keyset = Keyset(orderings, rows.columns, dialect, rows.tie_breaker)
        self._columns = rows.columns
        self._statement = (
            select(*selected, *self.keyset.keys())
            .select_from(rows.source)
            .where(*rows.where)
            .order_by(*self.keyset.order_by())
            .limit(bindparam(_LIMIT, type_=Integer))
        )

    def read(
        self, reading: Reading, query: PageQuery, parameters: Mapping[str, Any] | None = None
    ) -> tuple[Sequence[Row[Any]], Position | None]:
        """Return the rows of one page, and where the next page starts.

        *parameters* are the values of those that the conditions of the rows name.  Raises
        `ExpiredTokenError` if ``query.after`` does not fit the orderings.
        """
        statement = _filtered(self.after(query.after), query, self._columns, reading.dialect)
        values = _values(query, parameters or {})
        return _page(reading.connection.execute(statement, values).all(), query, self.keyset)

    def after(self, position: Position | None) -> Select[Any]:
        """Return the statement of the rows after *position*, or of all of them."""
        if position is None:
            return self._statement
        return self._statement.where(self.keyset.after(position))


class KeptListing:
    """A listing that many requests share: its rows name their tenant by a parameter.

    To make a statement takes longer than to run it, so those without a filter are kept: that of
    the first page, and those of the others, which differ by which sort keys are null.
    """

    def __init__(self, listing: Listing) -> None:
        self.names = listing.names
        self._listing = listing
        self._kept: dict[tuple[bool, ...], KeptQuery] = {}

    def read(
        self, reading: Reading, query: PageQuery, parameters: Mapping[str, Any]
    ) -> tuple[Sequence[Sequence[Any]], Position | None]:
        """Return what the listing does."""
        if query.condition is not None:
            return self._listing.read(reading, query, parameters)
        keyset = self._listing.keyset
        after = {} if query.after is None else keyset.values(query.after)
        nulls = tuple(value is None for value in after.values())
        if nulls not in self._kept:
            self._kept[nulls] = KeptQuery(self._listing.after(query.after))
        values = _values(query, {**parameters, **after})
        return _page(self._kept[nulls].rows(reading, values), query, keyset)


def _values(query: PageQuery, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {_LIMIT: query.limit + 1, **parameters}


def _page(
    found: Sequence[Found], query: PageQuery, keyset: Keyset
) -> tuple[Sequence[Found], Position | None]:
    """Return the rows of the page, and the place of its last where one more was *found*."""
    if len(found) <= query.limit:
        return found, None
    kept = found[: query.limit]
    return kept, keyset.position_of(kept[-1])


def read_page(
    reading: Reading, rows: Rows, query: PageQuery, selected: Sequence[ColumnElement[Any]]
) -> tuple[Sequence[Row[Any]], Position | None]:
    """Return the rows of one page with *selected* in front, and where the next page starts.

    Raises `ExpiredTokenError` if ``query.after`` does not fit its orderings.
    """
    return Listing(rows, selected, query.orderings, reading.dialect).read(reading, query)


def count_rows(reading: Reading, rows: Rows, query: PageQuery) -> int:
    """Return how many rows meet the condition of *query*, whatever the page."""
    everything = select(func.count()).select_from(rows.source).where(*rows.where)
    statement = _filtered(everything, query, rows.columns, reading.dialect)
    return int(reading.connection.execute(statement).scalar_one())


def _filtered(
    statement: Select[Any], query: PageQuery, columns: Columns, dialect: str
) -> Select[Any]:
    if query.condition is None:
        return statement
    return statement.where(compile_filter(query.condition, columns, dialect))
