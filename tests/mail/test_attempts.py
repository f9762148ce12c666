"""When a mail that could not be sent is tried again."""

import pytest

from tenantry.clock import add_seconds
from tenantry.mail.attempts import next_attempt_at

_WRITTEN_AT = "2026-09-15T08:00:00.000000Z"
_HOUR = 3600


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (17, 240)]
)
def test_the_pauses_grow_to_four_hours(attempts: int, minutes: int) -> None:
    following = next_attempt_at(attempts, _WRITTEN_AT, _WRITTEN_AT)

    assert add_seconds(_WRITTEN_AT, minutes * 60) == following


@pytest.mark.parametrize(("hours", "is_tried"), [(71.9, True), (72, False), (100, False)])
def test_after_three_days_it_is_given_up(hours: float, *, is_tried: bool) -> None:
    following = next_attempt_at(9, _WRITTEN_AT, add_seconds(_WRITTEN_AT, hours * _HOUR))

    assert is_tried is (following is not None)
