"""Escrows: when a user that could not be exported is tried again (behaviour §8)."""

_HOUR = 3600
_CYCLE = 40 * 60
_FIRST_DELAYS = (_CYCLE, 6 * _HOUR, 6 * _HOUR, 12 * _HOUR)  # in the next cycle, then 6, 12, 24 h
TRANSIENT = frozenset(
    {
        "Timeout",
        "InternalError",
        "InternalServerError",
        "TooManyRequests",
        "WebExceptionProtocolError",
    }
)


def next_attempt(error_code: str, attempts: int) -> int:
    """Return the seconds until the next attempt after *attempts* earlier failures."""
    if error_code in TRANSIENT:
        return _CYCLE
    return _FIRST_DELAYS[attempts] if attempts < len(_FIRST_DELAYS) else 24 * _HOUR
