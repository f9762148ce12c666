"""Functions on texts: joining ends, measuring, cutting pieces out, finding."""

from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.values import Value, integer, text

COMPARE_TEXT = "vbTextCompare"
COMPARE_BINARY = "vbBinaryCompare"


def append(source: Value, suffix: Value) -> Value:
    """`Append`: the source with the suffix at its end."""
    return None if source is None else text(source) + text(suffix)


def in_str(source: Value, sought: Value, start: Value = None, compare: Value = None) -> Value:
    """`InStr`: where the second text first stands in the first, counted from 1; 0 if nowhere."""
    if source is None:
        return None
    first = 1 if start is None else integer(start)
    if first < 1:
        raise EvaluationError("`InStr` starts at character 1 or later")
    comparison = check_comparison(text(compare))
    whole, part = text(source), text(sought)
    if comparison == COMPARE_TEXT:
        whole, part = _ignoring_case(whole), _ignoring_case(part)
    return whole.find(part, first - 1) + 1


def check_comparison(name: str) -> str:
    """Return *name* if it is a way to compare, or raise `EvaluationError`."""
    if name in ("", COMPARE_TEXT, COMPARE_BINARY):
        return name
    raise EvaluationError(
        f"`InStr` compares by `{COMPARE_TEXT}` or `{COMPARE_BINARY}`, not `{name}`"
    )


def left(source: Value, characters: Value) -> Value:
    """`Left`: the first characters, so many as the number says; all of them if it is negative."""
    count = integer(characters)
    return text(source) if count < 0 else text(source)[:count]


def length(source: Value) -> Value:
    """`Len`: how many characters the text has, or the number written out; 0 if it is null."""
    return len(text(source))


def mid(source: Value, start: Value, characters: Value) -> Value:
    """`Mid`: so many *characters* from *start*, counted from 1, as far as there are any."""
    if source is None:
        return None
    first, count = integer(start), integer(characters)
    if first < 1 or count < 0:
        raise EvaluationError("`Mid` starts at character 1 or later and has no negative length")
    return text(source)[first - 1 : first - 1 + count]


def redact(value: Value) -> Value:
    """`Redact`: the value itself; only logs hide it, as `[Redact]`."""
    return value


def strip_spaces(source: Value) -> Value:
    """`StripSpaces`: the source without any space."""
    return None if source is None else text(source).replace(" ", "")


def word(source: Value, number: Value, delimiters: Value) -> Value:
    """`Word`: the word of that *number*, counted from 1, between any of the *delimiters*."""
    index = integer(number) - 1
    marks = text(delimiters)
    separated = text(source).translate(dict.fromkeys(map(ord, marks), marks[:1]))
    words = [part for part in separated.split(marks[0]) if part] if marks else [separated]
    return words[index] if 0 <= index < len(words) else ""


def _ignoring_case(whole: str) -> str:
    """Return *whole* in one casing and with every character still in its place."""
    return "".join(
        lowered if len(lowered := character.lower()) == 1 else character for character in whole
    )
