"""What SQLite and PostgreSQL write differently: JSON, parts of texts, the order of texts.

Columns of JSON are text on both; PostgreSQL reads them as `jsonb`.  Texts are ordered by code
point: SQLite's own order, on PostgreSQL the collation "C" on the value compared with, so that
an index on the column still serves.
"""

from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Text,
    cast,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from tenantry.storage.filters.fields import Kind

_TYPES: dict[Kind, TypeEngine[Any]] = {Kind.BOOLEAN: Boolean(), Kind.INTEGER: BigInteger()}


def type_of(kind: Kind) -> TypeEngine[Any]:
    """Return the SQL type of a scalar of *kind*."""
    return _TYPES.get(kind, Text())


class Dialect(Protocol):
    """One database's way to write the pieces of a filter."""

    def scalar(
        self, document: ColumnElement[Any], path: tuple[str, ...], kind: Kind
    ) -> ColumnElement[Any]:
        """Return the value at *path* of a JSON *document*."""
        ...

    def rows(
        self, document: ColumnElement[Any], path: tuple[str, ...], kind: Kind
    ) -> tuple[FromClause, ColumnElement[Any]]:
        """Return the elements of the collection at *path* as rows, and the column of them."""
        ...

    def length(self, document: ColumnElement[Any], path: tuple[str, ...]) -> ColumnElement[int]:
        """Return how many elements the collection at *path* has."""
        ...

    def contains(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Return whether *part* stands in *text*."""
        ...

    def ends_with(self, text: ColumnElement[str], suffix: str) -> ColumnElement[bool]:
        """Return whether *text* ends with *suffix*, which is not empty."""
        ...

    def ordered(self, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text *expression* such that comparisons with it are by code point."""
        ...


class Sqlite:
    """SQLite, its JSON functions included."""

    def scalar(
        self, document: ColumnElement[Any], path: tuple[str, ...], kind: Kind
    ) -> ColumnElement[Any]:
        """See `Dialect`."""
        return func.json_extract(document, _json_path(path), type_=type_of(kind))

    def rows(
        self,
        document: ColumnElement[Any],
        path: tuple[str, ...],
        kind: Kind,  # noqa: ARG002  # json_each gives texts and objects alike
    ) -> tuple[FromClause, ColumnElement[Any]]:
        """See `Dialect`."""
        rows = func.json_each(document, _json_path(path)).table_valued("value")
        return rows, rows.c.value

    def length(self, document: ColumnElement[Any], path: tuple[str, ...]) -> ColumnElement[int]:
        """See `Dialect`."""
        return func.json_array_length(document, _json_path(path))

    def contains(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """See `Dialect`."""
        return func.instr(text, part) > 0

    def ends_with(self, text: ColumnElement[str], suffix: str) -> ColumnElement[bool]:
        """See `Dialect`."""
        return func.substr(text, -len(suffix)) == suffix

    def ordered(self, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """See `Dialect`."""
        return expression


class Postgresql:
    """PostgreSQL."""

    def scalar(
        self, document: ColumnElement[Any], path: tuple[str, ...], kind: Kind
    ) -> ColumnElement[Any]:
        """See `Dialect`."""
        text = func.jsonb_extract_path_text(cast(document, JSONB), *path, type_=Text())
        return cast(text, _TYPES[kind]) if kind in _TYPES else text

    def rows(
        self, document: ColumnElement[Any], path: tuple[str, ...], kind: Kind
    ) -> tuple[FromClause, ColumnElement[Any]]:
        """See `Dialect`."""
        texts = kind is Kind.STRING_LIST
        unnest = func.jsonb_array_elements_text if texts else func.jsonb_array_elements
        rows = unnest(_jsonb(document, path)).table_valued("value")
        return rows, rows.c.value

    def length(self, document: ColumnElement[Any], path: tuple[str, ...]) -> ColumnElement[int]:
        """See `Dialect`."""
        return func.jsonb_array_length(_jsonb(document, path))

    def contains(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """See `Dialect`."""
        return func.strpos(text, part) > 0

    def ends_with(self, text: ColumnElement[str], suffix: str) -> ColumnElement[bool]:
        """See `Dialect`."""
        return func.right(text, len(suffix)) == suffix

    def ordered(self, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """See `Dialect`."""
        return expression.collate("C")


DIALECTS: dict[str, Dialect] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
"""The databases by the name SQLAlchemy gives their dialects."""


def _json_path(path: tuple[str, ...]) -> str:
    return "$" + "".join(f'."{name}"' for name in path)


def _jsonb(document: ColumnElement[Any], path: tuple[str, ...]) -> ColumnElement[Any]:
    whole = cast(document, JSONB)
    return func.jsonb_extract_path(whole, *path) if path else whole
