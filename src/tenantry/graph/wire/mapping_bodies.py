"""Reading an attribute mapping: its target, its flow and the source tree (contract §4.9)."""

from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Property, properties
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

_DEEPEST_SOURCE = 100


def read_attribute_mapping(value: object, path: str) -> AttributeMapping:
    """Return the mapping that *value*, a JSON object found at *path*, describes."""
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
_SOURCE = properties(
    expression=("expression", text),
    name=("name", text),
    type=("type", one_of([each.value for each in SourceType])),
)
