"""Settings by their names: what each accepts, from files, the environment and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from tenantry.errors import InvalidValueError
from tenantry.runtime.settings import Settings

ENVIRONMENT_PREFIX = "TENANTRY_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One setting as the documentation and the error messages tell it."""

    attribute: str
    meaning: str
    default: object
    accepts: str
    type: Any


def _describe() -> dict[str, Description]:
    types = get_type_hints(Settings, include_extras=True)
    return {
        each.metadata["name"]: Description(
            attribute=each.name,
            meaning=each.metadata["meaning"],
            default=each.default,
            accepts=_accepted_by(types[each.name]),
            type=types[each.name],
        )
        for each in fields(Settings)
    }


def _accepted_by(kind: Any) -> str:  # noqa: ANN401  # any annotation
    if get_origin(kind) is Annotated:
        return str(get_args(kind)[1].description)
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in get_args(kind))
    return "`true` or `false`" if kind is bool else "text"


SETTINGS: Mapping[str, Description] = _describe()
"""Every setting by name, in the order of the documentation."""


def environment_variable(name: str) -> str:
    """Return the environment variable of the setting *name*."""
    return ENVIRONMENT_PREFIX + name.upper().replace(".", "_")


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment variables that make *settings* anew in a child."""
    return {
        environment_variable(name): _text(getattr(settings, description.attribute))
        for name, description in SETTINGS.items()
    }


def parse_value(name: str, value: object, *, source: str) -> object:
    """Return *value* as the setting *name* takes it; *source* tells people where it stands.

    Raises `InvalidValueError` for a name that is no setting and for a value it cannot take.
    """
    if name not in SETTINGS:
        near = get_close_matches(name, SETTINGS, n=1)
        known = ", ".join(f"`{each}`" for each in SETTINGS)
        remedy = f"did you mean `{near[0]}`?" if near else f"the settings are {known}"
        raise InvalidValueError(name, f"`{name}` in {source} is not a setting; {remedy}")
    description = SETTINGS[name]
    try:
        return msgspec.convert(value, description.type, strict=False, dec_hook=_to_path)
    except msgspec.ValidationError as fault:
        message = (
            f"the setting `{name}` cannot be `{value}`, as {source} says;"
            f" it takes {description.accepts}"
        )
        raise InvalidValueError(name, message) from fault


def _to_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    raise msgspec.ValidationError(f"no {kind.__name__}")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.absolute() if isinstance(value, Path) else value)
