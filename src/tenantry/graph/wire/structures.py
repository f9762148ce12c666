"""Checks of complex values by their Python type: a `msgspec.Struct` with camelCase members.

The type says which members there are and of what type, so that a value is checked, its names
are brought to the documented casing, and the caller is told exactly what is wrong and where.
"""

from typing import TypeVar

import msgspec
from msgspec import inspect

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import Check, Property, join, json_object, unknown_name
from tenantry.graph.wire.checks import flag, list_of, one_of, text, whole_number

Value = TypeVar("Value")


def structure(kind: type[Value]) -> Check[Value]:
    """Return the check of a value of *kind*: a structure, or what its members may be."""
    checked_as = _check_of(inspect.type_info(kind))

    def read(value: object, path: str) -> Value:
        return msgspec.convert(checked_as(value, path), kind)

    return read


def checked_json(kind: type[object]) -> Check[object]:
    """Return the check of a value of *kind* that leaves it JSON, with the documented names.

    What is not given stays away, so that the change of a part can be told from its default.
    """
    return _check_of(inspect.type_info(kind))


def structure_properties(kind: type[msgspec.Struct]) -> dict[str, Property]:
    """Return the members of *kind* as the properties of a body, by their wire names.

    Null is accepted for a member that has a default, and means it.
    """
    return {
        field.encode_name: Property(
            field.name, structure(field.type), nullable=field.default is not msgspec.NODEFAULT
        )
        for field in msgspec.structs.fields(kind)
    }


_SCALARS: dict[type[inspect.Type], Check[object]] = {
    inspect.BoolType: flag,
    inspect.IntType: whole_number,
    inspect.StrType: text,
}


def _check_of(described: inspect.Type) -> Check[object]:
    match described:
        case inspect.StructType():
            return _members(described)
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return list_of(_check_of(item))
        case inspect.UnionType(types=kinds):
            return _or_null([kind for kind in kinds if not isinstance(kind, inspect.NoneType)])
        case inspect.LiteralType(values=values):
            return one_of(str(value) for value in values)
        case _:
            return _SCALARS[type(described)]


def _or_null(kinds: list[inspect.Type]) -> Check[object]:
    (kind,) = kinds
    check = _check_of(kind)
    return lambda value, path: None if value is None else check(value, path)


def _members(described: inspect.StructType) -> Check[object]:
    checks = {field.encode_name: _check_of(field.type) for field in described.fields}
    names = {name.lower(): name for name in checks}
    required = [field.encode_name for field in described.fields if field.required]

    def read(value: object, path: str) -> JsonObject:
        members = {}
        for given, member in json_object(value, path).items():
            name = names.get(given.lower())
            if name is not None:
                members[name] = checks[name](member, join(path, name))
            elif "@" not in given:
                raise unknown_name(join(path, given), given, checks)
        for name in required:
            if name not in members:
                raise InvalidValueError(join(path, name), f"`{join(path, name)}` is required")
        return members

    return read
