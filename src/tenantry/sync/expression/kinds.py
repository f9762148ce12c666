"""What kind of value an expression gives, and whether the arguments of a call fit it.

Only what can never be right is refused: a text may turn out to be a number, so it is left to
the evaluation, but the result of `IsNull` is never a date.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import AttributeDefinition, Attributes, AttributeType
from tenantry.sync.expression.catalogue import SIGNATURES
from tenantry.sync.expression.dates.texts import read_moment
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.signatures import Parameter
from tenantry.sync.expression.syntax import (
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    parts,
)
from tenantry.sync.expression.values import Value, integer
from tenantry.sync.suggestions import did_you_mean

_NO_ATTRIBUTES: Attributes = MappingProxyType({})
_REFUSED: Mapping[AttributeType, frozenset[AttributeType]] = {
    AttributeType.INTEGER: frozenset({AttributeType.BOOLEAN, AttributeType.DATE_TIME}),
    AttributeType.DATE_TIME: frozenset({AttributeType.BOOLEAN, AttributeType.INTEGER}),
}
NAMES_OF_TYPES: Mapping[AttributeType, str] = {
    AttributeType.STRING: "a text",
    AttributeType.INTEGER: "a whole number",
    AttributeType.BOOLEAN: "true or false",
    AttributeType.DATE_TIME: "a date",
    AttributeType.REFERENCE: "a reference",
    AttributeType.BINARY: "bytes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The ``type`` of a value, None where it depends, and whether there may be ``several``."""

    type: AttributeType | None = None
    several: bool = False


def kind_of(expression: Expression | None, attributes: Attributes = _NO_ATTRIBUTES) -> Kind:
    """Return what *expression* gives, as far as the *attributes* are known."""
    match expression:
        case Attribute(name=name) if name in attributes:
            definition = attributes[name]
            return Kind(type=definition.type, several=definition.multivalued)
        case Constant():
            return Kind(type=AttributeType.STRING)
        case Number():
            return Kind(type=AttributeType.INTEGER)
        case Comparison():
            return Kind(type=AttributeType.BOOLEAN)
        case Function():
            return _kind_of_call(expression, attributes)
        case _:
            return Kind()


def _kind_of_call(call: Function, attributes: Attributes) -> Kind:
    """Return what the function gives, or what the arguments it chooses from have in common."""
    results = [
        kind_of(argument, attributes) for parameter, argument in _given(call) if parameter.result
    ]
    if not results:
        signature = SIGNATURES[call.name]
        return Kind(type=signature.returns, several=signature.several)
    types = {kind.type for kind in results}
    return Kind(
        type=types.pop() if len(types) == 1 else None,
        several=any(kind.several for kind in results),
    )


def check_kinds(expression: Expression, attributes: Attributes) -> None:
    """Check every attribute and call in *expression* against the source's *attributes*.

    Raises:
        ExpressionError: there is no such attribute, or an argument can never be what its
            parameter needs.
    """
    for part in parts(expression):
        if isinstance(part, Attribute) and part.name not in attributes:
            raise unknown_attribute(part, attributes)
        if isinstance(part, Function):
            check_arguments(part, attributes)


def check_target(expression: Expression, target: AttributeDefinition, source: Attributes) -> None:
    """Check that the *target* attribute can hold what *expression* gives.

    Raises:
        ExpressionError: it never can.
    """
    kind = kind_of(expression, source)
    reason = _wrong_kind(kind, target.type, several=target.multivalued)
    if reason:
        raise ExpressionError(f"`{target.name}` {reason}", position=expression.position)


def unknown_attribute(attribute: Attribute, known: Iterable[str]) -> ExpressionError:
    """Return the error of an attribute that is none of the *known* ones."""
    return ExpressionError(
        f"there is no source attribute `{attribute.name}`{did_you_mean(attribute.name, known)}",
        position=attribute.position,
    )


def check_arguments(call: Function, attributes: Attributes = _NO_ATTRIBUTES) -> None:
    """Check the arguments of *call* alone; see `check_kinds`."""
    for parameter, argument in _given(call):
        reason = _misfit(parameter, argument, kind_of(argument, attributes))
        if reason:
            message = f"`{parameter.name}` of `{call.name}` {reason}"
            raise ExpressionError(message, position=argument.position)
    _check_constants(call)


def _check_constants(call: Function) -> None:
    """Check what the constants among the arguments of *call* say together."""
    check = SIGNATURES[call.name].check
    if check is None:
        return
    try:
        check(*map(_constant, call.arguments))
    except InvalidValueError as error:
        raise ExpressionError(error.message, position=call.position) from None


def _constant(argument: Expression | None) -> Value:
    match argument:
        case Constant(text=value) | Number(value=value):
            return value
        case _:
            return None


def _given(call: Function) -> Iterator[tuple[Parameter, Expression]]:
    signature = SIGNATURES[call.name]
    for index, argument in enumerate(call.arguments):
        parameter = signature.parameter_at(index)
        if argument is not None and parameter is not None:
            yield parameter, argument


def _misfit(parameter: Parameter, argument: Expression, kind: Kind) -> str:
    """Return why *argument* can never stand for *parameter*, or nothing."""
    reason = _wrong_kind(kind, parameter.type, several=parameter.several)
    if reason:
        return reason
    if not isinstance(argument, Constant):
        return ""
    try:
        _check_constant(parameter, argument.text)
    except InvalidValueError as error:
        return f"cannot be used: {error.message}"
    return ""


def _wrong_kind(kind: Kind, wanted: AttributeType, *, several: bool) -> str:
    """Return why a value of this *kind* can never be one of the *wanted* type, or nothing."""
    if kind.several and not several:
        return "takes one value, but here may be several; choose one with `Item`"
    if kind.type is not None and kind.type in _REFUSED.get(wanted, ()):
        return f"needs {NAMES_OF_TYPES[wanted]}, but here stands {NAMES_OF_TYPES[kind.type]}"
    return ""


def _check_constant(parameter: Parameter, text: str) -> None:
    if parameter.check is not None and (text or parameter.required):
        parameter.check(text)
    elif parameter.type is AttributeType.INTEGER:
        integer(text)
    elif parameter.type is AttributeType.DATE_TIME and text:
        read_moment(text)
