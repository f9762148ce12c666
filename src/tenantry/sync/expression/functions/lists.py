"""Functions on several values: counting, choosing, joining, splitting."""

from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.values import (
    LONGEST_VALUE,
    Value,
    check_length,
    integer,
    text,
    values_of,
)


def count(attribute: Value) -> Value:
    """`Count`: how many values the attribute has."""
    return len(values_of(attribute))


def item(attribute: Value, index: Value) -> Value:
    """`Item`: the value at *index*, counted from 1; null beyond the last."""
    position = integer(index)
    if position < 1:
        raise EvaluationError(f"`Item` counts from 1, so there is no item {position}")
    values = values_of(attribute)
    return values[position - 1] if position <= len(values) else None


def join(separator: Value, *sources: Value) -> Value:
    """`Join`: all values with the separator between them; empty ones are left out.

    Null if no source has a value, so that nothing flows.
    """
    values = [value for source in sources for value in values_of(source) if value]
    between = text(separator)
    if len(between) * len(values) > LONGEST_VALUE:
        check_length(len(between) * (len(values) - 1))
    return between.join(values) if values else None


def remove_duplicates(attribute: Value) -> Value:
    """`RemoveDuplicates`: the values in their order, each once; casing counts."""
    return None if attribute is None else tuple(dict.fromkeys(values_of(attribute)))


def split(source: Value, delimiter: Value) -> Value:
    """`Split`: the pieces between the delimiters, without blanks around them."""
    if source is None:
        return None
    mark = text(delimiter)
    pieces = text(source).split(mark) if mark else [text(source)]
    return tuple(piece.strip() for piece in pieces)
