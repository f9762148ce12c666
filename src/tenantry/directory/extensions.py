"""Directory extension attributes: their names, types and limits.

An application registers `name` as `extension_<application id without dashes>_<name>`; names are
case-sensitive.  A value has at most 256 characters or bytes, an object at most 100 values
(behaviour §1, §21).
"""

import base64
import binascii
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from tenantry.clock import parse_instant
from tenantry.directory.values import Record, Rule, check, choice, require_all, text
from tenantry.errors import InvalidValueError

_NAME = re.compile(r"extension_([0-9a-f]{32})_(\w{1,256})", re.ASCII)
_VALUE_LENGTH = 256
_VALUE_COUNT = 100
_INTEGER = range(-(2**31), 2**31)
_LARGE_INTEGER = range(-(2**63), 2**63)
_TARGETS = frozenset(
    {"User", "Group", "AdministrativeUnit", "Application", "Device", "Organization"}
)


def _is_whole(value: object, bounds: range) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in bounds


def _is_instant(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_instant(value))
    except ValueError:
        return False


def _is_binary(value: object) -> bool:
    try:
        return len(base64.b64decode(str(value), validate=True)) <= _VALUE_LENGTH
    except binascii.Error:
        return False


_TYPES: Mapping[str, Callable[[object], bool]] = {
    "Binary": _is_binary,
    "Boolean": lambda value: isinstance(value, bool),
    "DateTime": _is_instant,
    "Integer": lambda value: _is_whole(value, _INTEGER),
    "LargeInteger": lambda value: _is_whole(value, _LARGE_INTEGER),
    "String": lambda value: isinstance(value, str) and len(value) <= _VALUE_LENGTH,
}

_RULES: Mapping[str, Rule] = {
    "name": text(256, clearable=False, form=re.compile(r"\w+", re.ASCII), expected="one word"),
    "data_type": choice(*_TYPES, clearable=False),
    "is_multi_valued": lambda _name, _value: None,
    "target_objects": lambda _name, _value: None,
}


def full_name(app_id: str, name: str) -> str:
    """Return the attribute name of extension *name* of an application."""
    return f"extension_{app_id.replace('-', '')}_{name}"


def find_app_id(name: str) -> str | None:
    """Return the application id in an attribute name, None if it is not an extension's name."""
    match = _NAME.fullmatch(name)
    return str(uuid.UUID(match[1])) if match else None


def check_new_extension(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* register an extension."""
    require_all(values, "name", "data_type", "target_objects")
    check(_RULES, values)
    unknown = set(values["target_objects"]) - _TARGETS
    if unknown or not values["target_objects"]:
        message = f"`target_objects` must be some of {', '.join(sorted(_TARGETS))}"
        raise InvalidValueError("target_objects", message)


def check_extensions(
    values: Mapping[str, Any], registered: Mapping[str, Record], target: str
) -> None:
    """Check *values*, attribute name → value, against the *registered* extensions by full name.

    None takes a value away.  *target* is the kind of object, such as `User`.
    """
    for name, value in values.items():
        extension = registered.get(name)
        if extension is None or target not in extension["target_objects"]:
            message = f"`{name}` is not registered for {target}; register it as extension property"
            raise InvalidValueError(name, message)
        if value is not None:
            _check_value(name, value, extension)


def merged(before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Record | None:
    """Return the extension values after *values* were set; None when none is left."""
    result = {**(before or {}), **values}
    kept = {name: value for name, value in result.items() if value not in (None, [])}
    if len(kept) > _VALUE_COUNT:
        message = f"an object has at most {_VALUE_COUNT} extension values, not {len(kept)}"
        raise InvalidValueError("extensions", message)
    return kept or None


def _check_value(name: str, value: object, extension: Mapping[str, Any]) -> None:
    several = bool(extension.get("is_multi_valued"))
    if several != isinstance(value, list):
        message = f"`{name}` takes {'a list of values' if several else 'one value'}"
        raise InvalidValueError(name, message)
    is_valid = _TYPES[extension["data_type"]]
    for item in value if isinstance(value, list) else [value]:
        if not is_valid(item):
            limit = f" of at most {_VALUE_LENGTH} characters or bytes"
            message = f"`{name}` must be of type {extension['data_type']}{limit}"
            raise InvalidValueError(name, message)
