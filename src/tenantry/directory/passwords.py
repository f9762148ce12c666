"""What makes a password acceptable: 8 to 256 characters of three of the four kinds."""

from tenantry.errors import InvalidValueError

_LENGTHS = range(8, 257)
_KINDS_NEEDED = 3


def check_password(password: str, *, strong: bool = True) -> None:
    """Raise `InvalidValueError` unless *password* may be set.

    Not *strong* leaves out the kinds of characters, for the policy `DisableStrongPassword`.
    """
    if len(password) not in _LENGTHS:
        raise InvalidValueError("password", "a password has between 8 and 256 characters")
    kinds = (
        any(character.islower() for character in password),
        any(character.isupper() for character in password),
        any(character.isdigit() for character in password),
        not password.isalnum(),
    )
    if strong and sum(kinds) < _KINDS_NEEDED:
        message = "a password has three of: small letters, capital letters, digits, symbols"
        raise InvalidValueError("password", message)
