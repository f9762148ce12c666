"""When failures are too many: the documented numbers, as a rule."""

import pytest

from tenantry.clock import add_seconds
from tenantry.sync.jobs import JobFault, Quarantine, QuarantineReason
from tenantry.sync.quarantine import (
    Failures,
    QuarantineLimits,
    find_reason,
    impose,
    is_hopeless,
)

_TOTAL = QuarantineReason.TOTAL_FAILURES
_MANY = QuarantineReason.FAILURES
_PROPORTION = QuarantineReason.PROPORTION_OF_FAILURES
_NOW = "2026-09-16T01:20:00.000000Z"
_FAULT = JobFault(code="InvalidCredentials", message="the target is gone")


@pytest.mark.parametrize(
    ("users", "references", "sound", "expected"),
    [
        # the documented examples
        (4_000, 0, 0, None),
        (45_000, 0, 1_000_000, _MANY),
        (30_000, 0, 5_000, _PROPORTION),
        (20_000, 0, 80_000, None),
        (40_000, 21_000, 1_000_000, _TOTAL),
        # the edges
        (0, 0, 0, None),
        (4_999, 0, 0, None),
        (5_000, 0, 0, _PROPORTION),
        (5_000, 0, 7_500, None),
        (5_000, 0, 7_499, _PROPORTION),
        (40_000, 0, 60_000, None),
        (40_001, 0, 1_000_000, _MANY),
        (40_000, 20_000, 1_000_000, None),
        (0, 60_000, 1_000_000, None),
        (0, 60_001, 1_000_000, _TOTAL),
        (4_999, 55_001, 0, None),
    ],
)
def test_a_job_goes_into_quarantine_for_the_documented_numbers_of_failures(
    users: int, references: int, sound: int, expected: QuarantineReason | None
) -> None:
    failures = Failures(users=users, references=references, sound=sound)

    assert expected is find_reason(failures)


def test_other_limits_make_the_same_decisions_at_other_numbers() -> None:
    limits = QuarantineLimits(total=6, fewest=2, most=4, percent=50)

    found = [
        find_reason(Failures(users=users, references=references, sound=sound), limits)
        for users, references, sound in [(1, 0, 0), (2, 0, 2), (2, 0, 1), (5, 0, 99), (3, 4, 99)]
    ]

    assert [None, None, _PROPORTION, _MANY, _TOTAL] == found


def test_the_pauses_between_cycles_grow_to_a_day() -> None:
    imposed: Quarantine | None = None
    now, pauses = _NOW, []
    for _ in range(7):
        imposed = impose(imposed, _MANY, _FAULT, now)
        pauses.append(next(h for h in (40 / 60, 2, 6, 18, 24) if _is_after(imposed, now, h)))
        now = imposed.next_attempt_at

    assert [40 / 60, 2, 6, 18, 24, 24, 24] == pauses
    assert imposed is not None
    assert (7, _NOW) == (imposed.series_count, imposed.series_began_at)


def test_the_second_quarantine_of_a_series_is_that_of_the_documented_sample() -> None:
    first = impose(None, QuarantineReason.EXCEPTION, _FAULT, "2026-09-16T01:20:00.000000Z")

    second = impose(first, QuarantineReason.EXCEPTION, _FAULT, first.next_attempt_at)

    assert {
        "reason": "EncounteredQuarantineException",
        "currentBegan": "2026-09-16T02:00:00",
        "nextAttempt": "2026-09-16T04:00:00",
        "seriesBegan": "2026-09-16T01:20:00",
        "seriesCount": 2,
    } == {
        "reason": second.reason.value,
        "currentBegan": second.current_began_at[:19],
        "nextAttempt": second.next_attempt_at[:19],
        "seriesBegan": second.series_began_at[:19],
        "seriesCount": second.series_count,
    }


@pytest.mark.parametrize(("days", "expected"), [(0, False), (28, False), (28.01, True)])
def test_a_quarantine_of_more_than_four_weeks_is_hopeless(days: float, *, expected: bool) -> None:
    first = impose(None, _MANY, _FAULT, _NOW)

    later = impose(first, _MANY, _FAULT, add_seconds(_NOW, days * 24 * 3600))

    assert expected is is_hopeless(later)


def _is_after(imposed: Quarantine, now: str, hours: float) -> bool:
    return imposed.next_attempt_at == add_seconds(now, hours * 3600)
