"""The CSDL document, as XML."""

from collections.abc import Iterable
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Navigation,
    Operation,
    Property,
)

_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_NAMESPACE = "microsoft.graph"
_PRIMITIVES = frozenset(
    {
        "Binary",
        "Boolean",
        "Date",
        "DateTimeOffset",
        "Double",
        "Duration",
        "Guid",
        "Int32",
        "Int64",
        "Stream",
        "String",
        "TimeOfDay",
    }
)


def metadata_document(models: Iterable[Model]) -> str:
    """Return the document of all *models* together."""
    parts = list(models)
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": _NAMESPACE})
    schema.set("Alias", "graph")
    for enum in _by_name(enum for part in parts for enum in part.enum_types):
        _add_enum(schema, enum)
    for entity in _by_name(entity for part in parts for entity in part.entity_types):
        _add_entity(schema, entity)
    for complex_type in _by_name(kind for part in parts for kind in part.complex_types):
        _add_complex(schema, complex_type)
    for operation in _by_name(one for part in parts for one in part.operations):
        _add_operation(schema, operation)
    _add_container(schema, parts)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


_Named = TypeVar("_Named", EnumType, EntityType, ComplexType, Operation)


def _by_name(named: Iterable[_Named]) -> list[_Named]:
    return sorted(named, key=lambda one: one.name)


def _add_enum(schema: Element, enum: EnumType) -> None:
    element = SubElement(schema, "EnumType", {"Name": enum.name})
    if enum.flags:
        element.set("IsFlags", "true")
    for name, value in enum.members.items():
        SubElement(element, "Member", {"Name": name, "Value": str(value)})


def _add_entity(schema: Element, entity: EntityType) -> None:
    element = _add_type(schema, "EntityType", entity)
    if entity.abstract:
        element.set("Abstract", "true")
    if entity.open:
        element.set("OpenType", "true")
    if entity.key:
        SubElement(SubElement(element, "Key"), "PropertyRef", {"Name": entity.key})
    for one in entity.properties:
        _add_typed(element, "Property", one)
    for navigation in entity.navigations:
        _add_navigation(element, navigation)


def _add_navigation(entity: Element, navigation: Navigation) -> None:
    attributes = {"Name": navigation.name, "Type": _type(navigation.type)}
    element = SubElement(entity, "NavigationProperty", attributes)
    if navigation.contained:
        element.set("ContainsTarget", "true")


def _add_complex(schema: Element, complex_type: ComplexType) -> None:
    element = _add_type(schema, "ComplexType", complex_type)
    for one in complex_type.properties:
        _add_typed(element, "Property", one)


def _add_operation(schema: Element, operation: Operation) -> None:
    kind = "Function" if operation.is_function else "Action"
    element = SubElement(schema, kind, {"Name": operation.name, "IsBound": "true"})
    _add_typed(element, "Parameter", Property(name="bindingParameter", type=operation.bound_to))
    for parameter in operation.parameters:
        _add_typed(element, "Parameter", parameter)
    if operation.returns:
        SubElement(element, "ReturnType", {"Type": _type(operation.returns)})


def _add_container(schema: Element, models: Iterable[Model]) -> None:
    container = SubElement(schema, "EntityContainer", {"Name": "GraphService"})
    for model in models:
        for name, kind in model.entity_sets.items():
            attributes = {"Name": name, "EntityType": f"{_NAMESPACE}.{kind}"}
            SubElement(container, "EntitySet", attributes)
        for name, kind in model.singletons.items():
            SubElement(container, "Singleton", {"Name": name, "Type": f"{_NAMESPACE}.{kind}"})


def _add_type(schema: Element, kind: str, declared: EntityType | ComplexType) -> Element:
    element = SubElement(schema, kind, {"Name": declared.name})
    if declared.base:
        element.set("BaseType", _type(declared.base))
    return element


def _add_typed(parent: Element, kind: str, declared: Property) -> None:
    attributes = {"Name": declared.name, "Type": _type(declared.type)}
    element = SubElement(parent, kind, attributes)
    if not declared.nullable:
        element.set("Nullable", "false")


def _type(name: str) -> str:
    """Return *name* as CSDL writes it: `[user]` is `Collection(graph.user)`."""
    if name.startswith("["):
        return f"Collection({_type(name[1:-1])})"
    return f"Edm.{name}" if name in _PRIMITIVES else f"graph.{name}"
