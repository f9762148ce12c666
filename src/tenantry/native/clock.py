"""The lab's clock: moved forward by a duration, or set to an instant.

Every transaction of every part reads it, so recycle bins, schedules and retries move with it;
tokens and ids do not (decisions 33 and 34).  It never shows a time before real time: what
really happened would lie in its future.
"""

from datetime import UTC, datetime, timedelta

import msgspec

from tenantry.clock import format_instant, parse_instant, system_now
from tenantry.durations import parse_duration
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_SAME_MOMENT = timedelta(minutes=1)  # a client that sends its own time is heard a little later


class ClockMove(msgspec.Struct, forbid_unknown_fields=True):
    """Either `advance`, an ISO 8601 duration, or `now`, an instant."""

    advance: str | None = None
    now: str | None = None


class ClockReading(msgspec.Struct):
    """The time by the installation's clock."""

    now: str


def read_clock(database: Database) -> ClockReading:
    """Return the time; `NotFoundError` outside the lab."""
    _require_lab(database)
    with database.read() as reading:
        return ClockReading(now=reading.instant)


def move_clock(database: Database, body: ClockMove) -> ClockReading:
    """Move the clock and return the time it shows then.

    Raises `NotFoundError` outside the lab and `InvalidValueError` for a move before real time.
    """
    _require_lab(database)
    with database.write() as work:
        wanted = _destination(body, work.now)
        offset = max((wanted - system_now()).total_seconds(), 0.0)
        set_offset(work.connection, offset)
    return ClockReading(now=format_instant(wanted))


def _require_lab(database: Database) -> None:
    if not database.movable_clock:
        raise NotFoundError("this installation is no lab, its clock cannot be moved")


def _destination(move: ClockMove, now: datetime) -> datetime:
    match move:
        case ClockMove(advance=str(duration), now=None):
            return _bounded(now, parse_duration(duration, path="advance"))
        case ClockMove(advance=None, now=str(instant)):
            return _not_before_real_time(instant)
        case _:
            message = 'give either `{"advance": "P30D"}` or `{"now": "2027-01-31T09:00:00Z"}`'
            raise InvalidValueError("advance", message)


def _bounded(now: datetime, duration: timedelta) -> datetime:
    if duration > _LATEST - now:
        raise InvalidValueError("advance", "the clock ends with the year 8999")
    return now + duration


def _not_before_real_time(text: str) -> datetime:
    try:
        instant = parse_instant(text)
    except ValueError as fault:
        message = f"`{text}` is not an instant; write it like `2027-01-31T09:00:00Z`"
        raise InvalidValueError("now", message) from fault
    real = system_now()
    if instant < real - _SAME_MOMENT:
        message = f"`{text}` has passed; the clock can be set back to real time at most"
        raise InvalidValueError("now", message)
    if instant > _LATEST:
        raise InvalidValueError("now", "the clock ends with the year 8999")
    return max(instant, real)
