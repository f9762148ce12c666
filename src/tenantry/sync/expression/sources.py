"""Graph's tree form of an expression, `attributeMappingSource` (contract §4.3 and §4.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tenantry.sync.expression.catalogue import SIGNATURES, WORDS, find_signature
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.parsing import DEEPEST_NESTING, parse
from tenantry.sync.expression.signatures import Signature
from tenantry.sync.expression.syntax import (
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Word,
    write,
)
from tenantry.sync.expression.values import whole_number
from tenantry.sync.suggestions import did_you_mean

_LEFT, _RIGHT = "left", "right"


class SourceType(Enum):
    """Graph's `attributeMappingSourceType`."""

    ATTRIBUTE = "Attribute"
    CONSTANT = "Constant"
    FUNCTION = "Function"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSource:
    """A node of the tree.  ``expression`` is its text, ``parameters`` are its named children."""

    expression: str
    name: str
    type: SourceType
    parameters: tuple[tuple[str, "MappingSource"], ...] = ()


def to_source(expression: Expression) -> MappingSource:
    """Return the tree of *expression*; a comparison is a function named by its operator."""
    match expression:
        case Attribute(name=name):
            return _node(expression, name, SourceType.ATTRIBUTE)
        case Constant(text=name) | Word(name=name):
            return _node(expression, name, SourceType.CONSTANT)
        case Number(value=value):
            return _node(expression, str(value), SourceType.CONSTANT)
        case Comparison(operator=operator, left=left, right=right):
            sides = ((_LEFT, to_source(left)), (_RIGHT, to_source(right)))
            return _node(expression, operator, SourceType.FUNCTION, sides)
        case Function(name=name):
            children = tuple(_parameters(expression))
            return _node(expression, name, SourceType.FUNCTION, children)


def _node(
    expression: Expression,
    name: str,
    kind: SourceType,
    parameters: tuple[tuple[str, MappingSource], ...] = (),
) -> MappingSource:
    return MappingSource(expression=write(expression), name=name, type=kind, parameters=parameters)


def _parameters(function: Function) -> Iterator[tuple[str, MappingSource]]:
    signature = SIGNATURES[function.name]
    for index, argument in enumerate(function.arguments):
        parameter = signature.parameter_at(index)
        if argument is not None and parameter is not None:
            yield parameter.name, to_source(argument)


def from_source(source: MappingSource) -> Expression:
    """Return the expression of a tree: what its text says, or without text what it is built of.

    Raises:
        ExpressionError: the tree is no expression, or its text says something else than its
            name and parameters.
    """
    is_built = bool(source.parameters) or (source.type is not SourceType.FUNCTION and source.name)
    if not source.expression.strip():
        return parse(write(_built(source, depth=0)))
    expression = parse(source.expression)
    if is_built and _trimmed(_built(source, depth=0)) != _trimmed(expression):
        raise ExpressionError(
            "`expression` says something else than `name` and `parameters`; send one of them",
            text=source.expression,
        )
    return expression


def _built(source: MappingSource, depth: int) -> Expression:
    """Return what name and parameters say, not yet checked against the function's signature."""
    if depth > 2 * DEEPEST_NESTING:  # a level of functions may hold a level of comparisons
        raise ExpressionError(f"functions are nested more than {DEEPEST_NESTING} deep")
    if source.type is SourceType.ATTRIBUTE:
        return Attribute(name=source.name)
    if source.type is SourceType.CONSTANT:
        return _built_constant(source)
    children = [(key, _built(child, depth + 1)) for key, child in source.parameters]
    if source.name not in COMPARISONS:
        return _built_function(find_signature(source.name), children)
    sides = dict(children)
    if sides.keys() != {_LEFT, _RIGHT}:
        raise ExpressionError(f"`{source.name}` has the parameters `{_LEFT}` and `{_RIGHT}`")
    return Comparison(operator=source.name, left=sides[_LEFT], right=sides[_RIGHT])


def _built_constant(source: MappingSource) -> Expression:
    """Return a text, unless the node's own text is bare: a number or a known word."""
    if source.expression.strip() == source.name:
        number = whole_number(source.name)
        if number is not None:
            return Number(value=number)
        if source.name in WORDS:
            return Word(name=source.name)
    return Constant(text=source.name)


def _built_function(signature: Signature, children: list[tuple[str, Expression]]) -> Function:
    places: dict[int, Expression] = {}
    for key, child in children:
        places[_free_place(signature, key, places)] = child
    last = max(places, default=-1)
    return Function(
        name=signature.name, arguments=tuple(places.get(index) for index in range(last + 1))
    )


def _free_place(signature: Signature, key: str, taken: dict[int, Expression]) -> int:
    """Return the first argument position of parameter *key* that is not taken."""
    for index in range(len(signature.parameters) + len(signature.parameters) * len(taken) + 1):
        parameter = signature.parameter_at(index)
        if parameter is not None and parameter.name == key and index not in taken:
            return index
    known = [parameter.name for parameter in signature.parameters]
    raise ExpressionError(
        f"`{signature.name}` takes no further parameter `{key}`{did_you_mean(key, known)}"
    )


def _trimmed(expression: Expression) -> Expression:
    """Return *expression* without empty argument positions at the end of a call."""
    match expression:
        case Comparison(operator=operator, left=left, right=right):
            return Comparison(operator=operator, left=_trimmed(left), right=_trimmed(right))
        case Function(name=name, arguments=arguments):
            kept = list(arguments)
            while kept and kept[-1] is None:
                kept.pop()
            return Function(
                name=name,
                arguments=tuple(None if part is None else _trimmed(part) for part in kept),
            )
        case _:
            return expression
