"""The expression language on the wire: functions, operators, `parseExpression` (§4.10, §4.11)."""

from collections.abc import Mapping
from typing import Any

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property, wrong_type
from tenantry.graph.wire.checks import list_of, text
from tenantry.graph.wire.schemas import source_object
from tenantry.sync.expression import (
    INPUTS,
    EvaluationError,
    ExpressionError,
    Inputs,
    NoFlow,
    attributes_of,
    compile_expression,
    parse,
    to_source,
)
from tenantry.sync.expression.signatures import Signature
from tenantry.sync.scoping_operators import Operator


def operator_object(operator: Operator) -> JsonObject:
    """Return a `filterOperatorSchema`; clients know it by `id` or by `name`."""
    return {
        "id": operator.name,
        "name": operator.name,
        "arity": "Unary" if operator.is_unary else "Binary",
        "multivaluedComparisonType": "All",
        "supportedAttributeTypes": [kind.value for kind in operator.types],
    }


def function_object(signature: Signature) -> JsonObject:
    """Return an `attributeMappingFunctionSchema`."""
    return {
        "id": signature.name,
        "name": signature.name,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "required": parameter.required,
                "allowMultipleOccurrences": parameter.repeated,
            }
            for parameter in signature.parameters
        ],
    }


def parse_answer(expression: str, properties: Mapping[str, Any], inputs: Inputs) -> JsonObject:
    """Return a `parseExpressionResponse`: what the text says and gives for *properties*."""
    try:
        parsed = parse(expression)
    except ExpressionError as error:
        return _answer(error=_error(error.message))
    tree = source_object(to_source(parsed))
    names = (INPUTS, *attributes_of(parsed))
    positions = {name: place for place, name in enumerate(names)}
    row = (inputs, *(properties.get(name) for name in names[1:]))
    try:
        value = compile_expression(parsed, positions)(row)
    except EvaluationError as error:
        return _answer(tree=tree, error=_error(error.message))
    return _answer(tree=tree, result=_result(value))


def _result(value: object) -> list[str]:
    if value is None or isinstance(value, NoFlow):
        return []
    values = value if isinstance(value, list | tuple) else [value]
    return [str(each) for each in values]


def _answer(
    *,
    tree: JsonObject | None = None,
    result: list[str] | None = None,
    error: JsonObject | None = None,
) -> JsonObject:
    return {
        "error": error,
        "parsingSucceeded": tree is not None,
        "parsedExpression": tree,
        "evaluationSucceeded": result is not None,
        "evaluationResult": result or [],
    }


def _error(message: str) -> JsonObject:
    return {"code": "InvalidExpression", "message": message, "target": "expression"}


def _any(value: object, _path: str) -> object:
    return value


def _attribute_value(value: object, path: str) -> object:
    """Return what an attribute can hold: one value, or several texts."""
    if isinstance(value, list):
        return list_of(text)(value, path)
    if not isinstance(value, str | int):
        raise wrong_type(path, "a string, a whole number, a boolean or an array", value)
    return value


def _property(value: object, path: str) -> tuple[str, object]:
    read: dict[str, Any] = _PROPERTY.read(value, path)
    return read.get("key", ""), read.get("value")


def _input(value: object, path: str) -> dict[str, object]:
    read: dict[str, Any] = _INPUT.read(value, path)
    return dict(read.get("properties") or [])


_PROPERTY = BodyShape(
    {
        "key": Property("key", text, nullable=False),
        "value": Property("value", _attribute_value),
    }
)
_INPUT = BodyShape(
    {
        "definition": Property("definition", _any),
        "properties": Property("properties", list_of(_property)),
    }
)
PARSE_EXPRESSION = BodyShape(
    {
        "expression": Property("expression", text, nullable=False),
        "targetAttributeDefinition": Property("target", _any),
        "testInputObject": Property("properties", _input),
    },
    required=("expression",),
)
