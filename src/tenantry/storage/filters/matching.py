"""The meaning of a filter for one record in memory.

A record has the shape of the wire: properties by name, objects inside objects.  The meaning is
the one of `sql.py` for the row the record came from; a property test holds the two together.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from tenantry.clock import format_instant, parse_instant
from tenantry.storage.filters.fields import Field, Kind, Operator, Value
from tenantry.storage.filters.folding import fold
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
from tenantry.storage.filters.words import search_text

_STORED_INSTANT_LENGTH = len("2026-09-15T13:20:11.123456Z")

_ORDER_TESTS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
}


def matches(condition: Filter, record: object) -> bool:  # noqa: PLR0911  # one for each node
    """Return whether *record*, a mapping of properties, meets *condition*.

    Inside `AnyElement` the record is one element of the collection.
    """
    match condition:
        case And(terms):
            return all(matches(term, record) for term in terms)
        case Or(terms):
            return any(matches(term, record) for term in terms)
        case Not(term):
            return not matches(term, record)
        case AnyElement(field, inner):
            return any(matches(inner, element) for element in _elements(field, record))
        case ElementCount(field, count):
            return len(_elements(field, record)) == count
        case Comparison(field, asked, value):
            return _compare(asked, _comparable_of(field, record), comparable(field, value))
        case In(field, values):
            found = _comparable_of(field, record)
            return any(found == comparable(field, value) for value in values)
        case _:
            return _matches_text(condition, record)


def _matches_text(condition: StartsWith | EndsWith | Contains | Words, record: object) -> bool:
    if isinstance(condition, Words):
        sought = search_text(str(_value(condition.field, record) or ""))
        return all(f" {word}" in sought for word in condition.words)
    text = _comparable_of(condition.field, record)
    if not isinstance(text, str):
        return False
    match condition:
        case StartsWith(field, prefix):
            return text.startswith(comparable_text(field, prefix))
        case EndsWith(field, suffix):
            return text.endswith(comparable_text(field, suffix))
        case Contains(field, part):
            return comparable_text(field, part) in text


def comparable(field: Field, value: Value) -> Value:
    """Return *value* in the form in which values of *field* are compared."""
    return comparable_text(field, value) if isinstance(value, str) else value


def comparable_text(field: Field, text: str) -> str:
    """Return *text* in the form in which texts of *field* are compared."""
    if field.kind is Kind.INSTANT:
        return _stored_instant(text)
    if field.kind is Kind.ID:
        return text.lower()
    return text if field.case_sensitive else fold(text)


def _stored_instant(text: str) -> str:
    if len(text) == _STORED_INSTANT_LENGTH:
        return text
    return format_instant(parse_instant(text))


def _compare(asked: Operator, found: Value, value: Value) -> bool:
    if asked is Operator.EQ:
        return found == value
    if asked is Operator.NE:
        return found != value
    return found is not None and value is not None and _ORDER_TESTS[asked](found, value)


def _comparable_of(field: Field, record: object) -> Value:
    value = _value(field, record)
    if not isinstance(value, str | bool | int):
        return None
    found = comparable(field, value)
    if field.whole_seconds and isinstance(found, str):
        return f"{found[:19]}.000000Z"
    return found


def _elements(field: Field, record: object) -> list[object]:
    found = _value(field, record)
    return found if isinstance(found, list) else []


def _value(field: Field, record: object) -> object:
    """Return what *record* has at the path of *field*; the nameless field is the record itself."""
    value = record
    for name in field.name.split("/") if field.name else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
