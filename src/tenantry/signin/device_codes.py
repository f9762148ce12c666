"""Codes of devices: how long they are good, how often a device asks, how often one may guess.

Source: RFC 8628 §3.5, §5.1, §6.1.
"""

from tenantry.clock import add_seconds
from tenantry.signin.authentication import lockout
from tenantry.signin.authentication.lockout import NONE, Failures

LIFETIME = 15 * 60
INTERVAL = 5
"""Seconds: how long a code is good, and how often a device may ask."""

_EARLY = 1  # seconds: a device counts from when it got the answer, on a clock of its own
_GUESSES = 20
"""How many wrong codes from one place lock it, if no quarter of an hour lies between two."""


def is_too_soon(polled_at: str | None, instant: str) -> bool:
    """Return whether a device that asked at *polled_at* should have waited longer."""
    return polled_at is not None and instant < add_seconds(polled_at, INTERVAL - _EARLY)


def guesses_that_count(failures: Failures, instant: str) -> Failures:
    """Return what is left of the wrong codes: after the life of a code nothing."""
    is_over = failures.last_at is not None and add_seconds(failures.last_at, LIFETIME) <= instant
    return NONE if is_over and not lockout.is_locked(failures, instant=instant) else failures


def after_guess(failures: Failures, instant: str) -> Failures:
    """Return the wrong codes of a place after one more."""
    return lockout.advance(failures, instant=instant, threshold=_GUESSES)
