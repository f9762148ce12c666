"""Expressions compiled to Python functions of a source row (behaviour §6).

The functions of `functions/` are the whole meaning; what is added here is laziness of `IIF`,
and the rule that a condition over an attribute without value fails (decision 6).  An argument
that does not flow makes the call around it not flow, unless the function only selects.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count

from tenantry.sync.expression.catalogue import SIGNATURES
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.generated import Namespace
from tenantry.sync.expression.inputs import INPUTS
from tenantry.sync.expression.kinds import unknown_attribute
from tenantry.sync.expression.syntax import (
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Word,
    attributes_of,
    functions_of,
)
from tenantry.sync.expression.values import ABSENT, NoFlow, Row, Value, is_true

_MAY_NOT_FLOW = frozenset({"IIF", "IgnoreFlowIfNullOrEmpty"})


def compile_expression(
    expression: Expression, positions: Mapping[str, int], *, drawn: int = 0
) -> Callable[[Row], Value | NoFlow]:
    """Return the function that evaluates *expression* on a row.

    *positions* gives the place in the row of each source attribute, and of the `INPUTS` if the
    expression `needs_inputs`.  A part of an expression is told how many calls before it have
    *drawn*.  The function raises `EvaluationError` when a row has no result.

    Raises:
        ExpressionError: the expression reads an attribute that has no position.
    """
    namespace = Namespace()
    return namespace.function(_Compiler(positions, namespace, "", drawn).source(expression))


def may_not_flow(expression: Expression | None) -> bool:
    """Return whether *expression* can have `NoFlow` as its result."""
    match expression:
        case Function(name=name, arguments=arguments):
            return name in _MAY_NOT_FLOW or any(map(may_not_flow, arguments))
        case Comparison(left=left, right=right):
            return may_not_flow(left) or may_not_flow(right)
        case _:
            return False


def python_source(
    expression: Expression | None,
    positions: Mapping[str, int],
    namespace: Namespace,
    place: str = "",
) -> str:
    """Return Python source that evaluates *expression* on the tuple `row`.

    Two expressions at different *place*s draw different lots.

    Raises:
        ExpressionError: the expression reads an attribute that has no position.
    """
    return _Compiler(positions, namespace, place, 0).source(expression)


def draws(expression: Expression) -> bool:
    """Return whether the value of *expression* may be another one each time (ADR 0011)."""
    return any(SIGNATURES[function.name].draws for function in functions_of(expression))


def needs_inputs(expression: Expression) -> bool:
    """Return whether *expression* can only be evaluated with the `Inputs` of an evaluation."""
    signatures = (SIGNATURES[function.name] for function in functions_of(expression))
    return any(signature.draws or signature.reads_inputs for signature in signatures)


class _Compiler:
    def __init__(
        self, positions: Mapping[str, int], namespace: Namespace, place: str, drawn: int
    ) -> None:
        self._positions = positions
        self._namespace = namespace
        self._places = (f"{place}/{number}" for number in count(drawn))

    def source(self, expression: Expression | None) -> str:
        match expression:
            case Attribute():
                return self._attribute(expression)
            case Constant(text=literal) | Word(name=literal) | Number(value=literal):
                return ascii(literal)
            case Comparison(operator=operator, left=left, right=right):
                return self._call(COMPARISONS[operator], (left, right))
            case Function():
                return self._function(expression)
            case None:
                return "None"

    def _attribute(self, attribute: Attribute) -> str:
        position = self._positions.get(attribute.name)
        if position is None:
            raise unknown_attribute(attribute, self._positions.keys() - {INPUTS})
        return f"row[{position}]"

    def _function(self, expression: Function) -> str:
        signature, arguments = SIGNATURES[expression.name], expression.arguments
        if expression.name == "IIF":
            return self._choice(*arguments)
        if signature.draws:
            compute = partial(signature.compute, place=next(self._places))
            return self._call(compute, arguments, first=self._inputs())
        first = self._inputs() if signature.reads_inputs else ""
        return self._call(signature.compute, arguments, first=first, selects=signature.selects)

    def _inputs(self) -> str:
        return f"row[{self._positions[INPUTS]}]"

    def _call(
        self,
        function: Callable[..., object],
        arguments: tuple[Expression | None, ...],
        *,
        first: str = "",
        selects: bool = False,
    ) -> str:
        sources = [first] if first else []
        sources += [self.source(argument) for argument in arguments]
        name = self._namespace.name(function)
        if selects or not any(map(may_not_flow, arguments)):
            return f"{name}({', '.join(sources)})"
        return f"{self._namespace.name(_if_all_flow)}({', '.join([name, *sources])})"

    def _choice(
        self,
        condition: Expression | None,
        if_true: Expression | None,
        if_false: Expression | None,
    ) -> str:
        decision = self.source(condition)
        held = self._namespace.local()
        if_not_flowing = ""
        if may_not_flow(condition):
            if_not_flowing = (
                f"{held} if {self._namespace.name(_is_no_flow)}({held} := {decision}) else "
            )
            decision = held
        if not isinstance(condition, Comparison) or if_not_flowing:
            decision = f"{self._namespace.name(is_true)}({decision})"
        chosen = (
            f"{if_not_flowing}{self.source(if_true)} if {decision} else {self.source(if_false)}"
        )
        read = () if condition is None else attributes_of(condition)
        if not read:
            return f"({chosen})"
        absent = self._namespace.name(ABSENT)
        any_absent = " or ".join(f"row[{self._positions[name]}] in {absent}" for name in read)
        return f"({self._namespace.name(_failed_condition(read))} if {any_absent} else {chosen})"


def _failed_condition(read: tuple[str, ...]) -> NoFlow:
    names = ", ".join(f"`[{name}]`" for name in read)
    return NoFlow(
        warning=f"the condition of `IIF` reads {names}, where a value is missing; "
        'test for an empty value with `Switch` and the key `""`'
    )


def _if_all_flow(
    function: Callable[..., Value | NoFlow], *arguments: Value | NoFlow
) -> Value | NoFlow:
    """Return the function's result, or the first argument that does not flow."""
    for argument in arguments:
        if isinstance(argument, NoFlow):
            return argument
    return function(*arguments)


def _is_no_flow(value: Value | NoFlow) -> bool:
    return isinstance(value, NoFlow)
