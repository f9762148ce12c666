"""Jobs on the wire: the numbers of failures, and the criteria of a restart."""

from typing import Any

import pytest

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.jobs import job_object, read_reset_scope
from tenantry.sync.jobs import (
    Counts,
    Execution,
    ExecutionState,
    Job,
    JobFault,
    Quarantine,
    QuarantineReason,
    StatusCode,
)
from tenantry.sync.operations.jobs import ResetScope
from tenantry.sync.operations.reports import JobReport
from tenantry.sync.pace import Pace

_AT = "2026-09-16T01:20:00.000000Z"
_LATER = "2026-09-16T01:20:06.000000Z"
_ENTITLED = 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("None", ResetScope.NONE),
        ("ConnectorDataStore", ResetScope.CONNECTOR_DATA_STORE),
        ("Escrows", ResetScope.ESCROWS),
        ("Watermark", ResetScope.WATERMARK),
        ("QuarantineState", ResetScope.QUARANTINE_STATE),
        ("Full", ResetScope.FULL),
        ("ForceDeletes", ResetScope.FORCE_DELETES),
        ("Watermark, Escrows,QuarantineState", ~ResetScope.CONNECTOR_DATA_STORE & ResetScope.FULL),
        ("full, forceDeletes", ResetScope.FULL | ResetScope.FORCE_DELETES),
    ],
)
def test_each_value_of_the_criteria_is_read(text: str, expected: ResetScope) -> None:
    assert expected is read_reset_scope({"criteria": {"resetScope": text}})


@pytest.mark.parametrize(
    "body", [None, {}, {"criteria": None}, {"criteria": {}}, {"criteria": {"resetScope": ""}}]
)
def test_criteria_that_name_nothing_are_none(body: object) -> None:
    assert read_reset_scope(body) is None


def test_a_value_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidValueError, match="`Everything` is not a value") as refusal:
        read_reset_scope({"criteria": {"resetScope": "Watermark, Everything"}})

    assert "`ForceDeletes`" in refusal.value.message


def test_a_quarantine_is_told_with_its_reason_and_its_times() -> None:
    quarantine = Quarantine(
        reason=QuarantineReason.TOO_MANY_DELETES,
        current_began_at=_AT,
        series_began_at=_AT,
        series_count=1,
        next_attempt_at=_AT,
        fault=JobFault(code="TooManyDeletes", message="look"),
    )

    status = _status(status_code=StatusCode.QUARANTINE, quarantine=quarantine)

    assert "Quarantine" == status["code"]
    assert {
        "reason": "TooManyDeletes",
        "seriesCount": 1,
        "error": {"code": "TooManyDeletes", "message": "look", "tenantActionable": True},
    }.items() <= status["quarantine"].items()


def test_failed_references_are_escrows_in_the_raw_count_alone() -> None:
    execution = Execution(
        cycle_id="one",
        state=ExecutionState.ENTRY_LEVEL_ERRORS,
        began_at=_AT,
        ended_at=_AT,
        counts=Counts(escrowed=2, failed_references=3),
    )

    status = _status(last_execution=execution, escrows_pruned=True)

    assert (2, 5, True) == (
        status["lastExecution"]["countEscrowed"],
        status["lastExecution"]["countEscrowedRaw"],
        status["escrowsPruned"],
    )


@pytest.mark.parametrize("seconds_left", [4.0, None])
def test_progress_tells_how_far_a_cycle_is_how_fast_and_what_is_left(
    seconds_left: float | None,
) -> None:
    pace = Pace(users_per_second=0.5, seconds_left=seconds_left)

    status = _status(pace, cycle_id="one", cycle_began_at=_AT, cycle_counts=Counts(imported=3))

    assert [
        {
            "units": "Users",
            "completedUnits": 3,
            "totalUnits": _ENTITLED,
            "progressObservationDateTime": "2026-09-16T01:20:06Z",
            "@tenantry.usersPerSecond": 0.5,
            "@tenantry.secondsLeft": seconds_left,
        }
    ] == status["progress"]


def test_without_a_pace_progress_tells_how_far_a_cycle_is() -> None:
    status = _status(cycle_id="one", cycle_began_at=_AT, cycle_counts=Counts(imported=9))

    [progress] = status["progress"]
    assert (9, 9) == (progress["completedUnits"], progress["totalUnits"])
    assert not [name for name in progress if name.startswith("@")]


def _status(pace: Pace | None = None, /, **given: Any) -> Any:
    job = Job(tenant_id="northwind", id="job", service_principal_id="principal", **given)
    report = JobReport(
        job=job, linked=0, linked_groups=0, entitled=_ENTITLED, pace=pace, observed_at=_LATER
    )
    return job_object(report)["status"]
