"""The values that flow through expressions, and how one kind is read as another.

An absent attribute is `None`.  A multi-valued attribute is a list or tuple of text.  A source
user is a `Row`: a tuple of values, and of the evaluation's `Inputs` where they are needed, whose
positions the caller fixed when it compiled the expression.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from tenantry.sync.expression.errors import EvaluationError

Value: TypeAlias = str | int | bool | list[str] | tuple[str, ...] | None
Row: TypeAlias = tuple[Any, ...]

LONGEST_VALUE = 100_000
"""Characters that a value may have on its way; no attribute is that long, only what grows."""

ABSENT: tuple[Value, ...] = (None, "", (), [])
"""Every form of "no value"; `value in ABSENT` asks for null or empty."""

# As many digits as fit 64 bits whatever they are.
_NUMBER = re.compile(r"-?[0-9]{1,18}|&H(?P<hexadecimal>[0-9A-Fa-f]{1,15})")
_FRACTION = re.compile(r"-?[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFlow:
    """The result of an expression whose attribute must not flow for this user.

    ``warning`` says why, and is empty where the expression asked for it.
    """

    warning: str = ""


NO_FLOW = NoFlow()
"""The attribute does not flow because the expression says so."""


def text(value: Value) -> str:
    """Return *value* as text: null as empty, booleans as `True` and `False`.

    Raises:
        EvaluationError: several values stand where one is needed.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if len(value) > 1:
        raise EvaluationError(
            f"one value is needed, but there are {len(value)}; choose one with `Item`"
        )
    return value[0] if value else ""


def check_length(length: int) -> None:
    """Raise `EvaluationError` if a value of that *length* is too long to go on with.

    Functions whose result can be many times as long as what they are given call it; nested in
    each other they would grow a value beyond all bounds.
    """
    if length > LONGEST_VALUE:
        raise EvaluationError(f"a value has at most {LONGEST_VALUE:,} characters on its way")


def integer(value: Value) -> int:
    """Return *value* as a whole number; text may be decimal or hexadecimal (`&HF`).

    Raises:
        EvaluationError: *value* is no whole number.
    """
    if isinstance(value, int):
        return int(value)
    number = whole_number(text(value))
    if number is None:
        raise EvaluationError(f"`{text(value)}` is not a whole number")
    return number


def whole_number(digits: str) -> int | None:
    """Return the whole number that *digits* spell, decimal or hexadecimal, or None."""
    spelled = _NUMBER.fullmatch(digits)
    if spelled is None:
        return None
    hexadecimal = spelled["hexadecimal"]
    return int(digits) if hexadecimal is None else int(hexadecimal, 16)


def is_true(value: object) -> bool:
    """Return whether *value* is true as a condition: `True` in any casing or a number but 0."""
    if isinstance(value, str):
        is_number = whole_number(value) or (_FRACTION.fullmatch(value) and value.strip("-0."))
        return value.casefold() == "true" or bool(is_number)
    return isinstance(value, int) and value != 0


def values_of(value: Value) -> list[str] | tuple[str, ...]:
    """Return the single values of *value* as text; none when it is null or empty."""
    if isinstance(value, list | tuple):
        return value
    return () if value in ABSENT else (text(value),)
