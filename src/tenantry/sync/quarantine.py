"""Quarantine: when a job has too many failures to go on as before, and how it is held back.

Source: behaviour §8 (the documented numbers); contract §4.7.
"""

from dataclasses import dataclass

from tenantry.clock import add_seconds
from tenantry.sync.jobs import INTERVAL_SECONDS, JobFault, Quarantine, QuarantineReason

_DAY = 24 * 3600
_LONGEST = 28 * _DAY
_SLOWING = 3  # 40 minutes, then 2, 6 and 18 hours, then once a day (contract §4.7, the sample)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineLimits:
    """How many failures a job may have.

    More than ``total`` of all kinds are too many.  Without those of references, fewer than
    ``fewest`` never are; from there on more than ``most`` are, and more than ``percent`` of
    all users.
    """

    total: int = 60_000
    fewest: int = 5_000
    most: int = 40_000
    percent: int = 40


DOCUMENTED_LIMITS = QuarantineLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """What a job could not do: ``users`` are in escrow, ``references`` wait for one of those.

    ``sound`` is the number of users that are where they should be.
    """

    users: int
    references: int = 0
    sound: int = 0


def find_reason(
    failures: Failures, limits: QuarantineLimits = DOCUMENTED_LIMITS
) -> QuarantineReason | None:
    """Return why a job with these *failures* goes into quarantine, None where it does not."""
    if failures.users + failures.references > limits.total:
        return QuarantineReason.TOTAL_FAILURES
    if failures.users < limits.fewest:
        return None
    if failures.users > limits.most:
        return QuarantineReason.FAILURES
    everybody = failures.users + failures.sound
    is_large_part = failures.users * 100 > limits.percent * everybody
    return QuarantineReason.PROPORTION_OF_FAILURES if is_large_part else None


def impose(
    earlier: Quarantine | None, reason: QuarantineReason, fault: JobFault, now: str
) -> Quarantine:
    """Return the quarantine that starts, or goes on after one more cycle that did not help.

    The pauses between cycles grow to a day while the series lasts.
    """
    count = earlier.series_count + 1 if earlier else 1
    pause = min(INTERVAL_SECONDS * _SLOWING ** min(count - 1, 10), _DAY)
    return Quarantine(
        reason=reason,
        current_began_at=now,
        series_began_at=earlier.series_began_at if earlier else now,
        series_count=count,
        next_attempt_at=add_seconds(now, pause),
        fault=fault,
    )


def is_hopeless(quarantine: Quarantine) -> bool:
    """Return whether it lasts for more than four weeks, after which the job is disabled."""
    return quarantine.current_began_at > add_seconds(quarantine.series_began_at, _LONGEST)
