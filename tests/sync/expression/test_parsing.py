"""The parser: the whole grammar, and errors that point at the fault."""

import pytest
from hypothesis import given

from tenantry.sync.expression import (
    REFUSED,
    SIGNATURES,
    Attribute,
    Comparison,
    Constant,
    Expression,
    ExpressionError,
    Function,
    Number,
    Word,
    attributes_of,
    compile_expression,
    functions_of,
    parse,
    write,
)
from tenantry.sync.expression.parsing import DEEPEST_NESTING
from tests.sync.expression.strategies import expressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[displayName]", Attribute(name="displayName")),
        (" [ displayName ] ", Attribute(name="displayName")),
        ('"United States"', Constant(text="United States")),
        (r'"a \"b\" \\ c"', Constant(text=r'a "b" \ c')),
        (r'"\d\\d"', Constant(text=r"\d\d")),
        ("Count([a])", Function(name="Count", arguments=(Attribute(name="a"),))),
        ("Len(-2.50)", Function(name="Len", arguments=(Constant(text="-2.50"),))),
        (
            "BitAnd(&HF, -1)",
            Function(name="BitAnd", arguments=(Number(value=15), Number(value=-1))),
        ),
        (
            'Switch([x], , "a","b")',
            Function(
                name="Switch",
                arguments=(Attribute(name="x"), None, Constant(text="a"), Constant(text="b")),
            ),
        ),
        (
            'CBool([a]<>"b")',
            Function(
                name="CBool",
                arguments=(
                    Comparison(operator="<>", left=Attribute(name="a"), right=Constant(text="b")),
                ),
            ),
        ),
        (
            'InStr([a],"b", ,vbTextCompare)',
            Function(
                name="InStr",
                arguments=(
                    Attribute(name="a"),
                    Constant(text="b"),
                    None,
                    Word(name="vbTextCompare"),
                ),
            ),
        ),
    ],
)
def test_a_text_is_read_as_its_parts(text: str, expected: Expression) -> None:
    assert expected == parse(text)


def test_the_other_spelling_of_the_matching_function_is_read_as_the_one_emitted() -> None:
    expression = parse("AltSecIdFromNetId([netId])")

    assert write(expression) == "AltSecIdFromNetid([netId])"


@pytest.mark.parametrize("operator", ["=", "<>", ">", ">=", "<", "<="])
def test_every_comparison_is_read_inside_a_condition(operator: str) -> None:
    text = f'IIF([a] {operator} "1", "yes", "no")'

    assert text == write(parse(text))


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "a value is missing here", 0),
        ("   ", "a value is missing here", 3),
        ('Apend([a], "b")', "there is no function `Apend`; did you mean `Append`?", 0),
        ('append([a], "b")', "there is no function `append`; did you mean `Append`?", 0),
        ("Qqqq()", "there is no function `Qqqq`", 0),
        ("Append([a], [b)", "this `[` is not closed by `]`", 12),
        ('Append([a], "b)', "this text is not closed by a double quote", 12),
        ("Append([a], 'b')", "texts stand in double quotes, not in single ones", 12),
        (
            "Left([a], 1.5)",
            "`NumChars` of `Left` cannot be used: `1.5` is not a whole number",
            10,
        ),
        ("Len(1.5.2)", "numbers are whole, such as `3`, `-1` or `&HF`", 4),
        ('IIF(Len([a]) > 1.5, "b", "c")', "only whole numbers can be compared", 15),
        ('IIF(1.5 < Len([a]), "b", "c")', "only whole numbers can be compared", 4),
        ("1.5", 'an expression is a function, an `[attribute]` or a `"constant"`', 0),
        ("Left([a], 9999999999999999999)", "this number is too large", 10),
        ("BitAnd(&HZ, 1)", "a hexadecimal number is written as in `&HF`", 7),
        ('Append([a]; "b")', "`;` is not expected here", 10),
        ('Append([a], "b"', "a comma or a closing parenthesis is missing here", 15),
        ('Append([a], "b"))', "the expression should end here", 16),
        ("[]", "the brackets hold no attribute name", 0),
        (
            "displayName",
            (
                "`displayName` stands alone: attributes are written `[displayName]`, texts "
                '`"displayName"`'
            ),
            0,
        ),
        ("3", 'an expression is a function, an `[attribute]` or a `"constant"`', 0),
        ('[a] = "b"', "the expression should end here", 4),
        (
            'Append([a] = "b", "c")',
            "values are compared only in the condition of `IIF` or `CBool`",
            7,
        ),
        ("Append([a])", "`Append` needs a value for `suffix`", 0),
        ("Append(, [a])", "`Append` needs a value for `source`", 0),
        ("Count([a], [b])", "`Count` takes one argument", 0),
        ('DefaultDomain("a")', "`DefaultDomain` takes no arguments", 0),
        ("Not(Left([a], 1, 2))", "`Left` takes at most 2 arguments", 4),
        ('Switch([a], "b", "c")', "`key` and `value` come together in `Switch`", 0),
        ("Left([a], vbTextCompare)", "`vbTextCompare` is no value for `NumChars` of `Left`", 10),
        (
            'Replace([a], , "(a", , "")',
            (
                "`regexPattern` of `Replace` cannot be used: `(a` is no valid regular "
                "expression: missing ) at position 2"
            ),
            15,
        ),
        ('Replace([a], , "(?<n>x)", "m", "y")', "the pattern `(?<n>x)` has no group `m`", 0),
        ("SelectUniqueValue([a], [b])", REFUSED["SelectUniqueValue"], 0),
        (
            'Left([a], "x")',
            "`NumChars` of `Left` cannot be used: `x` is not a whole number",
            10,
        ),
        (
            "Left([a], IsNull([b]))",
            "`NumChars` of `Left` needs a whole number, but here stands true or false",
            10,
        ),
        (
            "CDate(Count([a]))",
            "`Expression` of `CDate` needs a date, but here stands a whole number",
            6,
        ),
        (
            'Append(Split([a], ","), "x")',
            "`source` of `Append` takes one value, but here may be several; choose one with `Item`",
            7,
        ),
        (
            'Append(IIF([b]="c", Split([a], ","), "x"), "x")',
            "`source` of `Append` takes one value, but here may be several; choose one with `Item`",
            7,
        ),
        (
            'DateAdd("days", 1, [a])',
            (
                "`interval` of `DateAdd` cannot be used: `days` is no interval; "
                "known are `yyyy`, `m`, `ww`, `d`, `h`, `n`, `s`"
            ),
            8,
        ),
        (
            'FormatDateTime([a], "Roundtripkind", "o", "d")',
            (
                "`dateTimeStyles` of `FormatDateTime` cannot be used: `Roundtripkind` is no date "
                "and time style; did you mean `RoundtripKind`?"
            ),
            20,
        ),
        (
            """FormatDateTime([a], , "yyyy'", "d")""",
            (
                "`inputFormat` of `FormatDateTime` cannot be used: the date format `yyyy'` has a "
                "quote or `\\` without its end"
            ),
            22,
        ),
        (
            'CDate("yesterday")',
            (
                "`Expression` of `CDate` cannot be used: `yesterday` is no date such as "
                "`2020-03-16T07:00:00Z`; bring it into that form with `FormatDateTime`"
            ),
            6,
        ),
        (
            "RandomString(3, 2, 2, 0, 0)",
            (
                "the length of `RandomString` is the sum of the minima, 4, or more, and at most "
                "256, not 3"
            ),
            0,
        ),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert (message, position) == (caught.value.reason, caught.value.position)


def test_the_excerpt_points_at_the_fault_of_a_long_expression() -> None:
    text = f'Append("{"x" * 100}", Apend([a], "b"))'

    with pytest.raises(ExpressionError) as caught:
        parse(text)

    line, caret = caught.value.excerpt.split("\n")
    assert line[len(caret) - 1 :].startswith("Apend(")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_documented_function_without_meaning_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(ExpressionError, match=name) as caught:
        parse(f"{name}([a])")

    assert REFUSED[name] == caught.value.reason


def test_nothing_is_both_known_and_refused() -> None:
    assert not REFUSED.keys() & SIGNATURES.keys()


def test_ten_thousand_characters_are_the_limit() -> None:
    longest = f'"{"x" * 9_998}"'

    assert len(write(parse(longest))) == 10_000
    with pytest.raises(ExpressionError, match="at most 10,000 characters, not 10,001"):
        parse(longest + " ")


_DEEP = {
    "a function": ("Not(", ")"),
    "the condition of IIF": ("IIF(", ',"a","b")'),
    "a comparison in the condition of IIF": ("IIF(", '="c","a","b")'),
    "the choice of IIF": ('IIF([a]="b",', ',"c")'),
    "what may not flow": ("IgnoreFlowIfNullOrEmpty(", ")"),
    "a comparison of CBool": ("CBool(", '="c")'),
    "a key of Switch": ('Switch([a],"d",', ',"c")'),
}


@pytest.mark.parametrize(("opening", "closing"), _DEEP.values(), ids=_DEEP)
def test_the_deepest_nesting_allowed_compiles_and_one_more_is_refused(
    opening: str, closing: str
) -> None:
    deepest = opening * DEEPEST_NESTING + "[a]" + closing * DEEPEST_NESTING

    compile_expression(parse(deepest), {"a": 0})(("x",))
    with pytest.raises(ExpressionError, match="nested more than"):
        parse(opening + deepest + closing)


@given(expressions)
def test_what_is_written_is_read_as_the_same(expression: Expression) -> None:
    assert expression == parse(write(expression))


def test_attributes_and_functions_are_listed_in_the_order_of_the_text() -> None:
    expression = parse('IIF([b]="x", Append([a], [b]), Count([c]))')

    assert attributes_of(expression) == ("b", "a", "c")
    assert [part.name for part in functions_of(expression)] == ["IIF", "Append", "Count"]
