"""Reading a request body against the table of an entity's writable properties.

A `BodyShape` is made once per entity; `read` gives the properties that the body names, by
their Python names, checked.  Names match in any casing (clients write `mailNickName`).
Annotations are ignored, except `…@odata.bind` and `@odata.id`, which mean something: they are
listed like properties where they are allowed.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.annotations import JsonObject

Checked = TypeVar("Checked")
Check = Callable[[object, str], Checked]
"""Takes a JSON value and its path; returns what to store or raises `InvalidValueError`."""

_MEANINGFUL_ANNOTATIONS = ("@odata.bind", "@odata.id")


@dataclass(frozen=True, slots=True)
class Property:
    """A writable property: its Python name, the check of its value, whether null clears it."""

    name: str
    check: Check[object]
    nullable: bool = True


class BodyShape:
    """What the body of a write may hold.

    ``properties`` maps wire names to writable properties; a new object needs those in
    ``required``.  The other wire names are known too: ``read_only`` and ``not_built`` ones are
    refused with 400 and 501, ``ignored`` ones are passed over.
    """

    def __init__(
        self,
        properties: Mapping[str, Property],
        *,
        required: Iterable[str] = (),
        read_only: Iterable[str] = (),
        not_built: Iterable[str] = (),
        ignored: Iterable[str] = (),
    ) -> None:
        self._properties = properties
        self._required = tuple(required)
        self._read_only = frozenset(read_only)
        self._not_built = frozenset(not_built)
        self._ignored = frozenset(ignored)
        known = [*properties, *self._read_only, *self._not_built, *self._ignored]
        self._wire_names = {name.lower(): name for name in known}

    def read_new(self, body: object) -> dict[str, object]:
        """Return the checked values of the *body* that makes a new object; see `read`."""
        read = self.read(body)
        for name in self._required:
            if read.get(self._properties[name].name) is None:
                raise InvalidValueError(name, f"`{name}` is required")
        return read

    def read(self, body: object, path: str = "") -> dict[str, object]:
        """Return the checked values that *body*, a JSON object found at *path*, gives.

        Raises:
            InvalidValueError: A property is unknown, read-only, given twice or of a wrong type.
            NotBuiltError: A property is documented but not built.
        """
        read: dict[str, object] = {}
        for given, value in json_object(body, path).items():
            name = self._wire_name(given, path)
            if name is None:
                continue
            prop = self._properties[name]
            if prop.name in read:
                raise InvalidValueError(name, f"`{name}` is given twice; give it once")
            read[prop.name] = _checked(prop, value, join(path, name))
        return read

    def _wire_name(self, given: str, path: str) -> str | None:
        name = self._wire_names.get(given.lower())
        where = join(path, name or given)
        if name is None:
            if "@" in given and not given.lower().endswith(_MEANINGFUL_ANNOTATIONS):
                return None
            raise unknown_name(where, given, self._properties)
        if name in self._read_only:
            raise InvalidValueError(where, f"`{where}` is read-only; leave it out")
        if name in self._not_built:
            raise NotBuiltError(where)
        return None if name in self._ignored else name


def properties(**checks: tuple[str, Check[Any]]) -> Mapping[str, Property]:
    """Return properties by wire name, from the Python name and the check of each."""
    return {wire: Property(name, check) for wire, (name, check) in checks.items()}


def json_object(body: object, path: str = "") -> JsonObject:
    """Return *body* as a JSON object."""
    if not isinstance(body, Mapping):
        raise wrong_type(path or "body", "a JSON object", body)
    return body


def unknown_name(where: str, given: str, known: Iterable[str]) -> InvalidValueError:
    """Return the error for an unknown name, with the probable one or the known ones."""
    names = sorted(known)
    by_key = {name.lower(): name for name in names}
    close = difflib.get_close_matches(given.lower(), by_key, n=1)
    remedy = f"did you mean `{by_key[close[0]]}`?" if close else f"known are {listed(names)}"
    return InvalidValueError(where, f"`{where}` is not a known property; {remedy}")


def wrong_type(path: str, expected: str, value: object) -> InvalidValueError:
    """Return the error for a value of another JSON type than *expected*, such as `a string`."""
    return InvalidValueError(path, f"`{path}` must be {expected}, not {json_type(value)}")


def json_type(value: object) -> str:
    """Return what JSON calls the type of *value*, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "an array"
        case _:
            return "an object"


def listed(names: Iterable[str]) -> str:
    """Return *names* for a message."""
    return ", ".join(f"`{name}`" for name in names)


def join(path: str, name: str) -> str:
    """Return the path of member *name* below *path*."""
    return f"{path}.{name}" if path else name


def _checked(prop: Property, value: object, path: str) -> object:
    if value is not None:
        return prop.check(value, path)
    if not prop.nullable:
        raise InvalidValueError(path, f"`{path}` cannot be null")
    return None
