"""Pace: how fast a cycle goes, and when it will be over if it goes on like that."""

from dataclasses import dataclass
from datetime import datetime

from tenantry.clock import parse_instant
from tenantry.sync.jobs import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Users in a second, and the seconds left; None where nobody knows how many users there are."""

    users_per_second: float
    seconds_left: float | None


def find_pace(job: Job, entitled: int, now: datetime) -> Pace | None:
    """Return the pace of the cycle under way, None where none is or nothing is done yet.

    *entitled* is how many users an initial cycle has to look at, 0 for an incremental one.
    """
    if job.cycle_began_at is None or job.cycle_counts is None or not job.is_running:
        return None
    done = job.cycle_counts.imported
    seconds = (now - parse_instant(job.cycle_began_at)).total_seconds()
    if not done or seconds <= 0:
        return None
    rate = done / seconds
    left = max(0.0, (entitled - done) / rate) if entitled else None
    return Pace(users_per_second=rate, seconds_left=left)
