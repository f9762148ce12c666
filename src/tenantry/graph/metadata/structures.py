"""CSDL of complex types, from the `msgspec.Struct` types that check and keep their values."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import inspect

from tenantry.graph.metadata.model import ComplexType, EnumType, Property

Structure = type[msgspec.Struct]

_PRIMITIVES: dict[type[inspect.Type], str] = {
    inspect.BoolType: "Boolean",
    inspect.IntType: "Int32",
    inspect.StrType: "String",
}


def complex_types(
    names: Mapping[Structure, str], enums: Sequence[EnumType]
) -> tuple[ComplexType, ...]:
    """Return the complex types of the structures in *names*, which use *enums*."""
    return tuple(
        ComplexType(
            name=name,
            base=names.get(kind.__mro__[1], ""),
            properties=struct_properties(kind, names, enums),
        )
        for kind, name in names.items()
    )


def struct_properties(
    kind: Structure, names: Mapping[type, str], enums: Sequence[EnumType]
) -> tuple[Property, ...]:
    """Return the members of *kind* that it does not have from a named base."""
    base = kind.__mro__[1]
    inherited = {field.name for field in msgspec.structs.fields(base)} if base in names else set()
    return tuple(
        Property(
            name=field.encode_name,
            type=_type_name(inspect.type_info(field.type), names, enums),
            nullable=field.type is not str,
        )
        for field in msgspec.structs.fields(kind)
        if field.name not in inherited
    )


def _type_name(
    described: inspect.Type, names: Mapping[type, str], enums: Sequence[EnumType]
) -> str:
    match described:
        case inspect.UnionType(types=(kind, inspect.NoneType())):
            return _type_name(kind, names, enums)
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return f"[{_type_name(item, names, enums)}]"
        case inspect.StructType(cls=cls):
            return names[cls]
        case inspect.LiteralType(values=values):
            return next(enum.name for enum in enums if enum.members.keys() >= set(values))
        case _:
            return _PRIMITIVES[type(described)]
