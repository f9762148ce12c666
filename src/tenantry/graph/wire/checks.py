"""Checks of JSON values by type: each takes a value and its path and returns what to store."""

from collections.abc import Iterable

from tenantry.clock import format_instant, parse_instant
from tenantry.errors import InvalidValueError
from tenantry.graph.odata.paths import parse_reference
from tenantry.graph.wire.bodies import Check, Checked, listed, wrong_type
from tenantry.identifiers import is_id

_INT32_RANGE = range(-(2**31), 2**31)


def ignored(value: object, _path: str) -> object:
    """Return whatever is given: nothing follows from it."""
    return value


def text(value: object, path: str) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise wrong_type(path, "a string", value)
    return value


def filled_text(value: object, path: str) -> str:
    """Return a string that is not blank."""
    checked = text(value, path)
    if not checked.strip():
        raise InvalidValueError(path, f"`{path}` must not be empty")
    return checked


def flag(value: object, path: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise wrong_type(path, "a boolean", value)
    return value


def whole_number(value: object, path: str) -> int:
    """Return a number of 32 bits without a fraction."""
    if isinstance(value, bool) or not isinstance(value, int) or value not in _INT32_RANGE:
        raise wrong_type(path, "a whole number of 32 bits", value)
    return value


def guid(value: object, path: str) -> str:
    """Return a GUID in lower case."""
    checked = text(value, path)
    if not is_id(checked):
        raise InvalidValueError(path, f"`{path}` must be a GUID, not `{checked}`")
    return checked.lower()


def instant(value: object, path: str) -> str:
    """Return the stored form of an ISO 8601 instant."""
    checked = text(value, path)
    try:
        return format_instant(parse_instant(checked))
    except (ValueError, OverflowError):
        example = "such as `2026-11-02T10:21:44Z`"
        raise InvalidValueError(path, f"`{path}` must be an instant {example}") from None


def one_of(known: Iterable[str]) -> Check[str]:
    """Return the check of an enum with exactly the members *known*."""
    members = tuple(known)

    def member(value: object, path: str) -> str:
        checked = text(value, path)
        if checked not in members:
            raise InvalidValueError(
                path, f"`{checked}` is not a value of `{path}`; known are {listed(members)}"
            )
        return checked

    return member


def list_of(check: Check[Checked]) -> Check[list[Checked]]:
    """Return the check of an array whose items pass *check*."""

    def items(value: object, path: str) -> list[Checked]:
        if not isinstance(value, list):
            raise wrong_type(path, "an array", value)
        return [check(item, f"{path}[{index}]") for index, item in enumerate(value)]

    return items


def reference(sets: Iterable[str]) -> Check[tuple[str, str]]:
    """Return the check of an `@odata.id` that points into one of *sets*: its set and key.

    The host is not looked at: clients made for the public cloud send its name (contract §1.14).
    """
    known = {name.lower(): name for name in sets}

    def set_and_key(value: object, path: str) -> tuple[str, str]:
        name, key = parse_reference(text(value, path))
        if name.lower() not in known:
            message = f"`{path}` must point into one of {listed(known.values())}, not `{name}`"
            raise InvalidValueError(path, message)
        return known[name.lower()], key

    return set_and_key
