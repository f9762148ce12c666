"""Reading a schema that a client sends (contract §4.9).

The whole document is read: what the engine does not know is refused by its place, so that no
mapping is lost silently.  Directories are ours to tell and are not read.
`mapping_bodies` reads the attribute mappings in it, `scope_bodies` the scoping filters.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Property, properties
from tenantry.graph.wire.checks import flag, ignored, list_of, text, whole_number
from tenantry.graph.wire.mapping_bodies import read_attribute_mapping
from tenantry.graph.wire.scope_bodies import read_scope
from tenantry.sync.schema import (
    DEFAULT_GROUPS,
    GROUP,
    GROUPS_MAPPING_NAME,
    USER,
    USERS_MAPPING_NAME,
    ObjectMapping,
)
from tenantry.sync.scoping import ScopingFilter

_NAMES = {USER: USERS_MAPPING_NAME, GROUP: GROUPS_MAPPING_NAME}
_FLOWS = {"add": "Add", "update": "Update", "delete": "Delete"}


class ObjectMappings(NamedTuple):
    """The object mappings of a schema; groups that are not named are as they are by default."""

    users: ObjectMapping
    groups: ObjectMapping = DEFAULT_GROUPS


def read_schema(body: object) -> ObjectMappings | None:
    """Return the object mappings that *body* holds, None where it names no rules."""
    return _SCHEMA.read(body).get("mappings")  # type: ignore[return-value]  # what _rules returns


def _rules(value: object, path: str) -> ObjectMappings:
    rules = list_of(_rule)(value, path)
    if len(rules) != 1:
        raise InvalidValueError(path, f"`{path}` must hold exactly the one rule of the job")
    return rules[0]


def _rule(value: object, path: str) -> ObjectMappings:
    mappings = _RULE.read(value, path).get("mappings")
    if not isinstance(mappings, ObjectMappings):
        place = f"{path}.objectMappings"
        raise InvalidValueError(place, f"`{place}` is required")
    return mappings


def _object_mappings(value: object, path: str) -> ObjectMappings:
    read: dict[str, ObjectMapping] = {}
    for object_name, mapping in list_of(_object_mapping)(value, path):
        if object_name in read:
            message = f"`{path}` holds two mappings of `{object_name}`; keep one"
            raise InvalidValueError(path, message)
        read[object_name] = mapping
    if USER not in read:
        raise InvalidValueError(path, f"`{path}` must hold the mapping of users")
    return ObjectMappings(read[USER], read.get(GROUP, DEFAULT_GROUPS))


def _object_mapping(value: object, path: str) -> tuple[str, ObjectMapping]:
    read: dict[str, Any] = _OBJECT_MAPPING.read(value, path)
    object_name = _object_name(read, path)
    if read.get("mappings") is None:
        place = f"{path}.attributeMappings"
        raise InvalidValueError(place, f"`{place}` is required; send the whole schema")
    return object_name, ObjectMapping(
        name=read.get("name") or _NAMES[object_name],
        mappings=tuple(read["mappings"]),
        scope=read.get("scope") or ScopingFilter(),
        flow_types=read.get("flow_types", frozenset(_FLOWS.values())),
        enabled=read.get("enabled", object_name == USER),
    )


def _object_name(read: Mapping[str, Any], path: str) -> str:
    """Return what is mapped: the same type of object on both sides."""
    source = read.get("sourceObjectName") or USER
    target = read.get("targetObjectName") or source
    for side, name in (("source", source), ("target", target)):
        if name not in _NAMES:
            place, known = f"{path}.{side}ObjectName", "`User` and `Group`"
            message = f"`{name}` is no object that is synchronized; `{place}` can be {known}"
            raise InvalidValueError(place, message)
    if source != target:
        place = f"{path}.targetObjectName"
        raise InvalidValueError(place, f"`{place}` must be `{source}`, as the source is")
    return str(source)


def _flow_types(value: object, path: str) -> frozenset[str]:
    names = [name.strip() for name in text(value, path).split(",")]
    if [name.lower() for name in names] in (["none"], [""]):
        return frozenset()
    for name in names:
        if name.lower() not in _FLOWS:
            known = "`Add`, `Update`, `Delete` and `None`"
            raise InvalidValueError(path, f"`{name}` is no value of `{path}`; known are {known}")
    return frozenset(_FLOWS[name.lower()] for name in names)


_SCHEMA = BodyShape(
    properties(
        id=("id", ignored),
        version=("version", ignored),
        synchronizationRules=("mappings", _rules),
        directories=("directories", ignored),
    )
)
_RULE = BodyShape(
    properties(
        id=("id", ignored),
        name=("name", ignored),
        priority=("priority", whole_number),
        editable=("editable", flag),
        sourceDirectoryName=("source", text),
        targetDirectoryName=("target", text),
        containerFilter=("container_filter", ignored),
        groupFilter=("group_filter", ignored),
        metadata=("metadata", ignored),
        objectMappings=("mappings", _object_mappings),
    )
)
_OBJECT_MAPPING = BodyShape(
    {
        "enabled": Property("enabled", flag, nullable=False),
        "flowTypes": Property("flow_types", _flow_types, nullable=False),
        **properties(
            name=("name", text),
            sourceObjectName=("sourceObjectName", text),
            targetObjectName=("targetObjectName", text),
            scope=("scope", read_scope),
            metadata=("metadata", ignored),
            attributeMappings=("mappings", list_of(read_attribute_mapping)),
        ),
    }
)
