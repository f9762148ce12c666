"""Keyset paging: the order of rows, and the condition "after this row".

A position is the sort keys of the last row of a page and its id, so that a page costs the same
wherever it starts, and rows that come or go between two pages neither repeat nor hide others.
Nulls are smaller than every value on both databases; the id breaks ties.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    String,
    UnaryExpression,
    and_,
    false,
    literal,
    or_,
)

from tenantry.errors import ExpiredTokenError
from tenantry.storage.filters.dialects import DIALECTS
from tenantry.storage.filters.fields import INTEGERS, Kind, Ordering, Value
from tenantry.storage.filters.sql import Columns, Scope

Position = tuple[Value, ...]
"""The sort keys of a row in the order of the orderings, then its id."""

_NOT_TEXT = frozenset({Kind.BOOLEAN, Kind.INTEGER})


@dataclass(frozen=True, slots=True)
class Keyset:
    """The order of a table's rows by ``orderings``, then by the column ``tie_breaker``.

    Select `keys()` after the row's own columns, sort by `order_by()`, go on where `after` says,
    and read the position of the last row of a page by `position_of`.
    """

    orderings: tuple[Ordering, ...]
    columns: Columns
    dialect_name: str
    tie_breaker: str = "id"

    def keys(self) -> list[ColumnElement[Any]]:
        """Return the sort keys as labelled columns, for the SELECT."""
        keys = [key for key, _ in self._directed()]
        return [key.label(f"sort_key_{number}") for number, key in enumerate(keys)]

    def position_of(self, row: Row[Any]) -> Position:
        """Return the position of a *row* whose SELECT ends with `keys()`."""
        return tuple(row[-len(self.orderings) - 1 :])

    def order_by(self) -> list[UnaryExpression[Any]]:
        """Return the terms of ORDER BY."""
        return [self._term(key, descending=descending) for key, descending in self._directed()]

    def after(self, position: Position) -> ColumnElement[bool]:
        """Return the condition of the rows after *position*; `ExpiredTokenError` if it is none."""
        self._check(position)
        *leading, last = zip(self._directed(), position, strict=True)
        (key, descending), value = last
        condition = self._beyond(key, value, descending=descending)
        for (key, descending), value in reversed(leading):
            beyond = self._beyond(key, value, descending=descending)
            condition = or_(beyond, and_(key == value, condition))  # `== None` is IS NULL
            if value is not None and not (descending and _may_be_null(key)):
                bound = self._ordered(value)
                condition = and_(key <= bound if descending else key >= bound, condition)
        return condition

    def _directed(self) -> list[tuple[ColumnElement[Any], bool]]:
        """Return each sort key, the tie breaker last, and whether it descends."""
        scope = Scope(self.columns, DIALECTS[self.dialect_name])
        keys = [(scope.key(ordering.field), ordering.descending) for ordering in self.orderings]
        return [*keys, (self.columns[self.tie_breaker], bool(keys) and keys[-1][1])]

    def _term(self, key: ColumnElement[Any], *, descending: bool) -> UnaryExpression[Any]:
        if isinstance(key.type, String) and not isinstance(key, Column):
            key = DIALECTS[self.dialect_name].ordered(key)
        term = key.desc() if descending else key.asc()
        if self.dialect_name == "sqlite" or not _may_be_null(key):
            return term  # SQLite takes null for the smallest value by itself
        return term.nulls_last() if descending else term.nulls_first()

    def _beyond(
        self, key: ColumnElement[Any], value: Value, *, descending: bool
    ) -> ColumnElement[bool]:
        if value is None:
            return false() if descending else key.is_not(None)
        bound = self._ordered(value)
        if not descending:
            return key > bound
        return or_(key < bound, key.is_(None)) if _may_be_null(key) else key < bound

    def _ordered(self, value: Value) -> ColumnElement[Any]:
        bound = literal(value)
        return DIALECTS[self.dialect_name].ordered(bound) if isinstance(value, str) else bound

    def _check(self, position: Position) -> None:
        kinds = [*(ordering.field.kind for ordering in self.orderings), Kind.ID]
        if len(position) != len(kinds) or position[-1] is None:
            raise ExpiredTokenError
        for kind, value in zip(kinds, position, strict=True):
            if value is not None and not _is_of_kind(value, kind):
                raise ExpiredTokenError


def _is_of_kind(value: Value, kind: Kind) -> bool:
    if isinstance(value, str):
        return kind not in _NOT_TEXT and "\0" not in value
    if isinstance(value, bool):
        return kind is Kind.BOOLEAN
    return kind is Kind.INTEGER and isinstance(value, int) and value in INTEGERS


def _may_be_null(key: ColumnElement[Any]) -> bool:
    return not (isinstance(key, Column) and not key.nullable)
