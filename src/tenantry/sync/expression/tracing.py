"""An expression watched: what each part of it gives for one row.

Every part is compiled and evaluated by itself, so there is no second meaning of the language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tenantry.sync.expression.catalogue import SIGNATURES
from tenantry.sync.expression.compiling import compile_expression
from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.syntax import (
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Word,
    write,
)
from tenantry.sync.expression.values import NoFlow, Row, Value

_TAKEN_IF_TRUE, _TAKEN_IF_FALSE = Constant(text="true"), Constant(text="false")

_Evaluation: TypeAlias = Callable[[Row], Value | NoFlow]
_Branches: TypeAlias = tuple[tuple[_Evaluation, str], ...]
"""For each `IIF` around a part, what tells the branch taken, and the part's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of an expression: its ``text``, how deep it stands, and what it gave.

    ``fault`` says why it has no value.  What stands in a branch that an `IIF` did not take was
    not ``reached``, and has neither.
    """

    text: str
    depth: int
    value: Value | NoFlow = None
    fault: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    text: str
    depth: int
    evaluate: _Evaluation
    branches: _Branches

    def step(self, row: Row) -> Step:
        if not all(_is_taken(choose, branch, row) for choose, branch in self.branches):
            return Step(text=self.text, depth=self.depth, reached=False)
        try:
            return Step(text=self.text, depth=self.depth, value=self.evaluate(row))
        except EvaluationError as error:
            return Step(text=self.text, depth=self.depth, fault=error.message)


def _is_taken(choose: _Evaluation, branch: str, row: Row) -> bool:
    try:
        return choose(row) == branch
    except EvaluationError:
        return False


def trace_expression(
    expression: Expression, positions: Mapping[str, int]
) -> Callable[[Row], tuple[Step, ...]]:
    """Return the function that gives the steps of a row, that of the whole expression first.

    *positions* are those of `compile_expression`.  A constant within the expression is no step.
    """
    parts = tuple(_Taking(positions).apart(expression, 0, ()))
    return lambda row: tuple(part.step(row) for part in parts)


class _Taking:
    """Takes an expression apart in the order of its text, counting the calls that draw lots."""

    def __init__(self, positions: Mapping[str, int]) -> None:
        self._positions = positions
        self._drawn = 0

    def apart(self, expression: Expression, depth: int, branches: _Branches) -> Iterator[_Part]:
        yield _Part(
            text=write(expression),
            depth=depth,
            evaluate=self._compiled(expression),
            branches=branches,
        )
        for argument, within in self._inside(expression, branches):
            if not isinstance(argument, Constant | Number | Word | None):
                yield from self.apart(argument, depth + 1, within)

    def _inside(
        self, expression: Expression, branches: _Branches
    ) -> list[tuple[Expression | None, _Branches]]:
        match expression:
            case Comparison(left=left, right=right):
                return [(left, branches), (right, branches)]
            case Function(name="IIF", arguments=(condition, if_true, if_false)):
                chosen = (condition, _TAKEN_IF_TRUE, _TAKEN_IF_FALSE)
                choose = self._compiled(Function(name="IIF", arguments=chosen))
                return [
                    (condition, branches),
                    (if_true, (*branches, (choose, _TAKEN_IF_TRUE.text))),
                    (if_false, (*branches, (choose, _TAKEN_IF_FALSE.text))),
                ]
            case Function(name=name, arguments=arguments):
                self._drawn += SIGNATURES[name].draws
                return [(argument, branches) for argument in arguments]
            case _:
                return []

    def _compiled(self, expression: Expression) -> _Evaluation:
        return compile_expression(expression, self._positions, drawn=self._drawn)
