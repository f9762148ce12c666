"""Strategies that make expressions and users."""

from datetime import UTC

from hypothesis import strategies as st

from tenantry.sync.expression import (
    INPUTS,
    SIGNATURES,
    Attribute,
    Comparison,
    Constant,
    Expression,
    ExpressionError,
    Function,
    Inputs,
    Number,
    Row,
    Word,
)
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.kinds import check_arguments
from tenantry.sync.expression.signatures import Parameter, Signature

_ANY = Attribute(name="country")
NAMES = ("country", "department", "displayName", "employeeId", "otherMails")
POSITIONS = {**{name: index for index, name in enumerate(NAMES)}, INPUTS: len(NAMES)}

_WORDS = st.sampled_from(
    [
        *("", "USA", "usa", "7", "True", "a,b c", "Zoë İI ß", '"\\', "\ud800", "d", "yyyy-MM-dd"),
        *("2020-03-16-07:00", "9999-12-31T23:59:59Z", "1/1/0001 12:00:00 AM"),
        *("129699324000000000", "(?<n>a)", "n", "${n}", "("),
    ]
)

users: st.SearchStrategy[Row] = st.tuples(
    *[
        st.none() | _WORDS | st.booleans() | st.integers(-5, 500) | st.lists(_WORDS, max_size=3)
        for _ in NAMES
    ],
    st.builds(
        Inputs,
        now=st.datetimes(timezones=st.just(UTC)),
        seed=st.binary(min_size=16, max_size=16),
        default_domain=st.sampled_from(["contoso.com", ""]),
    ),
)

leaves: st.SearchStrategy[Expression] = (
    st.sampled_from(NAMES).map(lambda name: Attribute(name=name))
    | (_WORDS | st.text(max_size=5)).map(lambda text: Constant(text=text))
    | st.integers(-9, 300).map(lambda number: Number(value=number))
)


@st.composite
def _functions(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Function:
    signature = draw(st.sampled_from(list(SIGNATURES.values())))
    arguments = [draw(_arguments(parameter, inner)) for parameter in _parameters(draw, signature)]
    return _fitting(signature, arguments)


def _fitting(signature: Signature, arguments: list[Expression | None]) -> Function:
    """Return a call that is allowed, with attributes in place of arguments that can never fit."""
    for index in range(len(arguments)):
        alone = [argument if at == index else _ANY for at, argument in enumerate(arguments)]
        if not _is_allowed(signature, alone):
            arguments[index] = _ANY
    call = Function(name=signature.name, arguments=tuple(arguments))
    if _is_allowed(signature, arguments):
        return call
    return Function(name=signature.name, arguments=(_ANY,) * len(arguments))


def _is_allowed(signature: Signature, arguments: list[Expression | None]) -> bool:
    try:
        check_arguments(signature.call(tuple(arguments), position=0))
    except ExpressionError:
        return False
    return True


def _parameters(draw: st.DrawFn, signature: Signature) -> list[Parameter]:
    repeated = [parameter for parameter in signature.parameters if parameter.repeated]
    return [*signature.parameters, *repeated * draw(st.integers(0, 2))]


def _arguments(
    parameter: Parameter, inner: st.SearchStrategy[Expression]
) -> st.SearchStrategy[Expression | None]:
    arguments: st.SearchStrategy[Expression | None] = inner
    if not parameter.required:
        arguments = st.none() | arguments
    if parameter.words:
        arguments = st.none() | st.sampled_from(parameter.words).map(lambda name: Word(name=name))
    if parameter.condition:
        arguments = arguments | st.builds(
            Comparison, operator=st.sampled_from(sorted(COMPARISONS)), left=inner, right=inner
        )
    return arguments


expressions: st.SearchStrategy[Expression] = st.recursive(leaves, _functions, max_leaves=12).filter(
    lambda expression: isinstance(expression, Attribute | Constant | Function)
)
