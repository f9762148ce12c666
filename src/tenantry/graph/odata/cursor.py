"""A reader's place among the tokens of an option."""

from tenantry.errors import InvalidValueError
from tenantry.graph.odata.tokens import Token, TokenKind


class Cursor:
    """Goes through *tokens*, whose last is of kind END; *option* is named in errors."""

    def __init__(self, tokens: list[Token], option: str) -> None:
        self._tokens = tokens
        self._index = 0
        self._option = option

    @property
    def current(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._index]

    @property
    def following(self) -> Token:
        """The token after the current one."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the current token and go on."""
        token = self.current
        self._index += token.kind is not TokenKind.END
        return token

    def take_word(self, word: str) -> bool:
        """Go on if the current token is the name *word*; return whether it was."""
        if self.current.is_word(word):
            self.take()
            return True
        return False

    def take_mark(self, mark: str) -> bool:
        """Go on if the current token is the punctuation *mark*; return whether it was."""
        if self.current.is_mark(mark):
            self.take()
            return True
        return False

    def expect_mark(self, mark: str) -> None:
        """Go on over the punctuation *mark*, or raise `InvalidValueError`."""
        if not self.take_mark(mark):
            raise self.unexpected(f"`{mark}`")

    def expect_name(self) -> Token:
        """Return the name that comes next, or raise `InvalidValueError`."""
        if self.current.kind is not TokenKind.NAME:
            raise self.unexpected("a property")
        return self.take()

    def expect_path(self) -> list[str]:
        """Return the names of the path that comes next, such as `sourceIdentity/id`."""
        names = [self.expect_name().text]
        while self.take_mark("/"):
            names.append(self.expect_name().text)
        return names

    def unexpected(self, expected: str) -> InvalidValueError:
        """Return the error that something other than *expected* comes next."""
        token = self.current
        found = f"`{token.shown}`" if token.kind is not TokenKind.END else "the end"
        where = f"{found} at character {token.position} of `{self._option}`"
        return InvalidValueError(self._option, f"expected {expected} but found {where}")
