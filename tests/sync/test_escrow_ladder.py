"""When a failed user is tried again: the documented ladder, as a rule."""

import pytest

from tenantry.clock import add_seconds
from tenantry.sync.escrows import TRANSIENT, next_attempt_at

_FAILED_AT = "2026-09-15T08:00:00.000000Z"
_CYCLE, _HOUR = 40 / 60, 1.0
_DAY = 24.0


@pytest.mark.parametrize(
    ("failed_after", "tried_after"),
    [
        (0.0, _CYCLE),
        (_CYCLE, 6.0),
        (1.0, 6.0),  # a change of the user was tried in between, and moves nothing
        (6.0, 12.0),
        (12.0, _DAY),
        (_DAY, 2 * _DAY),
        (2 * _DAY, 3 * _DAY),
        (2 * _DAY + 7.0, 3 * _DAY),
        (27 * _DAY, 28 * _DAY),
        (28 * _DAY - 0.01, 28 * _DAY),
        (28 * _DAY, None),
        (40 * _DAY, None),
    ],
)
def test_attempts_stand_on_a_ladder_from_the_first_failure(
    failed_after: float, tried_after: float | None
) -> None:
    due_at = next_attempt_at("EntryConflict", _FAILED_AT, _after(failed_after))

    assert (None if tried_after is None else _after(tried_after)) == due_at


@pytest.mark.parametrize("code", sorted(TRANSIENT))
@pytest.mark.parametrize("failed_after", [0.0, _CYCLE, 7.0, 27 * _DAY])
def test_what_passes_by_itself_is_tried_every_forty_minutes(code: str, failed_after: float) -> None:
    due_at = next_attempt_at(code, _FAILED_AT, _after(failed_after))

    assert _after(failed_after + _CYCLE) == due_at


def test_what_does_not_pass_by_itself_is_given_up_as_well() -> None:
    assert next_attempt_at("Timeout", _FAILED_AT, _after(28 * _DAY)) is None


def _after(hours: float) -> str:
    return add_seconds(_FAILED_AT, hours * 3600)
