"""Reading a schema that a client sends (contract §4.9).

The whole document is read: what the engine does not know is refused by its place, so that no
mapping is lost silently.  Directories are ours to tell and are not read.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import filled_text, flag, list_of, one_of, text, whole_number
from tenantry.sync.expression import (
    Expression,
    ExpressionError,
    MappingSource,
    SourceType,
    from_source,
)
from tenantry.sync.flows import FlowBehavior, FlowType
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.schema import (
    DEFAULT_GROUPS,
    GROUP,
    GROUPS_MAPPING_NAME,
    USER,
    USERS_MAPPING_NAME,
    ObjectMapping,
)
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter

_DEEPEST_SOURCE = 100
_NAMES = {USER: USERS_MAPPING_NAME, GROUP: GROUPS_MAPPING_NAME}
_FLOWS = {"add": "Add", "update": "Update", "delete": "Delete"}


class ObjectMappings(NamedTuple):
    """The object mappings of a schema; groups that are not named are as they are by default."""

    users: ObjectMapping
    groups: ObjectMapping = DEFAULT_GROUPS


def read_schema(body: object) -> ObjectMappings | None:
    """Return the object mappings that *body* holds, None where it names no rules."""
    return _SCHEMA.read(body).get("mappings")  # type: ignore[return-value]  # what _rules returns


def _ignored(value: object, _path: str) -> object:
    return value


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
    names = [name.strip().lower() for name in text(value, path).split(",")]
    if names in (["none"], [""]):
        return frozenset()
    for name in names:
        if name not in _FLOWS:
            known = "`Add`, `Update`, `Delete` and `None`"
            raise InvalidValueError(path, f"`{name}` is no value of `{path}`; known are {known}")
    return frozenset(_FLOWS[name] for name in names)


def _attribute_mapping(value: object, path: str) -> AttributeMapping:
    read: dict[str, Any] = _ATTRIBUTE_MAPPING.read(value, path)
    if "target" not in read:
        place = f"{path}.targetAttributeName"
        raise InvalidValueError(place, f"`{place}` is required")
    return AttributeMapping(**{"source": None, **read})


def _source(value: object, path: str) -> Expression:
    try:
        return from_source(_source_tree(value, path, 0))
    except ExpressionError as error:
        raise InvalidValueError(f"{path}.expression", error.message) from error


def _source_tree(value: object, path: str, depth: int) -> MappingSource:
    if depth > _DEEPEST_SOURCE:
        raise InvalidValueError(path, f"`{path}` is nested too deeply")

    def parameter(each: object, place: str) -> tuple[str, MappingSource]:
        shape = BodyShape(
            {
                "key": Property("key", text, nullable=False),
                "value": Property(
                    "value", lambda child, at: _source_tree(child, at, depth + 1), nullable=False
                ),
            }
        )
        pair: dict[str, Any] = shape.read(each, place)
        if set(pair) != {"key", "value"}:
            raise InvalidValueError(place, f"`{place}` needs `key` and `value`")
        return pair["key"], pair["value"]

    shape = BodyShape({**_SOURCE, "parameters": Property("parameters", list_of(parameter))})
    read: dict[str, Any] = shape.read(value, path)
    return MappingSource(
        expression=read.get("expression") or "",
        name=read.get("name") or "",
        type=SourceType(read.get("type") or SourceType.FUNCTION.value),
        parameters=tuple(read.get("parameters") or ()),
    )


def _scope(value: object, path: str) -> ScopingFilter:
    read: dict[str, Any] = _SCOPE.read(value, path)
    for name in ("inputFilterGroups", "categoryFilterGroups"):
        if read.get(name):
            raise NotBuiltError(f"{path}.{name}")
    return ScopingFilter(groups=tuple(read.get("groups") or ()))


def _group(value: object, path: str) -> FilterGroup:
    read: dict[str, Any] = _GROUP.read(value, path)
    return FilterGroup(title=read.get("name") or "", clauses=tuple(read.get("clauses") or ()))


def _clause(value: object, path: str) -> FilterClause:
    read: dict[str, Any] = _CLAUSE.read(value, path)
    for name in ("operator", "attribute"):
        if name not in read:
            raise InvalidValueError(path, f"`{path}` needs `operatorName` and `sourceOperandName`")
    return FilterClause(
        attribute=read["attribute"],
        operator=read["operator"],
        values=tuple(read.get("values") or ()),
    )


def _operand(value: object, path: str) -> object:
    return _OPERAND.read(value, path).get("values")


def _properties(**checks: tuple[str, Check[Any]]) -> Mapping[str, Property]:
    return {wire: Property(name, check) for wire, (name, check) in checks.items()}


_SCHEMA = BodyShape(
    _properties(
        id=("id", _ignored),
        version=("version", _ignored),
        synchronizationRules=("mappings", _rules),
        directories=("directories", _ignored),
    )
)
_RULE = BodyShape(
    _properties(
        id=("id", _ignored),
        name=("name", _ignored),
        priority=("priority", whole_number),
        editable=("editable", flag),
        sourceDirectoryName=("source", text),
        targetDirectoryName=("target", text),
        containerFilter=("container_filter", _ignored),
        groupFilter=("group_filter", _ignored),
        metadata=("metadata", _ignored),
        objectMappings=("mappings", _object_mappings),
    )
)
_OBJECT_MAPPING = BodyShape(
    {
        "enabled": Property("enabled", flag, nullable=False),
        "flowTypes": Property("flow_types", _flow_types, nullable=False),
        **_properties(
            name=("name", text),
            sourceObjectName=("sourceObjectName", text),
            targetObjectName=("targetObjectName", text),
            scope=("scope", _scope),
            metadata=("metadata", _ignored),
            attributeMappings=("mappings", list_of(_attribute_mapping)),
        ),
    }
)
_ATTRIBUTE_MAPPING = BodyShape(
    {
        "targetAttributeName": Property("target", filled_text, nullable=False),
        "matchingPriority": Property("matching_priority", whole_number, nullable=False),
        "flowBehavior": Property(
            "flow_behavior",
            lambda value, path: FlowBehavior(
                one_of([each.value for each in FlowBehavior])(value, path)
            ),
            nullable=False,
        ),
        "flowType": Property(
            "flow_type",
            lambda value, path: FlowType(one_of([each.value for each in FlowType])(value, path)),
            nullable=False,
        ),
        "exportMissingReferences": Property("export_missing_references", flag, nullable=False),
        "defaultValue": Property("default_value", text),
        "source": Property("source", _source),
    }
)
_SOURCE = _properties(
    expression=("expression", text),
    name=("name", text),
    type=("type", one_of([each.value for each in SourceType])),
)
_SCOPE = BodyShape(
    _properties(
        groups=("groups", list_of(_group)),
        inputFilterGroups=("inputFilterGroups", list_of(_ignored)),
        categoryFilterGroups=("categoryFilterGroups", list_of(_ignored)),
    )
)
_GROUP = BodyShape(_properties(name=("name", text), clauses=("clauses", list_of(_clause))))
_OPERAND = BodyShape(_properties(values=("values", list_of(text))))
_CLAUSE = BodyShape(
    _properties(
        operatorName=("operator", text),
        sourceOperandName=("attribute", text),
        targetOperand=("values", _operand),
    )
)
