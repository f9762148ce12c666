"""Escrows: when a user that could not be exported is tried again, and for how long.

Source: behaviour §8.  The attempts stand on a ladder that hangs on the first failure, so that a
change of the source user, which is tried at once, moves none of them.
"""

from tenantry.clock import add_seconds

_HOUR = 3600
_CYCLE = 40 * 60
_DAY = 24 * _HOUR
_FIRST_RUNGS = (_CYCLE, 6 * _HOUR, 12 * _HOUR, _DAY)  # the next cycle, then 6, 12, 24 h
_DAYS_OF_ATTEMPTS = 28

RUNGS = (*_FIRST_RUNGS, *(days * _DAY for days in range(2, _DAYS_OF_ATTEMPTS + 1)))
"""Seconds from the first failure to each attempt; after the last one the user is given up."""

TRANSIENT = frozenset(
    {
        "Timeout",
        "InternalError",
        "InternalServerError",
        "TooManyRequests",
        "WebExceptionProtocolError",
    }
)


def next_attempt_at(error_code: str, first_failed_at: str, now: str) -> str | None:
    """Return when a user that failed *now* is tried again, None where it is given up."""
    if now >= add_seconds(first_failed_at, RUNGS[-1]):
        return None
    if error_code in TRANSIENT:
        return add_seconds(now, _CYCLE)
    attempts = (add_seconds(first_failed_at, rung) for rung in RUNGS)
    return next(attempt for attempt in attempts if attempt > now)
