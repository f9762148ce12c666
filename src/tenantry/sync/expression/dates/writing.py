"""Writing a moment by a .NET format string."""

from collections.abc import Callable, Mapping

from tenantry.sync.expression.dates.formats import parts_of
from tenantry.sync.expression.dates.moments import TICKS_OF_A_SECOND, Moment

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ABBREVIATED = 3  # letters, and how often the field's letter then stands there


def format_moment(moment: Moment, written: str) -> str:
    """Return *moment* in the format *written*.

    Raises:
        FormatError: *written* is malformed.
    """
    result = ""
    for part in parts_of(written):
        if not part.letter:
            result += part.text
            continue
        text = _FIELDS[part.letter](moment, part.count)
        if part.letter == "F" and not text:
            result = result.removesuffix(".")
        result += text
    return result


def _padded(number: int, count: int) -> str:
    return f"{number:0{min(count, 2)}}"


def _named(name: str, count: int) -> str:
    return name[:_ABBREVIATED] if count == _ABBREVIATED else name


def _day(moment: Moment, count: int) -> str:
    day = moment.day
    return (
        _padded(day.day, count) if count < _ABBREVIATED else _named(WEEKDAYS[day.weekday()], count)
    )


def _month(moment: Moment, count: int) -> str:
    month = moment.day.month
    return _padded(month, count) if count < _ABBREVIATED else _named(MONTHS[month - 1], count)


def _year(moment: Moment, count: int) -> str:
    year = moment.day.year
    return f"{year % 100:0{count}}" if count < _ABBREVIATED else f"{year:0{count}}"


def _hour(moment: Moment) -> int:
    return moment.ticks_of_day // (3600 * TICKS_OF_A_SECOND)


def _half(moment: Moment, count: int) -> str:
    return ("AM" if _hour(moment) < 12 else "PM")[:count]  # noqa: PLR2004  # noon


def _fraction(moment: Moment, count: int) -> str:
    return f"{moment.ticks_of_day % TICKS_OF_A_SECOND:07}"[:count]


def _offset(_moment: Moment, count: int) -> str:
    return ("+0", "+00", "+00:00")[min(count, 3) - 1]


def _seconds(moment: Moment) -> int:
    return moment.ticks_of_day // TICKS_OF_A_SECOND


_FIELDS: Mapping[str, Callable[[Moment, int], str]] = {
    "d": _day,
    "f": _fraction,
    "F": lambda moment, count: _fraction(moment, count).rstrip("0"),
    "g": lambda _moment, _count: "A.D.",
    "h": lambda moment, count: _padded(_hour(moment) % 12 or 12, count),
    "H": lambda moment, count: _padded(_hour(moment), count),
    "K": lambda moment, _count: "Z" if moment.has_zone else "",
    "m": lambda moment, count: _padded(_seconds(moment) // 60 % 60, count),
    "M": _month,
    "s": lambda moment, count: _padded(_seconds(moment) % 60, count),
    "t": _half,
    "y": _year,
    "z": _offset,
    "Z": lambda _moment, count: "Z" * count,
}
"""What each field writes.  All moments are in UTC, so the offset is always none."""
