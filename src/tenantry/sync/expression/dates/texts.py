"""Dates as text: the form that date functions give, and the forms that they take.

Given is always `M/d/yyyy h:mm:ss tt` in UTC.  Taken are that, ISO 8601, and ISO dates without a
time; a zone may follow each, and a date with a zone and no time is midnight there (§6).
"""

import re

from tenantry.sync.expression.dates.moments import (
    Moment,
    hour_of_half,
    moment_on,
    ticks_of_offset,
    ticks_of_time,
)
from tenantry.sync.expression.errors import EvaluationError

_DATE = re.compile(
    r"""
    (?: (?P<iso_year> [0-9]{4} ) - (?P<iso_month> [0-9]{1,2} ) - (?P<iso_day> [0-9]{1,2} )
      | (?P<month> [0-9]{1,2} ) / (?P<day> [0-9]{1,2} ) / (?P<year> [0-9]{4} ) )
    (?: [Tt\s] \s* (?P<hour> [0-9]{1,2} ) : (?P<minute> [0-9]{2} )
        (?: : (?P<second> [0-9]{2} ) (?: \. (?P<fraction> [0-9]{1,9} ) )? )?
        (?: \s* (?P<half> [AaPp][Mm] ) )? )?
    (?: \s* (?P<zone> [Zz] | (?P<sign> [+-] ) (?P<hours> [0-9]{2} ) :? (?P<minutes> [0-9]{2} ) ) )?
    """,
    re.VERBOSE,
)
_GIVEN = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M")


def write_moment(moment: Moment) -> str:
    """Return *moment* as date functions give it, without the fraction of its second."""
    day, seconds = moment.day, moment.ticks_of_day // 10_000_000
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    half = "AM" if hour < 12 else "PM"  # noqa: PLR2004  # noon
    return f"{day.month}/{day.day}/{day.year:04} {hour % 12 or 12}:{minute:02}:{second:02} {half}"


def read_moment(text: str) -> Moment:
    """Return the moment that *text* names.

    Raises:
        EvaluationError: it is written in another form, or there is no such moment.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise EvaluationError(
            f"`{text}` is no date such as `2020-03-16T07:00:00Z`; "
            "bring it into that form with `FormatDateTime`"
        )
    part = {name: value or "" for name, value in found.groupdict().items()}
    year, month, day = (int(part[f"iso_{name}"] or part[name]) for name in ("year", "month", "day"))
    hour = hour_of_half(int(part["hour"] or 0), part["half"])
    minute, second = int(part["minute"] or 0), int(part["second"] or 0)
    ticks = ticks_of_time(hour, minute, second, part["fraction"])
    moment = moment_on((year, month, day), ticks, has_zone=bool(part["zone"]))
    if not part["sign"]:
        return moment
    return moment.plus_ticks(
        -ticks_of_offset(part["sign"], int(part["hours"]), int(part["minutes"]))
    )


def find_given_moment(text: str) -> Moment | None:
    """Return the moment of a *text* in the form that date functions give, None for another."""
    try:
        return read_moment(text) if _GIVEN.fullmatch(text) else None
    except EvaluationError:
        return None
