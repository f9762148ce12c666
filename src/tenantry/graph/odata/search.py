r"""The parser of `$search` on directory objects (contract §1.10).

A search is clauses in double quotes, `"property:text"`, joined by `AND`, `OR` and parentheses;
`AND` binds tighter.  Inside a clause `\"` and `\\` are a quote and a backslash.  Words of a
tokenised property (`displayName`, `description`) may come in any order, each the beginning of a
word of the value; any other property has to start with the text.
"""

import re

from tenantry.errors import InvalidValueError, UnsupportedQueryError
from tenantry.graph.odata.names import find_field
from tenantry.storage.filters.fields import Field, Fields, Kind
from tenantry.storage.filters.tree import And, AnyElement, Filter, Or, StartsWith, Words
from tenantry.storage.filters.words import words_of

_OPTION = "$search"
_LONGEST = 2_000  # characters
_DEEPEST = 10  # parentheses inside one another
_PART = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([()])|(AND|OR)\b)\s*', re.IGNORECASE | re.DOTALL)
_NEEDS_HEADER = (
    "Request with $search query parameter only works through MSGraph with a special request"
    " header: 'ConsistencyLevel: eventual'"
)


def parse_search(text: str, fields: Fields, *, eventual: bool) -> Filter:
    """Return the filter tree of the `$search` *text* over *fields*.

    *eventual* says whether the request has `ConsistencyLevel: eventual`; without it raises
    `UnsupportedQueryError`.  A malformed search or an unknown property is `InvalidValueError`.
    """
    if not eventual:
        raise UnsupportedQueryError(_OPTION, _NEEDS_HEADER)
    if len(text) > _LONGEST:
        raise InvalidValueError(_OPTION, f"`$search` is longer than {_LONGEST} characters")
    return _Parser(_parts(text), fields).parse()


def _parts(text: str) -> list[str]:
    """Return the clauses of *text* with a quote in front, parentheses, and `and` and `or`."""
    parts = []
    position = 0
    while position < len(text):
        found = _PART.match(text, position)
        if found is None:
            message = f"unexpected `{text[position : position + 10]}` at character {position + 1}"
            raise InvalidValueError(_OPTION, f'{message}; write `"property:text"`, quotes included')
        clause, mark, word = found.groups()
        parts.append(mark or (word.lower() if word else f'"{clause}'))
        position = found.end()
    return parts


class _Parser:
    """One reading of a search, given in reading order as *parts*."""

    def __init__(self, parts: list[str], fields: Fields) -> None:
        self._parts = [*parts, ""]
        self._index = 0
        self._depth = 0
        self._fields = fields

    def parse(self) -> Filter:
        """Return the whole search."""
        condition = self._disjunction()
        if self._parts[self._index]:
            raise InvalidValueError(_OPTION, "clauses are joined by `AND` or `OR`")
        return condition

    def _disjunction(self) -> Filter:
        terms = [self._conjunction()]
        while self._take("or"):
            terms.append(self._conjunction())
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def _conjunction(self) -> Filter:
        terms = [self._term()]
        while self._take("and"):
            terms.append(self._term())
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _term(self) -> Filter:
        if self._take("("):
            return self._nested()
        part = self._parts[self._index]
        if not part.startswith('"'):
            raise InvalidValueError(_OPTION, 'a clause is missing; write `"property:text"`')
        self._index += 1
        return _clause(re.sub(r"\\(.)", r"\1", part[1:], flags=re.DOTALL), self._fields)

    def _nested(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidValueError(_OPTION, f"`$search` nests more than {_DEEPEST} levels")
        condition = self._disjunction()
        if not self._take(")"):
            raise InvalidValueError(_OPTION, "a closing parenthesis is missing")
        self._depth -= 1
        return condition

    def _take(self, part: str) -> bool:
        taken = self._parts[self._index] == part
        self._index += taken
        return taken


def _clause(clause: str, fields: Fields) -> Filter:
    name, _, text = clause.partition(":")
    text = text.strip()
    if not text:
        message = f"`{clause}` has no property and text; write `property:text`"
        raise InvalidValueError(_OPTION, message)
    field = find_field(fields, name.strip(), _OPTION)
    if field.kind is Kind.STRING_LIST:
        return AnyElement(field, StartsWith(field.element, text))
    if field.kind is not Kind.STRING:
        raise InvalidValueError(_OPTION, f"`{field.name}` is no text; use `$filter`")
    return _words(field, text) if field.tokenised else StartsWith(field, text)


def _words(field: Field, text: str) -> Filter:
    words = words_of(text)
    if not words:
        raise InvalidValueError(_OPTION, f"`{text}` has no letter or digit to search for")
    return Words(field, words)
