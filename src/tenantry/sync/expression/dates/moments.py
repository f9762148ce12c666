"""A moment in time, counted as .NET counts it: in ticks of 100 nanoseconds since the year 1."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date

from tenantry.sync.expression.errors import EvaluationError

TICKS_OF_A_SECOND = 10_000_000
TICKS_OF_A_DAY = 86_400 * TICKS_OF_A_SECOND

_FIRST_DAY = date.min.toordinal()
_END = (date.max.toordinal() - _FIRST_DAY + 1) * TICKS_OF_A_DAY
_FILE_TIME_ZERO = (date(1601, 1, 1).toordinal() - _FIRST_DAY) * TICKS_OF_A_DAY
_FILE_TIME_LIMIT = _END - _FILE_TIME_ZERO


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """``ticks`` since the beginning of the year 1; ``has_zone`` if its text named a time zone."""

    ticks: int
    has_zone: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.ticks < _END:
            raise EvaluationError("a date lies between the years 1 and 9999")

    @property
    def day(self) -> date:
        """The calendar day."""
        return date.fromordinal(self.ticks // TICKS_OF_A_DAY + _FIRST_DAY)

    @property
    def ticks_of_day(self) -> int:
        """Ticks since midnight."""
        return self.ticks % TICKS_OF_A_DAY

    def plus_ticks(self, ticks: int) -> "Moment":
        """Return the moment that is later by *ticks*."""
        return Moment(self.ticks + ticks, self.has_zone)

    def plus_months(self, months: int) -> "Moment":
        """Return the moment *months* later; a day that the month has not is its last one."""
        day = self.day
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not 0 < year <= MAXYEAR:
            raise EvaluationError("a date lies between the years 1 and 9999")
        last = monthrange(year, month + 1)[1]
        return moment_on(
            (year, month + 1, min(day.day, last)), self.ticks_of_day, has_zone=self.has_zone
        )

    @property
    def file_time(self) -> int:
        """Ticks since the year 1601, as Active Directory keeps dates."""
        if self.ticks < _FILE_TIME_ZERO:
            raise EvaluationError("Active Directory has no dates before the year 1601")
        return self.ticks - _FILE_TIME_ZERO


def moment_on(
    day: tuple[int, int, int], ticks_of_day: int = 0, *, has_zone: bool = False
) -> Moment:
    """Return a moment of the *day* (year, month, day).

    Raises:
        EvaluationError: the calendar has no such day.
    """
    try:
        ordinal = date(*day).toordinal()
    except ValueError:
        shown = "-".join(f"{part:02}" for part in day)
        raise EvaluationError(f"the calendar has no day `{shown}`") from None
    return Moment((ordinal - _FIRST_DAY) * TICKS_OF_A_DAY + ticks_of_day, has_zone)


def moment_of_file_time(file_time: int) -> Moment:
    """Return the moment that Active Directory keeps as *file_time*."""
    if not 0 <= file_time < _FILE_TIME_LIMIT:
        raise EvaluationError(f"`{file_time}` is no date of Active Directory")
    return Moment(file_time + _FILE_TIME_ZERO)


def ticks_of_time(hour: int, minute: int, second: int = 0, fraction: str = "") -> int:
    """Return the ticks since midnight; *fraction* are the digits after the second's point.

    Raises:
        EvaluationError: a clock never shows that.
    """
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004  # what a clock shows
        raise EvaluationError(f"no clock shows `{hour:02}:{minute:02}:{second:02}`")
    seconds = (hour * 60 + minute) * 60 + second
    return seconds * TICKS_OF_A_SECOND + int(f"{fraction[:7]:0<7}")


def ticks_of_offset(sign: str, hours: int, minutes: int = 0) -> int:
    """Return the ticks by which a zone's clocks are ahead of UTC."""
    if hours > 14 or minutes > 59:  # noqa: PLR2004  # no zone is further from UTC
        raise EvaluationError(f"`{sign}{hours:02}:{minutes:02}` is no offset of a time zone")
    ticks = (hours * 60 + minutes) * 60 * TICKS_OF_A_SECOND
    return -ticks if sign == "-" else ticks


def hour_of_half(hour: int, half: str) -> int:
    """Return the hour of the day of an *hour* before (`AM`) or after noon (`PM`)."""
    if not half:
        return hour
    if half[0] in "Pp":
        return hour + 12 if hour < 12 else hour  # noqa: PLR2004  # noon
    return 0 if hour == 12 else hour  # noqa: PLR2004  # midnight
