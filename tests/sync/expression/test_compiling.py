"""Compiled expressions: conditions over nulls, laziness, and agreement with a plain evaluator."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tenantry.sync.expression import (
    EvaluationError,
    Expression,
    ExpressionError,
    NoFlow,
    Row,
    Value,
    compile_expression,
    parse,
)
from tests.sync.expression.naive import evaluate
from tests.sync.expression.strategies import NAMES, POSITIONS, expressions, users


def _evaluate(text: str, **user: Value) -> Value | NoFlow:
    positions = {name: index for index, name in enumerate(user)}
    return compile_expression(parse(text), positions)(tuple(user.values()))


@pytest.mark.parametrize(
    ("country", "expected"), [("USA", "USA"), ("usa", "Sales"), ("France", "Sales")]
)
def test_iif_chooses_by_its_condition(country: str, expected: str) -> None:
    text = 'IIF([country]="USA", [country], [department])'

    assert expected == _evaluate(text, country=country, department="Sales")


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ('IIF([country]="USA",IIF([state]="CA","True","False"),"False")', "CA", "True"),
        ('IIF([country]="USA",IIF([state]="CA","True","False"),"False")', "WA", "False"),
        ('IIF([country]="USA","True",IIF([state]="CA","True","False"))', "WA", "True"),
        ('Switch([state],[state],"","Other")', None, "Other"),
        ('Switch([state],[state],"","Other")', "CA", "CA"),
        ('IgnoreFlowIfNullOrEmpty(Switch([state], "", "WA", "Dr.", "OR", "Prof."))', "WA", "Dr."),
    ],
)
def test_the_documented_ways_to_combine_conditions_hold(
    text: str, state: Value, expected: str
) -> None:
    assert expected == _evaluate(text, country="USA", state=state)


@pytest.mark.parametrize("absent", [None, "", ()])
@pytest.mark.parametrize(
    "text",
    [
        'IIF([country]="", "Other", [country])',
        'IIF(IsNullOrEmpty([country]), "Other", [country])',
        'IIF(IsPresent([country]), [country], "Other")',
        'IIF("USA"=[country], "a", "b")',
    ],
)
def test_a_condition_over_a_null_attribute_fails_with_a_warning(text: str, absent: Value) -> None:
    result = _evaluate(text, country=absent)

    assert isinstance(result, NoFlow)
    assert "the condition of `IIF` reads `[country]`" in result.warning


def test_a_null_in_the_chosen_value_is_no_failed_condition() -> None:
    assert _evaluate('IIF([a]="x", [b], "c")', a="x", b=None) is None


@pytest.mark.parametrize(
    "text",
    [
        'Append(IIF([a]="x", "y", "z"), "suffix")',
        'Join("-", "b", IgnoreFlowIfNullOrEmpty([a]))',
        'Switch(IgnoreFlowIfNullOrEmpty([a]), "d", "k", "v")',
        'IIF(IIF([a]="x", "True", "False")="True", "y", "z")',
        'IIF(IgnoreFlowIfNullOrEmpty(Left("x", 0))="", "y", "z")',
        'Coalesce([a], IgnoreFlowIfNullOrEmpty([a]), "b")',
    ],
)
def test_what_is_built_on_a_value_that_does_not_flow_does_not_flow(text: str) -> None:
    assert isinstance(_evaluate(text, a=None), NoFlow)


@pytest.mark.parametrize(
    "text",
    [
        'IIF([b]="x", "chosen", IgnoreFlowIfNullOrEmpty([a]))',
        'Switch([b], IgnoreFlowIfNullOrEmpty([a]), "x", "chosen")',
        'Coalesce("chosen", IgnoreFlowIfNullOrEmpty([a]))',
        'IIF([b]="x", "chosen", Mid([b], 0, 1))',
        'IIF(IIF([b]="x","True","False")="True", "chosen", Mid([b], 0, 1))',
    ],
)
def test_what_is_not_chosen_has_no_effect(text: str) -> None:
    assert _evaluate(text, a=None, b="x") == "chosen"


def test_an_unknown_attribute_is_refused_with_the_one_probably_meant() -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(parse('Append("x", [DisplayName])'), {"displayName": 0})

    assert caught.value.position == 12
    assert "there is no source attribute `DisplayName`; did you mean" in caught.value.reason


@pytest.mark.parametrize(
    "hostile", ["__import__('os')", "'''", '" + row[0] + "', "\\", "{row}", "\n", "\ud800"]
)
def test_the_text_of_a_constant_is_never_code(hostile: str) -> None:
    escaped = hostile.replace("\\", "\\\\").replace('"', '\\"')

    assert hostile == _evaluate(f'Append("{escaped}", "")')


@given(expressions, users)
@settings(max_examples=300)
def test_compiled_expressions_agree_with_the_plain_evaluator(
    expression: Expression, user: Row
) -> None:
    *values, inputs = user
    named = dict(zip(NAMES, values, strict=True))
    expected = _outcome(lambda: evaluate(expression, named, inputs))
    outcome = _outcome(lambda: compile_expression(expression, POSITIONS)(user))

    assert expected == outcome


def _outcome(evaluation: Callable[[], Value | NoFlow]) -> tuple[str, Value]:
    """Return what kind of outcome an evaluation has, and the value or the message."""
    try:
        result = evaluation()
    except EvaluationError as error:
        return "failure", error.message
    if isinstance(result, NoFlow):
        return "no flow", None
    return type(result).__name__, result
