"""The operators of scoping filters: what each compares, and with what (behaviour §3).

Decisions 1 and 2: patterns must cover the whole value; on a null or empty value every
comparison is false, and only `IS NULL` is true.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import AttributeType
from tenantry.sync.expression.patterns import Pattern, compile_pattern
from tenantry.sync.expression.values import ABSENT, Value, is_true, text, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator as Graph's `filterOperatorSchema` has it (contract §4.10).

    ``prepare`` turns the values of a clause into the operand, or raises `InvalidValueError`;
    ``compare`` takes the attribute's value and that operand.
    """

    name: str
    types: tuple[AttributeType, ...]
    prepare: Callable[[Sequence[str]], Any]
    compare: Callable[[Value, Any], bool]
    is_unary: bool = False


def _one(values: Sequence[str]) -> str:
    if len(values) != 1:
        raise InvalidValueError("values", f"exactly one value is needed, not {len(values)}")
    return values[0]


def _none(values: Sequence[str]) -> None:
    if any(values):
        raise InvalidValueError("values", "this operator takes no value")


def _some(values: Sequence[str]) -> frozenset[str]:
    if not values:
        raise InvalidValueError("values", "at least one value is needed")
    return frozenset(values)


def _integer(values: Sequence[str]) -> int:
    number = whole_number(_one(values))
    if number is None:
        raise InvalidValueError("values", f"`{values[0]}` is not a whole number")
    return number


def _pattern(values: Sequence[str]) -> Pattern:
    return compile_pattern(_one(values))


def _is_equal(value: Value, operand: str) -> bool:
    return value not in ABSENT and text(value) == operand


def _is_different(value: Value, operand: str) -> bool:
    return value not in ABSENT and text(value) != operand


def _is_true(value: Value, _: None) -> bool:
    return is_true(value)


def _is_false(value: Value, _: None) -> bool:
    return value not in ABSENT and not is_true(value)


def _is_null(value: Value, _: None) -> bool:
    return value in ABSENT


def _is_not_null(value: Value, _: None) -> bool:
    return value not in ABSENT


def _matches(value: Value, operand: Pattern) -> bool:
    return value not in ABSENT and operand.matches(text(value))


def _does_not_match(value: Value, operand: Pattern) -> bool:
    return value not in ABSENT and not operand.matches(text(value))


def _is_greater(value: Value, operand: int) -> bool:
    number = whole_number(text(value))
    return number is not None and number > operand


def _is_greater_or_equal(value: Value, operand: int) -> bool:
    number = whole_number(text(value))
    return number is not None and number >= operand


def _includes(value: Value, operand: str) -> bool:
    return value not in ABSENT and operand in text(value)


def _ends_with(value: Value, operand: str) -> bool:
    return value not in ABSENT and text(value).endswith(operand)


def _is_among(value: Value, operand: frozenset[str]) -> bool:
    return value not in ABSENT and text(value) in operand


def _is_not_among(value: Value, operand: frozenset[str]) -> bool:
    return value not in ABSENT and text(value) not in operand


_TEXT = (AttributeType.STRING,)
_TEXT_OR_INTEGER = (AttributeType.STRING, AttributeType.INTEGER)
_TRUTH = (AttributeType.BOOLEAN,)
_ANY = tuple(AttributeType)


def _unary(
    name: str, types: tuple[AttributeType, ...], compare: Callable[[Value, None], bool]
) -> Operator:
    return Operator(name=name, types=types, prepare=_none, compare=compare, is_unary=True)


_OPERATORS = (
    Operator(name="EQUALS", types=_TEXT_OR_INTEGER, prepare=_one, compare=_is_equal),
    Operator(name="NOT EQUALS", types=_TEXT_OR_INTEGER, prepare=_one, compare=_is_different),
    _unary("IS TRUE", _TRUTH, _is_true),
    _unary("IS FALSE", _TRUTH, _is_false),
    _unary("IS NULL", _ANY, _is_null),
    _unary("IS NOT NULL", _ANY, _is_not_null),
    Operator(name="REGEX MATCH", types=_TEXT, prepare=_pattern, compare=_matches),
    Operator(name="NOT REGEX MATCH", types=_TEXT, prepare=_pattern, compare=_does_not_match),
    Operator(name="GREATER_THAN", types=_TEXT_OR_INTEGER, prepare=_integer, compare=_is_greater),
    Operator(
        name="GREATER_THAN_OR_EQUALS",
        types=_TEXT_OR_INTEGER,
        prepare=_integer,
        compare=_is_greater_or_equal,
    ),
    Operator(name="INCLUDES", types=_TEXT, prepare=_one, compare=_includes),
    Operator(name="ENDS_WITH", types=_TEXT, prepare=_one, compare=_ends_with),
    Operator(name="&", types=_TEXT_OR_INTEGER, prepare=_some, compare=_is_among),
    Operator(name="!&", types=_TEXT_OR_INTEGER, prepare=_some, compare=_is_not_among),
)

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {operator.name: operator for operator in _OPERATORS}
)
"""Every operator by the name that the contract has it under."""


def find_operator(name: str) -> Operator | None:
    """Return the operator called *name* in any casing (decision 30)."""
    return OPERATORS.get(name.upper())
