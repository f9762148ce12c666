"""Restarting a job: each value of the criteria forgets what it names, and nothing else."""

from dataclasses import dataclass

import pytest

from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.jobs import ScheduleState, StatusCode
from tenantry.sync.operations.jobs import DEFAULT_RESET, ResetScope
from tests.support.synchronization import Synchronization, withdraw


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a restart leaves of a job in quarantine that has everything there is to forget."""

    watermark: bool
    escrows: bool
    quarantine: bool
    links: bool


_ALL = Kept(watermark=True, escrows=True, quarantine=True, links=True)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (
            DEFAULT_RESET,
            Kept(watermark=False, escrows=False, quarantine=False, links=True),
        ),
        (ResetScope.NONE, Kept(watermark=True, escrows=True, quarantine=False, links=True)),
        (ResetScope.WATERMARK, Kept(watermark=False, escrows=True, quarantine=True, links=True)),
        (ResetScope.ESCROWS, Kept(watermark=True, escrows=False, quarantine=True, links=True)),
        (
            ResetScope.QUARANTINE_STATE,
            Kept(watermark=True, escrows=True, quarantine=False, links=True),
        ),
        (
            ResetScope.CONNECTOR_DATA_STORE,
            Kept(watermark=True, escrows=True, quarantine=True, links=False),
        ),
        (ResetScope.FULL, Kept(watermark=False, escrows=False, quarantine=False, links=False)),
        (ResetScope.FORCE_DELETES, _ALL),
        (
            ResetScope.WATERMARK | ResetScope.ESCROWS,
            Kept(watermark=False, escrows=False, quarantine=True, links=True),
        ),
    ],
)
def test_each_criterion_forgets_what_it_names(
    sync: Synchronization, scope: ResetScope, expected: Kept
) -> None:
    _fill(sync)
    assert _ALL == _kept(sync)

    sync.restart(scope)

    assert expected == _kept(sync)
    job = sync.job()
    status = StatusCode.QUARANTINE if expected.quarantine else StatusCode.ACTIVE
    assert (ScheduleState.ACTIVE, status) == (job.schedule_state, job.status_code)
    assert (ResetScope.FORCE_DELETES in scope) is job.force_deletes


def test_a_restart_runs_the_job_at_once_even_if_quarantine_stays(sync: Synchronization) -> None:
    _fill(sync)

    sync.restart(ResetScope.ESCROWS)

    with sync.database.read() as reading:
        assert (sync.job().next_due_at or "") <= reading.instant


def test_a_paused_job_runs_after_a_restart_without_a_scope(sync: Synchronization) -> None:
    sync.add_user("ana")
    sync.run_cycle()
    sync.pause()

    sync.restart(ResetScope.NONE)

    assert Outcome.COMPLETED is sync.run_cycle()


def test_after_a_full_restart_everybody_is_matched_anew(sync: Synchronization) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()
    before = sync.twin(ana)["id"]

    sync.restart(ResetScope.FULL)
    sync.run_cycle()

    assert (before, "active") == sync.links()[ana] == (sync.twin(ana)["id"], "active")


def test_a_restart_of_the_watermark_alone_looks_at_everybody(sync: Synchronization) -> None:
    ana = sync.add_user("ana", city="Bergen")
    sync.run_cycle()
    sync.target.change(sync.twin(ana)["id"], city="Nelson")
    sync.run_cycle()
    before = sync.twin(ana)["city"]

    sync.restart(ResetScope.WATERMARK)
    sync.run_cycle()

    assert ("Nelson", "Bergen") == (before, sync.twin(ana)["city"])


def _fill(sync: Synchronization) -> None:
    """Give the job links, an escrow, a watermark and a quarantine."""
    sync.add_user("sound")
    sync.run_cycle()
    sync.add_user("failing", mail="failing@elsewhere.test")
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    sync.run_cycle()


def _kept(sync: Synchronization) -> Kept:
    job = sync.job()
    return Kept(
        watermark=job.watermark is not None,
        escrows=bool(sync.escrows()),
        quarantine=job.quarantine is not None,
        links=bool(sync.links()),
    )
