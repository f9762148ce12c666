"""How many of something a page has: the parameter `limit`, alike everywhere."""

from tenantry.errors import InvalidValueError

MOST = 1000
USUAL = 100

LIMIT = f"How many at most, from 1 to {MOST}; {USUAL} unless said"
"""What the document tells of the parameter."""


def limit_of(given: str | None) -> int:
    """Return the limit that a request gives; `InvalidValueError` for one that is none."""
    if given is None:
        return USUAL
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= MOST):
        message = f"`limit` must be a number from 1 to {MOST}, not `{given}`"
        raise InvalidValueError("limit", message)
    return int(given)
