"""What makes the value of a property acceptable: its length, its form, its place in a list.

Types are checked at the edge; here a text is a text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tenantry.errors import InvalidValueError

Record = dict[str, Any]
"""An object as operations give it: column name → value, lists and objects decoded."""

Rule = Callable[[str, Any], None]
"""Takes the property's name and its value, None to clear it; raises `InvalidValueError`."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextRule:
    """The rule of a text of at most ``limit`` characters.

    ``form`` has to match the whole text; ``expected`` says in words what it allows.
    """

    limit: int
    clearable: bool
    form: re.Pattern[str] | None
    expected: str

    def __call__(self, name: str, value: str | None) -> None:
        """Raise unless the property *name* may have this value."""
        if value is None:
            refuse_clearing(name, clearable=self.clearable)
            return
        if not value.strip():
            raise InvalidValueError(name, f"`{name}` must not be empty; null clears a property")
        if len(value) > self.limit:
            message = f"`{name}` has {len(value)} characters, at most {self.limit} are allowed"
            raise InvalidValueError(name, message)
        if not value.isprintable() and _UNPRINTABLE.search(value):
            raise InvalidValueError(name, f"`{name}` must not hold control characters")
        if self.form is not None and not self.form.fullmatch(value):
            raise InvalidValueError(name, f"`{name}` must be {self.expected}, not `{value}`")


def text(
    limit: int, *, clearable: bool = True, form: re.Pattern[str] | None = None, expected: str = ""
) -> TextRule:
    """Return the rule of a text, as `TextRule` explains."""
    return TextRule(limit, clearable, form, expected)


def choice(*members: str, clearable: bool = True) -> Rule:
    """Return the rule of a text that is one of *members*."""

    def rule(name: str, value: str | None) -> None:
        if value is None:
            refuse_clearing(name, clearable=clearable)
        elif value not in members:
            known = ", ".join(f"`{member}`" for member in members)
            raise InvalidValueError(name, f"`{value}` is not a value of `{name}`; use {known}")

    return rule


def texts(limit: int, *, count: int) -> Rule:
    """Return the rule of a list of at most *count* texts of at most *limit* characters."""
    each = text(limit, clearable=False)

    def rule(name: str, value: list[str] | None) -> None:
        if value is None:
            return
        if len(value) > count:
            message = f"`{name}` has {len(value)} values, at most {count} are allowed"
            raise InvalidValueError(name, message)
        for item in value:
            each(name, item)

    return rule


def document(**members: Rule) -> Rule:
    """Return the rule of an object that has some of *members* and nothing else."""

    def rule(name: str, value: Mapping[str, Any] | None) -> None:
        for member, inner in (value or {}).items():
            if member not in members:
                raise InvalidValueError(name, f"`{member}` is not a member of `{name}`")
            members[member](f"{name}.{member}", inner)

    return rule


def anything(_name: str, _value: object) -> None:
    """Accept every value of the right type."""


def required(name: str, value: object) -> None:
    """Accept every value but None."""
    refuse_clearing(name, clearable=value is not None)


def refuse_clearing(name: str, *, clearable: bool) -> None:
    """Raise unless the property may be cleared."""
    if not clearable:
        raise InvalidValueError(name, f"`{name}` is required and cannot be cleared")


def check(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> None:
    """Check each of *values* by its rule; a property without one cannot be set."""
    for name, value in values.items():
        rule = rules.get(name)
        if rule is None:
            raise InvalidValueError(name, f"`{name}` is read-only; leave it out")
        rule(name, value)


def require_all(values: Mapping[str, Any], *names: str) -> None:
    """Raise unless *values* has a value for every one of *names*."""
    for name in names:
        if values.get(name) is None:
            raise InvalidValueError(name, f"`{name}` is required")


def differing(before: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
    """Return those of *values* that *before* does not have yet."""
    return {name: value for name, value in values.items() if not _is_same(before.get(name), value)}


def _is_same(old: object, new: object) -> bool:
    """Return whether nothing would change; an empty list or object is no value at all."""
    return old == new or (old in ([], {}, None) and new in ([], {}, None))
