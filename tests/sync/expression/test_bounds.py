"""Whatever an administrator writes, parsing and evaluating it end soon and in their own errors."""

from contextlib import suppress

import pytest
from hypothesis import example, given, strategies as st

from tenantry.sync.expression import (
    INPUTS,
    SIGNATURES,
    EvaluationError,
    Expression,
    ExpressionError,
    Row,
    attributes_of,
    compile_expression,
    from_source,
    parse,
    to_source,
    trace_expression,
    write,
)
from tests.sync.expression.strategies import users

_PIECES = st.sampled_from(
    [
        *SIGNATURES,
        *"()[],\"\\='<>&-.",
        *("[a]", "[b]", '"b"', '""', "&HF", "12", "0", "vbTextCompare", '"d"', '"yyyy"'),
        *("Replace([a],,", "IIF([a]=", "Switch([a],", "Item([c],", "FormatDateTime([a],,"),
        *('"2020-03-16"', '"(a+)+$"', '"(?<n>a)"', '"${n}"'),
    ]
)


@given(st.text() | st.lists(_PIECES, max_size=25).map("".join), users)
@example("(" * 10_000, (None,) * 6)
@example("Not(" * 2_500, (None,) * 6)
@example("Left([a]," + "9" * 9_000 + ")", (None,) * 6)
@example('Replace([a], , "(", , "")', (None,) * 6)
@example('Replace([a], , "a{99999999999999999999}", , "")', (None,) * 6)
def test_no_text_raises_anything_but_the_errors_of_the_language(text: str, user: Row) -> None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        fault = error
    else:
        assert expression == parse(write(expression)) == from_source(to_source(expression))
        _evaluate(expression, user)
        return

    assert 0 <= fault.position <= len(text)
    assert fault.excerpt.count("\n") == 1


def _evaluate(expression: Expression, user: Row) -> None:
    """Evaluate *expression*, its attributes having the values of *user* in their order."""
    names = attributes_of(expression)
    *values, inputs = user
    positions = {name: at % len(values) for at, name in enumerate(names)} | {INPUTS: len(values)}
    if inputs is not None:
        trace_expression(expression, positions)(user)
        with suppress(EvaluationError):
            compile_expression(expression, positions)(user)


_LONG = "a" * 9_000
_SLOW = {
    "a name that nobody meant": f"{_LONG}()",
    "an attribute that nobody meant": f'Append([{_LONG}], "x")',
    "digits that end in a letter": f"Left([a], {'9' * 9_900}x)",
    "a text that is not closed": f'Append("{_LONG}',
    "thousands of delimiters": f'Word([a], 4, "{_LONG}")',
    "a pattern that backtracks": 'Replace([a], , "(a+)+$", , "b", , )',
    "a pattern that unfolds": 'Replace([a], , "((a{100}){100}){100}", , "b", , )',
    "thousands of alternatives": f'Replace([a], , "{"a|b" * 2_400}", , "b", , )',
    "a thousand arguments": f"Join({','.join(['[a]'] * 2_000)})",
    "a format of thousands of letters": f'FormatDateTime([a], , "{"yMd" * 2_000}", "d")',
    "a format that fits in many ways": (
        f'FormatDateTime("{"1" * 3_000}x", , "{"dM" * 1_000}", "d")'
    ),
    "a format of white space": (
        f'FormatDateTime("{" " * 3_000}x", "AllowInnerWhite", "{" " * 1_000}y", "d")'
    ),
    "a date in a sea of white space": f'CDate("2020-01-01{" " * 9_000}x")',
    "the deepest nesting of choices": 'IIF([a]="b",' * 50 + "[a]" + ',"c")' * 50,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", _SLOW.values(), ids=_SLOW)
def test_what_is_made_to_be_slow_ends_soon(text: str) -> None:
    with suppress(ExpressionError, EvaluationError):
        compile_expression(parse(text), {"a": 0, _LONG: 0})((f"{_LONG}!",))
