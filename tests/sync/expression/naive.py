"""The plainest evaluator of expressions, against which the compiled one is compared."""

from collections.abc import Callable, Mapping, Sequence

from tenantry.sync.expression import (
    NO_FLOW,
    SIGNATURES,
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    NoFlow,
    Number,
    Value,
    Word,
    attributes_of,
)
from tenantry.sync.expression.functions.conditions import COMPARISONS
from tenantry.sync.expression.values import is_true


def evaluate(expression: Expression | None, user: Mapping[str, Value]) -> Value | NoFlow:
    match expression:
        case None:
            return None
        case Attribute(name=name):
            return user[name]
        case Constant(text=itself) | Number(value=itself) | Word(name=itself):
            return itself
        case Comparison(operator=operator, left=left, right=right):
            return _apply(COMPARISONS[operator], (left, right), user)
        case Function(name="IIF"):
            return _choose(expression, user)
        case Function(name=name, arguments=arguments):
            signature = SIGNATURES[name]
            return _apply(signature.compute, arguments, user, selects=signature.selects)


def _apply(
    compute: Callable[..., Value | NoFlow],
    arguments: Sequence[Expression | None],
    user: Mapping[str, Value],
    *,
    selects: bool = False,
) -> Value | NoFlow:
    values = [evaluate(argument, user) for argument in arguments]
    for value in values:
        if isinstance(value, NoFlow) and not selects:
            return value
    return compute(*values)


def _choose(call: Function, user: Mapping[str, Value]) -> Value | NoFlow:
    condition, if_true, if_false = call.arguments
    assert condition is not None
    for name in attributes_of(condition):
        if user[name] is None or user[name] in ("", (), []):
            return NO_FLOW
    held = evaluate(condition, user)
    if isinstance(held, NoFlow):
        return held
    return evaluate(if_true if is_true(held) else if_false, user)
