"""The expression language on the wire: functions, operators, `parseExpression` (§4.10, §4.11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property, wrong_type
from tenantry.graph.wire.checks import flag, list_of, one_of, text
from tenantry.graph.wire.schemas import source_object
from tenantry.sync.attributes import AttributeDefinition, Attributes, AttributeType
from tenantry.sync.expression import (
    INPUTS,
    EvaluationError,
    Expression,
    ExpressionError,
    Inputs,
    NoFlow,
    Value,
    attributes_of,
    check_kinds,
    check_target,
    compile_expression,
    parse,
    to_source,
)
from tenantry.sync.expression.signatures import Signature
from tenantry.sync.scoping_operators import Operator
from tenantry.sync.target_values import CONVERSIONS


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionTest:
    """What `parseExpression` is asked: an expression, values to try it on, and its target.

    ``values`` are attribute name → value; ``attributes`` describes those that the values or the
    definition of the object name.
    """

    expression: str
    values: Mapping[str, Value]
    attributes: Attributes
    target: AttributeDefinition | None


_Input: TypeAlias = tuple[dict[str, Any], dict[str, AttributeDefinition]]
"""Values of attributes, and their definitions, by name."""


def read_test(body: object) -> ExpressionTest:
    """Return what *body* asks."""
    read: dict[str, Any] = _REQUEST.read(body)
    nothing: _Input = ({}, {})
    values, defined = read.get("input") or nothing
    given = {
        name: AttributeDefinition(name=name, column="", multivalued=isinstance(value, list))
        for name, value in values.items()
    }
    return ExpressionTest(
        expression=read.get("expression") or "",
        values=values,
        attributes={**given, **defined},
        target=read.get("target"),
    )


def answer_test(test: ExpressionTest, known: Attributes, inputs: Inputs) -> JsonObject:
    """Return a `parseExpressionResponse`: what the text says, and what it gives for the values.

    *known* are the attributes of the job's source, beside those that the test describes.
    """
    try:
        parsed = parse(test.expression)
    except ExpressionError as error:
        return _answer(error=_error("InvalidExpression", error, test.expression))
    tree = source_object(to_source(parsed))
    attributes = {**test.attributes, **known}
    try:
        check_kinds(parsed, attributes)
        if test.target is not None:
            check_target(parsed, test.target, attributes)
        value = _evaluated(parsed, test, inputs)
    except (ExpressionError, EvaluationError) as error:
        return _answer(tree=tree, error=_error("EvaluationFailed", error, test.expression))
    if isinstance(value, NoFlow) and value.warning:
        failed = EvaluationError(value.warning)
        return _answer(tree=tree, error=_error("ConditionFailed", failed, test.expression))
    return _answer(tree=tree, result=_result(value))


def _evaluated(parsed: Expression, test: ExpressionTest, inputs: Inputs) -> Value | NoFlow:
    """Return the value, as the target attribute would get it where one is given."""
    names = (INPUTS, *attributes_of(parsed))
    row = (inputs, *(test.values.get(name) for name in names[1:]))
    positions = {name: place for place, name in enumerate(names)}
    value = compile_expression(parsed, positions)(row)
    if test.target is None or test.target.multivalued or isinstance(value, NoFlow):
        return value
    return CONVERSIONS[test.target.type](value)


def _result(value: Value | NoFlow) -> list[str]:
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


def _error(code: str, error: ExpressionError | EvaluationError, text: str) -> JsonObject:
    """Return a `publicError`; its detail shows the place in the *text*, a caret below it."""
    details = []
    if isinstance(error, ExpressionError):
        excerpt = error.within(text).excerpt
        details.append({"code": "Excerpt", "message": excerpt, "target": "expression"})
    return {
        "code": code,
        "message": error.message,
        "target": "expression",
        "details": details,
        "innerError": None,
    }


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


def _attribute(value: object, path: str) -> AttributeDefinition:
    read: dict[str, Any] = _ATTRIBUTE.read(value, path)
    return AttributeDefinition(
        name=read.get("name") or "target",
        column="",
        type=AttributeType(read.get("type") or AttributeType.STRING.value),
        multivalued=bool(read.get("multivalued")),
    )


def _definition(value: object, path: str) -> dict[str, AttributeDefinition]:
    read: dict[str, Any] = _DEFINITION.read(value, path)
    return {each.name: each for each in read.get("attributes") or []}


def _input(value: object, path: str) -> _Input:
    read: dict[str, Any] = _INPUT.read(value, path)
    return dict(read.get("properties") or []), read.get("definition") or {}


_PROPERTY = BodyShape(
    {
        "key": Property("key", text, nullable=False),
        "value": Property("value", _attribute_value),
    }
)
_ATTRIBUTE = BodyShape(
    {
        "name": Property("name", text),
        "type": Property("type", one_of([each.value for each in AttributeType])),
        "multivalued": Property("multivalued", flag),
    },
    ignored=(
        "anchor",
        "apiExpressions",
        "caseExact",
        "defaultValue",
        "flowNullValues",
        "metadata",
        "mutability",
        "referencedObjects",
        "required",
    ),
)
_DEFINITION = BodyShape(
    {"attributes": Property("attributes", list_of(_attribute))},
    ignored=("metadata", "name", "supportedApis"),
)
_INPUT = BodyShape(
    {
        "definition": Property("definition", _definition),
        "properties": Property("properties", list_of(_property)),
    }
)
_REQUEST = BodyShape(
    {
        "expression": Property("expression", text, nullable=False),
        "targetAttributeDefinition": Property("target", _attribute),
        "testInputObject": Property("input", _input),
    }
)
