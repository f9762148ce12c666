"""The parser of `$expand` and of property lists such as `$select` (contract §1.8)."""

import re
from dataclasses import dataclass

from tenantry.errors import InvalidValueError

_NAME = re.compile(r"[@A-Za-z_][\w.@/-]*", re.ASCII)
_ITEM = re.compile(r"\s*([\w.@/*-]+)\s*(?:\(([^()]*)\)\s*)?(,|$)", re.ASCII)
_MAX_LEVELS = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expand:
    """One expanded relationship; ``levels`` is a number, `max`, or None if not given.

    ``inside`` are relationships of the expanded objects that are expanded in turn.
    """

    relationship: str
    select: tuple[str, ...] = ()
    levels: int | str | None = None
    inside: tuple[str, ...] = ()


def parse_names(text: str, option: str) -> tuple[str, ...]:
    """Return the property names of a list such as `id, displayName`, each once.

    Raises `InvalidValueError` for *option* if one is no name.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if not _NAME.fullmatch(name):
            message = f"`{name}` is no property name; separate names by single commas"
            raise InvalidValueError(option, message)
    return names


def parse_expand(text: str) -> tuple[Expand, ...]:
    """Return the expansions of `manager($levels=max;$select=id),members` and the like."""
    expansions = []
    position = 0
    more = True
    while more:
        found = _ITEM.match(text, position)
        if found is None:
            where = f"at character {position + 1} of `$expand`"
            raise InvalidValueError("$expand", f"expected a relationship {where}")
        relationship, nested, separator = found.groups()
        expansions.append(_expand(relationship, nested or ""))
        position = found.end()
        more = separator == ","
    return tuple(expansions)


def _expand(relationship: str, nested: str) -> Expand:
    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in nested.split(";"))):
        name, _, value = part.partition("=")
        option = name.strip().lower().removeprefix("$")
        if option not in {"expand", "select", "levels"} or option in given:
            known = "known are `$select`, `$expand` and `$levels`, each once"
            message = f"`{name.strip()}` inside `{relationship}(…)` is not supported; {known}"
            raise InvalidValueError("$expand", message)
        given[option] = value.strip()
    return Expand(
        relationship=relationship,
        select=parse_names(given["select"], "$expand") if "select" in given else (),
        levels=_levels(given["levels"]) if "levels" in given else None,
        inside=parse_names(given["expand"], "$expand") if "expand" in given else (),
    )


def _levels(text: str) -> int | str:
    if text.lower() == _MAX_LEVELS:
        return _MAX_LEVELS
    if re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        return int(text)
    raise InvalidValueError("$expand", f"`$levels` is a number from 1 or `max`, not `{text}`")
