"""Entity types, complex types, enums, operations and sets: what a CSDL document says.

Types are written as the reference documents write them: `user`, `String`, `[user]` for a
collection; `properties("id: String!", "mail")` gives properties, `!` for those never null.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A structural property."""

    name: str
    type: str = "String"
    nullable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """A navigation property; ``contained`` objects live only inside this one."""

    name: str
    type: str
    contained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A type with a key: its own, or the one of its ``base``."""

    name: str
    base: str = ""
    key: str = ""
    properties: tuple[Property, ...] = ()
    navigations: tuple[Navigation, ...] = ()
    abstract: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexType:
    """A type without a key."""

    name: str
    base: str = ""
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """An enum: its members and their numbers."""

    name: str
    members: Mapping[str, int]
    flags: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An action or function on objects of the type ``bound_to``, such as `user` or `[user]`."""

    name: str
    bound_to: str
    parameters: tuple[Property, ...] = ()
    returns: str = ""
    is_function: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The part of a resource; sets and singletons map names to entity types."""

    entity_types: tuple[EntityType, ...] = ()
    complex_types: tuple[ComplexType, ...] = ()
    enum_types: tuple[EnumType, ...] = ()
    operations: tuple[Operation, ...] = ()
    entity_sets: Mapping[str, str] = field(default_factory=dict)
    singletons: Mapping[str, str] = field(default_factory=dict)


def enum_type(name: str, *members: str) -> EnumType:
    """Return the enum whose *members* are numbered from 0."""
    return EnumType(name=name, members={member: number for number, member in enumerate(members)})


def properties(*declared: str) -> tuple[Property, ...]:
    """Return the properties that `name: type` texts declare; without a type it is `String`."""
    return tuple(_property(text) for text in declared)


def _property(text: str) -> Property:
    name, _, kind = text.partition(":")
    kind = kind.strip() or "String"
    return Property(name=name, type=kind.removesuffix("!"), nullable=not kind.endswith("!"))
