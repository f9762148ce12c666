"""The pace of a cycle, and the time that is left of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tenantry.clock import format_instant, parse_instant
from tenantry.sync.jobs import Counts, Job, ScheduleState
from tenantry.sync.pace import Pace, find_pace

_BEGAN = parse_instant("2026-11-01T10:00:00Z")
_JOB = Job(
    tenant_id="t",
    id="j",
    service_principal_id="p",
    schedule_state=ScheduleState.ACTIVE,
    cycle_id="c",
    cycle_began_at=format_instant(_BEGAN),
    cycle_counts=Counts(imported=2000),
)


@pytest.mark.parametrize(
    ("entitled", "expected"),
    [
        (5000, Pace(users_per_second=1000.0, seconds_left=3.0)),
        (1000, Pace(users_per_second=1000.0, seconds_left=0.0)),
        (0, Pace(users_per_second=1000.0, seconds_left=None)),
    ],
)
def test_the_pace_is_that_of_what_is_done(entitled: int, expected: Pace) -> None:
    assert expected == find_pace(_JOB, entitled, _BEGAN + timedelta(seconds=2))


@pytest.mark.parametrize(
    ("job", "seconds"),
    [
        (replace(_JOB, cycle_counts=Counts()), 2),
        (replace(_JOB, cycle_began_at=None, cycle_counts=None), 2),
        (replace(_JOB, schedule_state=ScheduleState.PAUSED), 2),
        (_JOB, 0),
    ],
)
def test_without_anything_done_there_is_no_pace(job: Job, seconds: int) -> None:
    assert find_pace(job, 5000, _BEGAN + timedelta(seconds=seconds)) is None
