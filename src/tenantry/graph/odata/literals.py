"""Literals of a filter: the value that a token stands for, as a property of its kind keeps it."""

from tenantry.clock import format_instant, parse_instant
from tenantry.errors import InvalidValueError
from tenantry.graph.odata.tokens import Token, TokenKind
from tenantry.storage.filters.fields import INTEGERS, Field, Kind, Value

_BOOLEANS = {"true": True, "false": False}
_INTEGER_LENGTH = len(str(INTEGERS.start))
_EXAMPLES = {
    Kind.STRING: "text in single quotes",
    Kind.ID: "a GUID, with or without single quotes",
    Kind.BOOLEAN: "`true` or `false`",
    Kind.INTEGER: "a whole number",
    Kind.INSTANT: "a date or time without quotes, such as `2026-09-15T13:20:11Z`",
}


def value_of(token: Token, field: Field) -> Value:
    """Return the value of *token* for *field*, None for `null`.

    A token that is no value of the field's kind raises `InvalidValueError`.
    """
    if token.is_word("null"):
        return None
    value = _value(token, field.kind)
    if value is None:
        message = f"`{token.shown}` at character {token.position} is no value of `{field}`"
        raise InvalidValueError("$filter", f"{message}; give {_EXAMPLES[field.kind]}")
    return value


def text_of(token: Token, field: Field) -> str:
    """Return the text of *token* for a function on *field*; `InvalidValueError` if it is none."""
    value = value_of(token, field)
    if isinstance(value, str) and field.kind in {Kind.STRING, Kind.ID}:
        return value
    message = f"`{field}` is no text" if value is not None else "`null` is no text"
    raise InvalidValueError("$filter", f"{message}; compare it with `eq`")


def boolean_of(token: Token) -> bool | None:
    """Return what the word `true` or `false` stands for, None for every other token."""
    return _BOOLEANS.get(token.text.lower()) if token.kind is TokenKind.NAME else None


def _value(token: Token, kind: Kind) -> Value:
    match kind, token.kind:
        case Kind.STRING, TokenKind.TEXT | TokenKind.GUID:
            return token.text
        case Kind.ID, TokenKind.TEXT | TokenKind.GUID:
            return token.text.lower()
        case Kind.BOOLEAN, _:
            return boolean_of(token)
        case Kind.INTEGER, TokenKind.NUMBER:
            return _integer(token.text)
        case Kind.INSTANT, TokenKind.INSTANT:
            return _instant(token.text)
        case _:
            return None


def _integer(text: str) -> int | None:
    if "." in text or len(text) > _INTEGER_LENGTH:
        return None
    value = int(text)
    return value if value in INTEGERS else None


def _instant(text: str) -> str | None:
    try:
        return format_instant(parse_instant(text))
    except (ValueError, OverflowError):
        return None
