"""Keyset paging: the order of rows, and the condition "after this row".

A position is the sort keys of the last row of a page and its id, so that a page costs the same
wherever it starts, and rows that come or go between two pages neither repeat nor hide others.
Nulls are smaller than every value on both databases; the id breaks ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    String,
    UnaryExpression,
    and_,
    bindparam,
    false,
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

    def position_of(self, row: Sequence[Any]) -> Position:
        """Return the position of a *row* whose SELECT ends with `keys()`."""
        return tuple(row[-len(self.orderings) - 1 :])

    def order_by(self) -> list[UnaryExpression[Any]]:
        """Return the terms of ORDER BY."""
        return [self._term(key, descending=descending) for key, descending in self._directed()]

    def after(self, position: Position) -> ColumnElement[bool]:
        """Return the condition of the rows after *position*; `ExpiredTokenError` if it is none."""
        values = self.values(position)
        bounds: list[BindParameter[Any] | None] = [
            None if value is None else bindparam(name, value) for name, value in values.items()
        ]
        *leading, last = zip(self._directed(), bounds, strict=True)
        (key, descending), bound = last
        condition = self._beyond(key, bound, descending=descending)
        for (key, descending), bound in reversed(leading):
            beyond = self._beyond(key, bound, descending=descending)
            condition = or_(beyond, and_(key == bound, condition))  # `== None` is IS NULL
            if bound is not None and not (descending and _may_be_null(key)):
                end = self._ordered(bound)
                condition = and_(key <= end if descending else key >= end, condition)
        return condition

    def values(self, position: Position) -> dict[str, Value]:
        """Return the values of the parameters of `after`; `ExpiredTokenError` if it is none.

        A null is no parameter: the condition says it.
        """
        self._check(position)
        return {f"after_{number}": value for number, value in enumerate(position)}

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
        self, key: ColumnElement[Any], bound: BindParameter[Any] | None, *, descending: bool
    ) -> ColumnElement[bool]:
        if bound is None:
            return false() if descending else key.is_not(None)
        end = self._ordered(bound)
        if not descending:
            return key > end
        return or_(key < end, key.is_(None)) if _may_be_null(key) else key < end

    def _ordered(self, bound: BindParameter[Any]) -> ColumnElement[Any]:
        is_text = isinstance(bound.type, String)
        return DIALECTS[self.dialect_name].ordered(bound) if is_text else bound

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
