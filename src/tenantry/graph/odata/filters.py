"""The parser of `$filter`: text of a request to a filter tree over a resource's fields.

Grammar, loosest first: `or`, `and`, `not`, then one comparison, function, collection test or
parenthesis.  Words are read in any casing.  `not` applies to the whole comparison after it, as
callers mean it.  `all` is written as no element for which the condition fails.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tenantry.errors import InvalidValueError
from tenantry.graph.odata.cursor import Cursor
from tenantry.graph.odata.literals import boolean_of, text_of, value_of
from tenantry.graph.odata.names import require_operator
from tenantry.graph.odata.properties import Properties
from tenantry.graph.odata.tokens import Token, TokenKind, tokenize
from tenantry.storage.filters.fields import Field, Fields, Kind, Operator
from tenantry.storage.filters.tree import (
    And,
    AnyElement,
    Comparison,
    Contains,
    ElementCount,
    EndsWith,
    Filter,
    In,
    Not,
    Or,
    StartsWith,
)

_OPTION = "$filter"
_LONGEST = 15_000  # characters
_DEEPEST = 25  # parentheses, `not` and lambdas inside one another
_MOST_TERMS = 200  # comparisons; SQLite refuses expressions of more than 1000 levels

_COMPARISONS = {
    operator.value: operator
    for operator in (
        Operator.EQ,
        Operator.NE,
        Operator.GT,
        Operator.GE,
        Operator.LT,
        Operator.LE,
    )
}
_TEXT_TESTS: dict[str, tuple[Operator, Callable[[Field, str], Filter]]] = {
    "startswith": (Operator.STARTS_WITH, StartsWith),
    "endswith": (Operator.ENDS_WITH, EndsWith),
    "contains": (Operator.CONTAINS, Contains),
}
_LAMBDAS = frozenset({"any", "all"})


def parse_filter(text: str, fields: Fields, *, advanced: bool) -> Filter:
    """Return the filter tree of the `$filter` *text* over *fields*.

    *advanced* says whether the request is an advanced query.  Raises `UnsupportedQueryError` if
    only an advanced query may ask this, `NotBuiltError` for a documented property that is not
    built, `InvalidValueError` with the place or name for all else.
    """
    if len(text) > _LONGEST:
        message = f"`$filter` is longer than {_LONGEST} characters; ask in several requests"
        raise InvalidValueError(_OPTION, message)
    return _Parser(Cursor(tokenize(text, _OPTION), _OPTION), fields, advanced=advanced).parse()


class _Parser:
    """One reading of a filter; ``_negations`` counts the `not`s around the current place."""

    def __init__(self, cursor: Cursor, fields: Fields, *, advanced: bool) -> None:
        self._cursor = cursor
        self._properties = Properties(cursor, fields)
        self._advanced = advanced
        self._negations = 0
        self._depth = 0
        self._terms = 0

    def parse(self) -> Filter:
        """Return the whole filter."""
        condition = self._disjunction()
        if self._cursor.current.kind is not TokenKind.END:
            raise self._cursor.unexpected("`and`, `or` or the end")
        return condition

    def _disjunction(self) -> Filter:
        terms = [self._conjunction()]
        while self._cursor.take_word("or"):
            terms.append(self._conjunction())
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def _conjunction(self) -> Filter:
        terms = [self._negation()]
        while self._cursor.take_word("and"):
            terms.append(self._negation())
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _negation(self) -> Filter:
        if not self._cursor.take_word("not"):
            return self._term()
        self._negations += 1
        with self._deeper():
            term = self._negation()
        self._negations -= 1
        return Not(term)

    def _term(self) -> Filter:
        self._terms += 1
        if self._terms > _MOST_TERMS:
            message = f"`$filter` has more than {_MOST_TERMS} comparisons; ask in several requests"
            raise InvalidValueError(_OPTION, message)
        if self._cursor.take_mark("("):
            return self._compared_with_truth(self._nested())
        if self._cursor.following.is_mark("(") and not self._properties.is_wrapped:
            return self._compared_with_truth(self._text_test())
        return self._property_test()

    def _nested(self) -> Filter:
        """Return the condition up to the closing parenthesis."""
        with self._deeper():
            condition = self._disjunction()
        self._cursor.expect_mark(")")
        return condition

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > _DEEPEST:
            message = f"`$filter` nests more than {_DEEPEST} levels; write it flatter"
            raise InvalidValueError(_OPTION, message)
        yield
        self._depth -= 1

    def _compared_with_truth(self, condition: Filter) -> Filter:
        """Return *condition*, or its opposite for `… eq false` and `… ne true`."""
        operator = self._comparison_operator()
        if operator is None:
            return condition
        truth = boolean_of(self._cursor.current)
        if truth is None or operator not in {Operator.EQ, Operator.NE}:
            raise self._cursor.unexpected("a condition compared by `eq` or `ne` with a Boolean")
        self._cursor.take()
        return condition if truth is (operator is Operator.EQ) else Not(condition)

    def _text_test(self) -> Filter:
        name = self._cursor.expect_name()
        known = _TEXT_TESTS.get(name.text.lower())
        if known is None:
            functions = "`startsWith`, `endsWith`, `contains`, `tolower` and `toupper`"
            message = f"the function `{name.text}` is not supported; known are {functions}"
            raise InvalidValueError(_OPTION, message)
        operator, make = known
        self._cursor.expect_mark("(")
        field = self._properties.read()
        self._require(field, operator)
        self._cursor.expect_mark(",")
        text = text_of(self._literal(), field)
        self._cursor.expect_mark(")")
        return make(field, text)

    def _property_test(self) -> Filter:
        if self._properties.is_wrapped:
            return self._compared(self._properties.read())
        path = self._cursor.expect_path()
        leading, last = path[:-1], path[-1].lower()
        if leading and last in _LAMBDAS and self._cursor.take_mark("("):
            field = self._properties.collection(leading)
            return self._compared_with_truth(self._lambda(field, every=last == "all"))
        if leading and last == "$count":
            return self._counted(self._properties.collection(leading))
        return self._compared(self._properties.scalar(path))

    def _lambda(self, field: Field, *, every: bool) -> Filter:
        if not every and self._cursor.take_mark(")"):
            self._require(field, Operator.COUNT)
            return Not(ElementCount(field, 0))
        name = self._cursor.expect_name().text
        self._cursor.expect_mark(":")
        with self._properties.bound(name, field):
            condition = self._nested()
        return Not(AnyElement(field, Not(condition))) if every else AnyElement(field, condition)

    def _counted(self, field: Field) -> Filter:
        self._require(field, Operator.COUNT)
        operator = self._comparison_operator()
        count = self._cursor.take()
        countable = count.kind is TokenKind.NUMBER and count.text in {"0", "1"}
        if operator not in {Operator.EQ, Operator.NE} or not countable:
            message = f"`{field}/$count` is compared by `eq` or `ne` with `0` or `1` only"
            raise InvalidValueError(_OPTION, message)
        condition = ElementCount(field, int(count.text))
        return condition if operator is Operator.EQ else Not(condition)

    def _compared(self, field: Field) -> Filter:
        """Return the comparison of *field* that comes next; a Boolean may stand alone."""
        if self._cursor.take_word("in"):
            return self._membership(field)
        operator = self._comparison_operator()
        if operator is not None:
            return self._comparison(field, operator)
        if field.kind is Kind.BOOLEAN:
            self._require(field, Operator.EQ)
            return Comparison(field, Operator.EQ, value=True)
        raise self._cursor.unexpected("an operator such as `eq`")

    def _comparison_operator(self) -> Operator | None:
        """Go on over an operator such as `eq` if one comes next, and return it."""
        token = self._cursor.current
        operator = _COMPARISONS.get(token.text.lower()) if token.kind is TokenKind.NAME else None
        if operator is not None:
            self._cursor.take()
        return operator

    def _comparison(self, field: Field, operator: Operator) -> Filter:
        value = value_of(self._literal(), field)
        if value is None and operator is Operator.EQ:
            self._require(field, Operator.NULL)
        else:
            self._require(field, operator)
        return Comparison(field, operator, value)

    def _membership(self, field: Field) -> Filter:
        self._require(field, Operator.IN)
        self._cursor.expect_mark("(")
        values = [value_of(self._literal(), field)]
        while self._cursor.take_mark(","):
            values.append(value_of(self._literal(), field))
        self._cursor.expect_mark(")")
        return In(field, tuple(values))

    def _literal(self) -> Token:
        """Return the literal that comes next; `tolower('…')` around one changes nothing."""
        wrapped = self._properties.is_wrapped
        if wrapped:
            self._cursor.take()
            self._cursor.expect_mark("(")
        token = self._cursor.take()
        if token.kind in {TokenKind.MARK, TokenKind.END}:
            raise InvalidValueError(_OPTION, f"a value is missing at character {token.position}")
        if wrapped:
            self._cursor.expect_mark(")")
        return token

    def _require(self, field: Field, operator: Operator) -> None:
        require_operator(field, operator, _OPTION, advanced=self._advanced)
        if self._negations:
            require_operator(field, Operator.NOT, _OPTION, advanced=self._advanced)
