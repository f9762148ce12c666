"""The parser of the expression language (behaviour §6): text in, checked syntax out.

::

    expression := function | attribute | text
    function   := name "(" [ argument { "," argument } ] ")"
    argument   := nothing | operand [ operator operand ]
    operand    := function | attribute | text | number | word

A number with a fraction stands for the text that it is written as, as an argument alone.
"""

from tenantry.sync.attributes import Attributes
from tenantry.sync.expression.catalogue import WORDS, find_signature
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.kinds import check_arguments, check_kinds
from tenantry.sync.expression.syntax import (
    LONGEST_EXPRESSION,
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Word,
)
from tenantry.sync.expression.tokens import Token, TokenKind, tokens_of
from tenantry.sync.expression.values import whole_number

DEEPEST_NESTING = 50
"""Levels of functions within functions; what compiles an expression has a limit of its own."""


def parse(text: str) -> Expression:
    """Return the expression that *text* writes.

    Raises:
        ExpressionError: *text* is no expression, is longer than 10,000 characters, or a
            function in it is unknown, not built or given the wrong arguments.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(
            f"an expression has at most {LONGEST_EXPRESSION:,} characters, not {len(text):,}",
            text=text,
            position=LONGEST_EXPRESSION,
        )
    return _Parser(text).whole()


def parse_with(text: str, attributes: Attributes) -> Expression:
    """Return the expression that *text* writes over the source's *attributes*.

    Raises:
        ExpressionError: see `parse`; or there is no such attribute, or one cannot stand where
            it does.
    """
    expression = parse(text)
    try:
        check_kinds(expression, attributes)
    except ExpressionError as error:
        raise error.within(text) from None
    return expression


class _Parser:
    """One pass over the tokens of a text; ``_next`` is the token not yet used."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._next = next(self._tokens)
        self._depth = 0

    def whole(self) -> Expression:
        is_number = self._next.kind is TokenKind.FRACTION
        expression = self._operand()
        if is_number or not isinstance(expression, Function | Attribute | Constant):
            raise self._error(
                'an expression is a function, an `[attribute]` or a `"constant"`',
                expression.position,
            )
        if self._next.kind is not TokenKind.END:
            raise self._error("the expression should end here", self._next.position)
        return expression

    def _operand(self) -> Expression:
        token = self._take()
        match token.kind:
            case TokenKind.ATTRIBUTE:
                return self._attribute(token)
            case TokenKind.TEXT:
                return Constant(text=_unescaped(token.text), position=token.position)
            case TokenKind.NUMBER:
                return self._number(token)
            case TokenKind.FRACTION:
                return Constant(text=token.text, position=token.position)
            case TokenKind.NAME:
                return self._name(token)
            case _:
                raise self._error("a value is missing here", token.position)

    def _attribute(self, token: Token) -> Attribute:
        name = token.text[1:-1].strip()
        if not name:
            raise self._error("the brackets hold no attribute name", token.position)
        return Attribute(name=name, position=token.position)

    def _number(self, token: Token) -> Number:
        value = whole_number(token.text)
        if value is None:
            raise self._error("this number is too large", token.position)
        return Number(value=value, position=token.position)

    def _name(self, token: Token) -> Expression:
        if self._next.text == "(":
            return self._function(token)
        if token.text in WORDS:
            return Word(name=token.text, position=token.position)
        raise self._error(
            f"`{token.text}` stands alone: attributes are written `[{token.text}]`, "
            f'texts `"{token.text}"`',
            token.position,
        )

    def _function(self, name: Token) -> Function:
        try:
            signature = find_signature(name.text)
        except ExpressionError as error:
            raise self._error(error.reason, name.position) from None
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise self._error(
                f"functions are nested more than {DEEPEST_NESTING} deep", name.position
            )
        arguments = self._arguments()
        self._depth -= 1
        try:
            call = signature.call(arguments, position=name.position)
            check_arguments(call)
        except ExpressionError as error:
            raise self._error(error.reason, error.position) from None
        return call

    def _arguments(self) -> tuple[Expression | None, ...]:
        self._take()  # the opening parenthesis
        if self._next.text == ")":
            self._take()
            return ()
        arguments = [self._argument()]
        while (token := self._take()).text == ",":
            arguments.append(self._argument())
        if token.text != ")":
            raise self._error("a comma or a closing parenthesis is missing here", token.position)
        return tuple(arguments)

    def _argument(self) -> Expression | None:
        if self._next.text in (",", ")"):
            return None
        first = self._next
        left = self._operand()
        if self._next.kind is not TokenKind.OPERATOR:
            return left
        operator, second = self._take(), self._next
        for token in (first, second):
            if token.kind is TokenKind.FRACTION:
                raise self._error("only whole numbers can be compared", token.position)
        return Comparison(
            operator=operator.text, left=left, right=self._operand(), position=left.position
        )

    def _take(self) -> Token:
        token = self._next
        if token.kind is not TokenKind.END:
            self._next = next(self._tokens)
        return token

    def _error(self, message: str, position: int) -> ExpressionError:
        return ExpressionError(message, text=self._text, position=position)


def _unescaped(quoted: str) -> str:
    """Return the text between the quotes; a backslash before any other character stays."""
    parts = quoted[1:-1].split("\\\\")
    return "\\".join(part.replace('\\"', '"') for part in parts)
