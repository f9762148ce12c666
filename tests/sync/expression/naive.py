"""The plainest evaluator of expressions, against which the compiled one is compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tenantry.sync.expression import (
    NO_FLOW,
    SIGNATURES,
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Inputs,
    NoFlow,
    Number,
    Value,
    Word,
    attributes_of,
    functions_of,
)
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.values import is_true


def evaluate(expression: Expression, user: Mapping[str, Value], inputs: Inputs) -> Value | NoFlow:
    """Return what *expression* gives; the lots of a call are those of its number among its like."""
    drawing = [call for call in functions_of(expression) if SIGNATURES[call.name].draws]
    places = {id(call): f"/{number}" for number, call in enumerate(drawing)}
    return _Evaluator(user, inputs, places).evaluate(expression)


@dataclass(frozen=True)
class _Evaluator:
    user: Mapping[str, Value]
    inputs: Inputs
    places: Mapping[int, str]

    def evaluate(self, expression: Expression | None) -> Value | NoFlow:
        match expression:
            case None:
                return None
            case Attribute(name=name):
                return self.user[name]
            case Constant(text=itself) | Number(value=itself) | Word(name=itself):
                return itself
            case Comparison(operator=operator, left=left, right=right):
                return self._apply(COMPARISONS[operator], (left, right))
            case Function():
                return self._call(expression)

    def _call(self, call: Function) -> Value | NoFlow:
        signature = SIGNATURES[call.name]
        if call.name == "IIF":
            return self._choose(call)
        if signature.reads_inputs:
            return self._apply(lambda *values: signature.compute(self.inputs, *values), ())
        if not signature.draws:
            return self._apply(signature.compute, call.arguments, selects=signature.selects)
        place = self.places[id(call)]
        return self._apply(
            lambda *values: signature.compute(self.inputs, *values, place=place), call.arguments
        )

    def _apply(
        self,
        compute: Callable[..., Value | NoFlow],
        arguments: Sequence[Expression | None],
        *,
        selects: bool = False,
    ) -> Value | NoFlow:
        values = [self.evaluate(argument) for argument in arguments]
        for value in values:
            if isinstance(value, NoFlow) and not selects:
                return value
        return compute(*values)

    def _choose(self, call: Function) -> Value | NoFlow:
        condition, if_true, if_false = call.arguments
        assert condition is not None
        for name in attributes_of(condition):
            if self.user[name] is None or self.user[name] in ("", (), []):
                return NO_FLOW
        held = self.evaluate(condition)
        if isinstance(held, NoFlow):
            return held
        return self.evaluate(if_true if is_true(held) else if_false)
