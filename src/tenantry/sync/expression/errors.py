"""What goes wrong with an expression: as it is written, and as it is evaluated for one user."""

from tenantry.errors import InvalidValueError

_EXCERPT = 30  # characters shown on each side of the fault


class ExpressionError(InvalidValueError):
    """The expression cannot be understood.

    ``reason`` is the message without the place, ``position`` the place, counted from 0, in
    ``text``; ``excerpt`` shows the text around it with a caret below.
    """

    def __init__(self, message: str, *, text: str = "", position: int = 0) -> None:
        super().__init__("expression", f"{message} (at character {position + 1})")
        self.reason = message
        self.text = text
        self.position = position

    def within(self, text: str) -> "ExpressionError":
        """Return the error for the whole *text*, in which its place was found."""
        return ExpressionError(self.reason, text=text, position=self.position)

    @property
    def excerpt(self) -> str:
        """Two lines: the expression around the fault, and a caret below the faulty character."""
        first = max(0, self.position - _EXCERPT)
        shown = self.text[first : self.position + _EXCERPT]
        line = "".join(" " if character.isspace() else character for character in shown)
        return f"{line}\n{' ' * (self.position - first)}^"


class EvaluationError(InvalidValueError):
    """The expression has no result for this user.

    Patterns and formats that cannot be used have subclasses: they too may come from a user.
    """

    def __init__(self, message: str) -> None:
        super().__init__("expression", message)
