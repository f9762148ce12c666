"""Strategies that make expressions and users."""

from hypothesis import strategies as st

from tenantry.sync.expression import (
    SIGNATURES,
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Value,
    Word,
)
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.signatures import Parameter, Signature

NAMES = ("country", "department", "displayName", "employeeId", "otherMails")
POSITIONS = {name: index for index, name in enumerate(NAMES)}

_WORDS = st.sampled_from(["", "USA", "usa", "7", "True", "a,b c", "Zoë İI ß", '"\\', "\ud800"])
_FUNCTIONS = [signature for signature in SIGNATURES.values() if signature.name != "Replace"]

users: st.SearchStrategy[tuple[Value, ...]] = st.tuples(
    *[
        st.none() | _WORDS | st.booleans() | st.integers(-5, 500) | st.lists(_WORDS, max_size=3)
        for _ in NAMES
    ]
)

leaves: st.SearchStrategy[Expression] = (
    st.sampled_from(NAMES).map(lambda name: Attribute(name=name))
    | (_WORDS | st.text(max_size=5)).map(lambda text: Constant(text=text))
    | st.integers(-9, 300).map(lambda number: Number(value=number))
)


@st.composite
def _functions(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Function:
    signature = draw(st.sampled_from(_FUNCTIONS))
    arguments = [draw(_arguments(parameter, inner)) for parameter in _parameters(draw, signature)]
    return Function(name=signature.name, arguments=tuple(arguments))


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
