"""Monthly active users: how a target pays for its guests (behaviour §20, claim LIC-003)."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime

from tenantry.clock import format_instant
from tenantry.errors import InvalidValueError

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in UTC."""

    year: int
    number: int

    @property
    def start(self) -> str:
        """The first instant of the month, as the database keeps instants."""
        return format_instant(datetime(self.year, self.number, 1, tzinfo=UTC))

    @property
    def end(self) -> str:
        """The first instant after the month."""
        is_last = self.number == _DECEMBER
        return Month(self.year + is_last, 1 if is_last else self.number + 1).start

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def month_of(written: str | None, now: datetime) -> Month:
    """Return the month that *written* names, such as `2026-11`; the one of *now* for None."""
    if written is None:
        return Month(now.year, now.month)
    found = _MONTH.fullmatch(written)
    if found is None or not 1 <= int(found[1]) < MAXYEAR:
        message = f"`month` must be a month such as `2026-11`, not `{written}`"
        raise InvalidValueError("month", message)
    return Month(int(found[1]), int(found[2]))
