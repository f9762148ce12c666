"""Objects that a body names by their id alone, `{"id": "…"}`, and members that say nothing."""

from collections.abc import Mapping
from typing import Any

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.bodies import BodyShape, Check, Property, join, json_object
from tenantry.graph.wire.checks import guid

_OBJECT = BodyShape({"id": Property("id", guid, nullable=False)})
_UNBUILT = "unbuilt_"
_EMPTY: tuple[object, ...] = (None, [], {}, False, "")


def object_id(value: object, path: str) -> str:
    """Return the id of the object; nothing else of it is looked at."""
    given = [member for name, member in json_object(value, path).items() if name.lower() == "id"]
    if len(given) != 1:
        raise InvalidValueError(join(path, "id"), f"`{join(path, 'id')}` is required")
    return str(_OBJECT.read({"id": given[0]}, path)["id"])


def unbuilt(value: object, path: str) -> None:
    """Refuse what is not built, unless it is given as empty or off all through."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            if "@" not in name:
                unbuilt(member, join(path, name))
    elif value not in _EMPTY:
        raise NotBuiltError(path)


def unbuilt_properties(*names: str) -> dict[str, Property]:
    """Return properties that are accepted only while they say nothing."""
    check: Check[Any] = unbuilt
    return {name: Property(f"{_UNBUILT}{name}", check) for name in names}


def stated(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the members *read* that say something, their lists as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in read.items()
        if value is not None and not name.startswith(_UNBUILT)
    }
