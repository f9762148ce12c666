"""Functions on dates: reading, moving, comparing and writing them (behaviour §6).

A date travels as text, `M/d/yyyy h:mm:ss tt` in UTC; null and empty text are no date and give
null.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tenantry.sync.expression.dates.moments import (
    TICKS_OF_A_DAY,
    TICKS_OF_A_SECOND,
    Moment,
    moment_of_file_time,
)
from tenantry.sync.expression.dates.reading import parse_moment
from tenantry.sync.expression.dates.texts import read_moment, write_moment
from tenantry.sync.expression.dates.writing import format_moment
from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.values import ABSENT, Value, check_length, integer, text
from tenantry.sync.suggestions import did_you_mean

_LONGEST_FIELD = 10  # characters that one letter of a format can become
_FURTHEST = 10**9  # units of any interval; beyond lies no date

_TICKS: Mapping[str, int] = MappingProxyType(
    {
        "ww": 7 * TICKS_OF_A_DAY,
        "d": TICKS_OF_A_DAY,
        "h": 3600 * TICKS_OF_A_SECOND,
        "n": 60 * TICKS_OF_A_SECOND,
        "s": TICKS_OF_A_SECOND,
    }
)
_MONTHS: Mapping[str, int] = MappingProxyType({"yyyy": 12, "m": 1})
INTERVALS = (*_MONTHS, *_TICKS)
"""The units of `DateAdd` and `DateDiff`: year, month, week, day, hour, minute, second."""


def to_date(value: Value) -> Value:
    """`CDate`: the date that the text names, in UTC."""
    return None if value in ABSENT else write_moment(read_moment(text(value)))


def date_add(interval: Value, number: Value, date: Value) -> Value:
    """`DateAdd`: the date that is so many intervals later, or earlier if negative."""
    unit = check_interval(text(interval))
    if date in ABSENT or number is None:
        return None
    moment, count = read_moment(text(date)), integer(number)
    if abs(count) > _FURTHEST:
        raise EvaluationError(f"`{count}` intervals lead out of the calendar")
    if unit in _MONTHS:
        return write_moment(moment.plus_months(count * _MONTHS[unit]))
    return write_moment(moment.plus_ticks(count * _TICKS[unit]))


def date_diff(interval: Value, first: Value, second: Value) -> Value:
    """`DateDiff`: how many intervals lie between the dates, negative if the second is earlier.

    Days and less count when they are complete; weeks as Sundays passed; months and years as
    the calendar shows them.
    """
    unit = check_interval(text(interval))
    if first in ABSENT or second in ABSENT:
        return None
    return _DIFFERENCES[unit](read_moment(text(first)), read_moment(text(second)))


def date_from_number(value: Value) -> Value:
    """`DateFromNum`: the date that Active Directory keeps as this number."""
    return None if value in ABSENT else write_moment(moment_of_file_time(integer(value)))


def number_from_date(value: Value) -> Value:
    """`NumFromDate`: the number by which Active Directory keeps this date."""
    return None if value in ABSENT else read_moment(text(value)).file_time


def format_date_time(
    source: Value, styles: Value, input_format: Value, output_format: Value
) -> Value:
    """`FormatDateTime`: the date from one .NET format into another.

    A zone that the input names brings the date to UTC.
    """
    if source in ABSENT:
        return None
    written = text(output_format)
    check_length(len(written) * _LONGEST_FIELD)
    return format_moment(parse_moment(text(source), text(input_format), text(styles)), written)


def check_interval(interval: str) -> str:
    """Return *interval* if it is one of `INTERVALS`, or raise `EvaluationError`."""
    if interval in INTERVALS:
        return interval
    known = ", ".join(f"`{unit}`" for unit in INTERVALS)
    raise EvaluationError(
        f"`{interval}` is no interval{did_you_mean(interval, INTERVALS)}; known are {known}"
    )


def _complete(unit: str) -> Callable[[Moment, Moment], int]:
    ticks = _TICKS[unit]

    def difference(first: Moment, second: Moment) -> int:
        apart = second.ticks - first.ticks
        return apart // ticks if apart >= 0 else -(-apart // ticks)

    return difference


def _weeks(first: Moment, second: Moment) -> int:
    return second.day.toordinal() // 7 - first.day.toordinal() // 7  # day 7 was a Sunday


def _months(first: Moment, second: Moment) -> int:
    return 12 * _years(first, second) + second.day.month - first.day.month


def _years(first: Moment, second: Moment) -> int:
    return second.day.year - first.day.year


_DIFFERENCES: Mapping[str, Callable[[Moment, Moment], int]] = MappingProxyType(
    {
        "yyyy": _years,
        "m": _months,
        "ww": _weeks,
        **{unit: _complete(unit) for unit in ("d", "h", "n", "s")},
    }
)
