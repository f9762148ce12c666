"""Attempts: when a mail that could not be sent is tried again, and for how long."""

from tenantry.clock import add_seconds

_MINUTE, _HOUR = 60, 3600
_DELAYS = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR)
_LAST_DELAY = 4 * _HOUR
_LONGEST = 72 * _HOUR  # as long as mail servers keep trying


def next_attempt_at(attempts: int, created_at: str, now: str) -> str | None:
    """Return when to try again after *attempts* failures, None once it has been three days."""
    if now >= add_seconds(created_at, _LONGEST):
        return None
    return add_seconds(now, _DELAYS[attempts - 1] if attempts <= len(_DELAYS) else _LAST_DELAY)
