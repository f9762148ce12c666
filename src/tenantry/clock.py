"""Time: the only module that reads the clock, and the text form of an instant.

The database keeps instants as text (`2026-09-15T13:20:11.123456Z`): fixed width, UTC, so that
text order is time order on every engine and the wire form needs no conversion.
"""

import time
from datetime import UTC, datetime, timedelta

NEVER = "0001-01-01T00:00:00Z"
"""Graph's sentinel for an instant that never was (contract §1.3)."""


def system_now() -> datetime:
    """Return the real time in UTC."""
    return datetime.now(UTC)


def monotonic_ms() -> float:
    """Return a monotonic reading in milliseconds, for durations only."""
    return time.perf_counter() * 1000.0


def format_instant(instant: datetime) -> str:
    """Return the stored text of an aware *instant*, with microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def parse_instant(text: str) -> datetime:
    """Return the aware instant of stored or wire *text*; `ValueError` if it is none."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def whole_seconds(text: str) -> str:
    """Return stored instant *text* as directory objects show it: without the fraction."""
    return text[:19] + "Z"


def add_seconds(text: str, seconds: float) -> str:
    """Return stored instant *text* moved by *seconds*."""
    return format_instant(parse_instant(text) + timedelta(seconds=seconds))


def epoch_seconds() -> float:
    """Return the real time in seconds of the epoch; leases between processes use it."""
    return time.time()
