"""Tokens of `$filter` and `$orderby`."""

import re
from dataclasses import dataclass
from enum import Enum

from tenantry.errors import InvalidValueError

_SHOWN = 40  # characters


class TokenKind(Enum):
    """What a token is."""

    TEXT = "text in quotes"
    GUID = "GUID"
    INSTANT = "date"
    NUMBER = "number"
    NAME = "name"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token; ``text`` is its value (quotes undone), ``position`` counts characters from 1."""

    kind: TokenKind
    text: str
    position: int

    @property
    def shown(self) -> str:
        """The text as messages show it, cut if it is long."""
        return self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"

    def is_word(self, word: str) -> bool:
        """Return whether the token is the name *word*, in any casing."""
        return self.kind is TokenKind.NAME and self.text.lower() == word

    def is_mark(self, mark: str) -> bool:
        """Return whether the token is the punctuation *mark*."""
        return self.kind is TokenKind.MARK and self.text == mark


_GRAMMAR = re.compile(
    r"""
      (?P<TEXT>   '(?:[^']|'')*' )
    | (?P<GUID>   [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} (?![\w-]) )
    | (?P<INSTANT>\d{4}-\d\d-\d\d
                  (?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)? (?:Z|[+-]\d\d:\d\d)?)? (?![\w-]) )
    | (?P<NUMBER> -?\d+(?:\.\d+)? (?![\w.-]) )
    | (?P<NAME>   [$@a-z_]\w*(?:\.[a-z_]\w*)* )
    | (?P<MARK>   [(),:/] )
    | (?P<SPACE>  \s+ )
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


def tokenize(text: str, option: str) -> list[Token]:
    """Return the tokens of *text*, the last of kind END; *option* is named in errors."""
    tokens = []
    position = 0
    while position < len(text):
        found = _GRAMMAR.match(text, position)
        if found is None or found.lastgroup is None:
            raise InvalidValueError(option, _complaint(text, position, option))
        if found.lastgroup != "SPACE":
            tokens.append(_token(TokenKind[found.lastgroup], found.group(), position))
        position = found.end()
    tokens.append(Token(kind=TokenKind.END, text="", position=len(text) + 1))
    return tokens


def _token(kind: TokenKind, text: str, position: int) -> Token:
    if kind is TokenKind.TEXT:
        text = text[1:-1].replace("''", "'")
    return Token(kind=kind, text=text, position=position + 1)


def _complaint(text: str, position: int, option: str) -> str:
    where = f"at character {position + 1} of `{option}`"
    if text[position] == "'":
        return f"the text that starts {where} has no closing quote; double the quotes inside it"
    return f"unexpected `{text[position : position + 10]}` {where}"
