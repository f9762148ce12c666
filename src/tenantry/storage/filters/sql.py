"""The meaning of a filter as an SQL condition.

SQL knows true, false and unknown, the filter tree only true and false.  A condition made here is
true where `matching.matches` is true, and false or unknown elsewhere; so `Not`, the one place
where the difference would show, first turns unknown into false.

Texts compare through `tenantry_fold` or a folded column, so that both databases and Python
agree; a prefix is a range of texts, which an index serves on both.
"""

import operator
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, not_, or_

from tenantry.storage.filters.dialects import DIALECTS, Dialect, type_of
from tenantry.storage.filters.fields import Field, Kind, Operator, Value
from tenantry.storage.filters.matching import comparable, comparable_text
from tenantry.storage.filters.tree import (
    And,
    AnyElement,
    Comparison,
    Contains,
    ElementCount,
    EndsWith,
    Filter,
    In,
    Not,
    Or,
    StartsWith,
    Words,
)

_ORDER_TESTS: Mapping[Operator, Callable[[Any, Any], ColumnElement[bool]]] = {
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
}
_SURROGATES = range(0xD800, 0xE000)


class Columns(Protocol):
    """Columns by name: `table.c`, or a mapping with computed ones among them."""

    def __getitem__(self, name: str, /) -> ColumnElement[Any]: ...


def compile_filter(condition: Filter, columns: Columns, dialect_name: str) -> ColumnElement[bool]:
    """Return *condition* over *columns* for `sqlite` or `postgresql`.

    It is true for the rows that match; for the others it may be null, so use it in WHERE.
    """
    return _compile(condition, Scope(columns, DIALECTS[dialect_name]))


@dataclass(frozen=True, slots=True)
class Scope:
    """What fields are, as expressions over one row, or over one ``element`` of a collection."""

    columns: Columns
    dialect: Dialect
    element: ColumnElement[Any] | None = None

    def value(self, field: Field) -> ColumnElement[Any]:
        """Return the value of *field* as it is kept."""
        if self.element is not None:
            path = field.json_path or tuple(field.name.split("/"))
            return (
                self.dialect.scalar(self.element, path, field.kind) if field.name else self.element
            )
        column = self.columns[field.column]
        if field.json_path:
            return self.dialect.scalar(column, field.json_path, field.kind)
        return column

    def key(self, field: Field) -> ColumnElement[Any]:
        """Return the value of *field* as it is compared and sorted."""
        if field.folded_column is not None and not field.case_sensitive:
            return self.columns[field.folded_column]
        value = self.value(field)
        if field.whole_seconds:
            return func.substr(value, 1, 19, type_=type_of(field.kind)) + ".000000Z"
        if field.kind is Kind.STRING and not field.case_sensitive:
            return func.tenantry_fold(value, type_=type_of(field.kind))
        return value

    def operand(self, field: Field, value: Value) -> ColumnElement[Any]:
        """Return *value* such that `key` compares with it, by code point if it is text."""
        operand = literal(comparable(field, value), type_of(field.kind))
        return self.dialect.ordered(operand) if isinstance(value, str) else operand


def _compile(condition: Filter, scope: Scope) -> ColumnElement[bool]:  # noqa: PLR0911  # one a node
    match condition:
        case And(terms):
            return and_(*(_compile(term, scope) for term in terms))
        case Or(terms):
            return or_(*(_compile(term, scope) for term in terms))
        case Not(term):
            return not_(func.coalesce(_compile(term, scope), false()))
        case Comparison(field, asked, value):
            return _comparison(scope, field, asked, value)
        case In(field, values):
            return _membership(scope, field, values)
        case AnyElement(field, inner):
            return _any_element(scope, field, inner)
        case ElementCount(field, count):
            return _element_count(scope, field) == count
        case _:
            return _compile_text(condition, scope)


def _compile_text(
    condition: StartsWith | EndsWith | Contains | Words, scope: Scope
) -> ColumnElement[bool]:
    key = scope.key(condition.field)
    match condition:
        case StartsWith(field, prefix):
            return _starts_with(scope, field, comparable_text(field, prefix))
        case EndsWith(field, suffix):
            end = comparable_text(field, suffix)
            return scope.dialect.ends_with(key, end) if end else key.is_not(None)
        case Contains(field, part):
            return scope.dialect.contains(key, comparable_text(field, part))
        case Words(field, words):
            text = func.tenantry_search_text(scope.value(field))
            return and_(*(scope.dialect.contains(text, f" {word}") for word in words))


def _comparison(scope: Scope, field: Field, asked: Operator, value: Value) -> ColumnElement[bool]:
    key = scope.key(field)
    if value is None:
        tests = {Operator.EQ: key.is_(None), Operator.NE: key.is_not(None)}
        return tests.get(asked, false())
    operand = scope.operand(field, value)
    if asked is Operator.EQ:
        return key == operand
    if asked is Operator.NE:
        return key.is_distinct_from(operand)
    return _ORDER_TESTS[asked](key, operand)


def _membership(scope: Scope, field: Field, values: tuple[Value, ...]) -> ColumnElement[bool]:
    key = scope.key(field)
    member = key.in_([comparable(field, value) for value in values if value is not None])
    return or_(member, key.is_(None)) if None in values else member


def _starts_with(scope: Scope, field: Field, prefix: str) -> ColumnElement[bool]:
    key = scope.key(field)
    if not prefix:
        return key.is_not(None)
    after = _after_prefix(prefix)
    from_prefix = key >= scope.dialect.ordered(literal(prefix))
    return and_(from_prefix, key < scope.dialect.ordered(literal(after))) if after else from_prefix


def _after_prefix(prefix: str) -> str:
    """Return the first text, by code point, after all that start with *prefix*; "" if none is."""
    kept = prefix.rstrip(chr(sys.maxunicode))
    if not kept:
        return ""
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(_SURROGATES.stop if following in _SURROGATES else following)


def _any_element(scope: Scope, field: Field, inner: Filter) -> ColumnElement[bool]:
    if field.single:
        only = scope.columns[field.column]
        element = None if field.kind is Kind.OBJECT_LIST else only
        inside = Scope(scope.columns, scope.dialect, element)
        return and_(only.is_not(None), _compile(inner, inside))
    rows, element = scope.dialect.rows(scope.columns[field.column], field.json_path, field.kind)
    condition = _compile(inner, Scope(scope.columns, scope.dialect, element))
    return exists().select_from(rows).where(condition)


def _element_count(scope: Scope, field: Field) -> ColumnElement[int]:
    column = scope.columns[field.column]
    if field.single:
        return case((column.is_(None), 0), else_=1)
    return func.coalesce(scope.dialect.length(column, field.json_path), 0)
