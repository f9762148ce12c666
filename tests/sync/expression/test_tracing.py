"""An expression watched: each part with what it gives, and what was never reached."""

from datetime import UTC, datetime

from hypothesis import given, settings

from tenantry.sync.expression import (
    INPUTS,
    EvaluationError,
    Expression,
    Inputs,
    NoFlow,
    Row,
    Step,
    Value,
    compile_expression,
    parse,
    trace_expression,
    write,
)
from tests.sync.expression.strategies import POSITIONS, expressions, users

_INPUTS = Inputs(now=datetime(2026, 3, 1, tzinfo=UTC), seed=b"a seed of 16 byte")


def _steps(text: str, **user: Value) -> tuple[Step, ...]:
    positions = {name: index for index, name in enumerate(user)} | {INPUTS: len(user)}
    return trace_expression(parse(text), positions)((*user.values(), _INPUTS))


def test_every_part_but_constants_is_told_with_its_value() -> None:
    steps = _steps('Append(Left([name], 3), Join("-", [city], "x"))', name="Anders", city="Bern")

    assert [(step.depth, step.text, step.value) for step in steps] == [
        (0, 'Append(Left([name], 3), Join("-", [city], "x"))', "AndBern-x"),
        (1, "Left([name], 3)", "And"),
        (2, "[name]", "Anders"),
        (1, 'Join("-", [city], "x")', "Bern-x"),
        (2, "[city]", "Bern"),
    ]


def test_the_branch_that_is_not_taken_is_not_reached() -> None:
    text = 'IIF([city] = "Bern", [name], Mid([name], 0, 1))'

    whole, condition, city, taken, left_out, inside = _steps(text, name="Ana", city="Bern")

    assert [whole.value, condition.value, city.value, taken.value] == ["Ana", True, "Bern", "Ana"]
    assert [left_out.reached, inside.reached] == [False, False]


def test_of_a_failed_condition_neither_branch_is_reached() -> None:
    whole, condition, city, *branches = _steps(
        'IIF([city] = "Bern", [name], [city])', name="Ana", city=None
    )

    assert isinstance(whole.value, NoFlow)
    assert [condition.value, city.value] == [False, None]
    assert [step.reached for step in branches] == [False, False]


def test_a_part_without_result_tells_why() -> None:
    whole, inner, name = _steps("Append(Item([name], 0), [name])", name="Ana")[:3]

    assert whole.fault == inner.fault == "`Item` counts from 1, so there is no item 0"
    assert (name.value, name.fault) == ("Ana", "")


def test_lots_drawn_in_a_part_are_those_of_the_whole() -> None:
    whole, first, second = _steps('Join(" ", Guid(), Guid())')

    assert whole.value == f"{first.value} {second.value}"


@given(expressions, users)
@settings(max_examples=100)
def test_the_first_step_is_what_the_whole_expression_gives(
    expression: Expression, user: Row
) -> None:
    step, *_ = trace_expression(expression, POSITIONS)(user)

    assert write(expression) == step.text
    assert _outcome(expression, user) == (step.value, step.fault)


def _outcome(expression: Expression, user: Row) -> tuple[Value | NoFlow, str]:
    try:
        return compile_expression(expression, POSITIONS)(user), ""
    except EvaluationError as error:
        return None, error.message
