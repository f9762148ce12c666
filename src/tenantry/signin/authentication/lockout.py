"""Smart lockout: who guesses waits, longer each time; who repeats one mistake does not.

Source: Entra, smart lockout: 10 wrong passwords (3 in the cloud of the US government) lock for
a minute, each further one locks again and for longer, and a wrong password among the last three
does not count again.  How much longer is not published; here it doubles.  Familiar and
unfamiliar places are not told apart: one count serves both.
"""

from dataclasses import dataclass, replace

from tenantry.clock import add_seconds

FIRST_SECONDS = 60
LONGEST_SECONDS = 3600
REMEMBERED = 3
"""How many of the last wrong passwords do not count again."""

_THRESHOLD = 10
_THRESHOLDS = {"usgov": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """What went wrong since the last success; instants are stored ones.

    ``recent`` are digests of the last wrong passwords, the newest first.
    """

    count: int = 0
    last_at: str | None = None
    locked_until: str | None = None
    recent: tuple[str, ...] = ()


NONE = Failures()


def threshold_of(cloud: str) -> int:
    """Return how many failures lock an account in a tenant of *cloud*."""
    return _THRESHOLDS.get(cloud, _THRESHOLD)


def is_locked(failures: Failures, *, instant: str) -> bool:
    """Return whether nobody gets in at *instant*, whatever they know."""
    return failures.locked_until is not None and instant < failures.locked_until


def since_change(failures: Failures, changed_at: str | None) -> Failures:
    """Return what is left of *failures* after the password was changed at that instant."""
    is_over = changed_at is not None and (failures.last_at or "") < changed_at
    return NONE if is_over else failures


def advance(
    failures: Failures, *, instant: str, threshold: int, digest: str | None = None
) -> Failures:
    """Return what one more failure makes of *failures*.

    *digest* tells a wrong password from others; without one each failure counts.
    """
    if digest is not None and digest in failures.recent:
        return failures
    count = failures.count + 1
    known = () if digest is None else (digest, *failures.recent)[:REMEMBERED]
    counted = replace(failures, count=count, last_at=instant, recent=known)
    if count < threshold:
        return counted
    return replace(counted, locked_until=add_seconds(instant, _seconds(count - threshold)))


def _seconds(locks_before: int) -> int:
    doublings = min(locks_before, LONGEST_SECONDS.bit_length())
    return min(FIRST_SECONDS << doublings, LONGEST_SECONDS)
