"""The months over which guests are counted."""

from datetime import UTC, datetime

import pytest

from tenantry.directory.billing import Month, month_of
from tenantry.errors import InvalidValueError


@pytest.mark.parametrize(
    ("month", "start", "end"),
    [
        (Month(2026, 11), "2026-11-01", "2026-12-01"),
        (Month(2026, 12), "2026-12-01", "2027-01-01"),
        (Month(2028, 2), "2028-02-01", "2028-03-01"),
    ],
)
def test_a_month_ends_where_the_next_begins(month: Month, start: str, end: str) -> None:
    assert (start, end) == (month.start[:10], month.end[:10])


def test_without_a_name_it_is_the_month_under_way() -> None:
    assert "2026-03" == str(month_of(None, datetime(2026, 3, 31, 23, 59, tzinfo=UTC)))


@pytest.mark.parametrize("written", ["2026-13", "2026-1", "0000-05", "9999-12", "November", ""])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(InvalidValueError, match="such as `2026-11`"):
        month_of(written, datetime(2026, 3, 31, tzinfo=UTC))
