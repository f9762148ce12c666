"""Functions that decide: tests for null, comparisons, and the choice between values."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tenantry.sync.expression.dates.texts import find_given_moment
from tenantry.sync.expression.values import (
    ABSENT,
    NO_FLOW,
    NoFlow,
    Value,
    text,
    whole_number,
)


def is_null(value: Value) -> Value:
    """`IsNull`: whether the attribute is absent."""
    return value is None


def is_null_or_empty(value: Value) -> Value:
    """`IsNullOrEmpty`: whether the attribute is absent or an empty text."""
    return value in ABSENT


def is_present(value: Value) -> Value:
    """`IsPresent`: whether there is a value that is not empty."""
    return value not in ABSENT


def is_string(value: Value) -> Value:
    """`IsString`: whether the value is a text."""
    return isinstance(value, str)


def negate(source: Value) -> Value:
    """`Not`: false for `True` in any casing, true for anything else."""
    return not (source is True or (isinstance(source, str) and source.casefold() == "true"))


def coalesce(*sources: Value | NoFlow) -> Value | NoFlow:
    """`Coalesce`: the first value that is not null; an empty text is not null."""
    for source in sources:
        if source is not None:
            return source
    return None


def ignore_flow_if_null_or_empty(value: Value) -> Value | NoFlow:
    """`IgnoreFlowIfNullOrEmpty`: the value, or no flow at all."""
    return NO_FLOW if value in ABSENT else value


def switch(
    source: Value | NoFlow, default: Value | NoFlow, *pairs: Value | NoFlow
) -> Value | NoFlow:
    """`Switch`: the value beside the first key that equals the source; key `""` takes null."""
    if isinstance(source, NoFlow):
        return source
    sought = text(source)
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(key, NoFlow):
            return key
        if text(key) == sought:
            return value
    return default


def equal(left: Value, right: Value) -> bool:
    """`=`: texts in the same casing, numbers and booleans by what they mean."""
    if isinstance(left, bool) or isinstance(right, bool):
        return text(left).casefold() == text(right).casefold()
    if isinstance(left, int) or isinstance(right, int):
        numbers = _number(left), _number(right)
        if None not in numbers:
            return numbers[0] == numbers[1]
    return text(left) == text(right)


def different(left: Value, right: Value) -> bool:
    """`<>`: the opposite of `=`."""
    return not equal(left, right)


def _order(left: Value, right: Value) -> int | None:
    """Return -1, 0 or 1: as numbers or dates if both are, else as texts; None without a value."""
    if left in ABSENT or right in ABSENT:
        return None
    for read in (_number, _date):
        first, second = read(left), read(right)
        if first is not None and second is not None:
            return (first > second) - (first < second)
    return (text(left) > text(right)) - (text(left) < text(right))


def greater(left: Value, right: Value) -> bool:
    """`>`: false if a value is absent, as every order is."""
    return _order(left, right) == 1


def greater_or_equal(left: Value, right: Value) -> bool:
    """`>=`: see `greater`."""
    return _order(left, right) in (0, 1)


def less(left: Value, right: Value) -> bool:
    """`<`: see `greater`."""
    return _order(left, right) == -1


def less_or_equal(left: Value, right: Value) -> bool:
    """`<=`: see `greater`."""
    return _order(left, right) in (-1, 0)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else whole_number(text(value))


def _date(value: Value) -> int | None:
    moment = find_given_moment(text(value))
    return None if moment is None else moment.ticks


COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = MappingProxyType(
    {
        "=": equal,
        "<>": different,
        ">": greater,
        ">=": greater_or_equal,
        "<": less,
        "<=": less_or_equal,
    }
)
"""What each comparison operator means."""
