"""The words of the expression language: text in, tokens out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tenantry.sync.expression.errors import ExpressionError


class TokenKind(Enum):
    """The kinds of token; each value names a group of the pattern below."""

    ATTRIBUTE = "attribute"
    TEXT = "text"
    NUMBER = "number"
    FRACTION = "fraction"
    NAME = "name"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: ``text`` as written, ``position`` of its first character."""

    kind: TokenKind
    text: str
    position: int


_TOKEN = re.compile(
    r"""
      (?P<attribute> \[ [^\[\]"]* \] )
    | (?P<text>      " (?: [^"\\] | \\. )* " )
    | (?P<number>    &H[0-9A-Fa-f]+ \b | -?[0-9]++ (?![.\w]) )
    | (?P<fraction>  -?[0-9]+\.[0-9]+ (?![.\w]) )
    | (?P<name>      [A-Za-z_][A-Za-z0-9_]* )
    | (?P<operator>  <> | >= | <= | [=<>] )
    | (?P<mark>      [(),] )
    | (?P<space>     \s+ )
    """,
    re.VERBOSE | re.DOTALL,
)

_EXPLANATIONS = {
    "[": "this `[` is not closed by `]`",
    '"': "this text is not closed by a double quote",
    "'": "texts stand in double quotes, not in single ones",
    "&": "a hexadecimal number is written as in `&HF`",
}


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*, at last one of kind `END`.

    Raises:
        ExpressionError: a character begins no token.
    """
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise _unexpected(text, position)
        if found.lastgroup != "space":
            yield Token(kind=TokenKind(found.lastgroup), text=found[0], position=position)
        position = found.end()
    yield Token(kind=TokenKind.END, text="", position=position)


def _unexpected(text: str, position: int) -> ExpressionError:
    character = text[position]
    if character.isdigit() or text[position : position + 2].startswith("-"):
        explanation = "numbers are whole, such as `3`, `-1` or `&HF`"
    else:
        explanation = _EXPLANATIONS.get(character, f"`{character}` is not expected here")
    return ExpressionError(explanation, text=text, position=position)
