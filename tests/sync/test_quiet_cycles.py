"""Cycles that find nothing to do: cheap in a job of any size, and never blind."""

from collections.abc import Callable

import pytest

from tenantry.directory.operations.directory_objects import delete_object
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.operations.jobs import pause_job, restart_job
from tenantry.sync.stores import jobs, leftovers, quiet_jobs
from tests.support.statements import recorded_statements
from tests.support.synchronization import Synchronization, allow_again, withdraw

_FEW_STATEMENTS = 4
_STATEMENTS_OF_ONE_CHANGE = 28


def test_a_quiet_cycle_takes_the_same_few_statements_with_any_number_of_users(
    sync: Synchronization,
) -> None:
    sync.add_user("ana")
    of_one = _count_statements(sync)
    group_id = sync.source.add_group("everybody")
    sync.source.add_many(300, group_id=group_id)
    sync.assign(group_id)
    of_many = _count_statements(sync)

    assert of_one == of_many <= _FEW_STATEMENTS


def _count_statements(sync: Synchronization) -> int:
    """Return how many a quiet cycle takes."""
    for _ in range(2):  # one that works, and one after which the connection is known
        sync.run_cycle()
    with recorded_statements(sync.database) as recorded:
        sync.run_cycle()
    return len(recorded)


def test_a_change_where_nothing_is_left_over_takes_few_statements(sync: Synchronization) -> None:
    ana = sync.add_user("ana")
    for _ in range(2):
        sync.run_cycle()
    sync.source.change(ana, job_title="Baker")

    with recorded_statements(sync.database) as recorded:
        sync.run_cycle()

    assert len(recorded) <= _STATEMENTS_OF_ONE_CHANGE


def test_a_quiet_cycle_is_noted_as_any_other(sync: Synchronization) -> None:
    sync.add_user("ana")
    sync.run_cycle()
    before = sync.job()

    sync.run_cycle()

    job = sync.job()
    assert job.last_execution is not None
    assert before.last_execution is not None
    assert job.last_execution.cycle_id != before.last_execution.cycle_id
    assert before.last_execution.counts.entitled == job.last_execution.counts.entitled
    assert (before.watermark, None) == (job.watermark, job.cycle_id)


def _pause(sync: Synchronization) -> None:
    with sync.database.write() as work:
        pause_job(work, sync.source.actor, sync.configuration["id"], sync.job_id)


def _restart(sync: Synchronization) -> None:
    with sync.database.write() as work:
        restart_job(work, sync.source.actor, sync.configuration["id"], sync.job_id)


def _force_deletes(sync: Synchronization) -> None:
    with sync.database.write() as work:
        jobs.save_job(work, sync.job(), force_deletes=True)


def _run_elsewhere(sync: Synchronization) -> None:
    sync.run_cycle()


@pytest.mark.parametrize("change", [_pause, _restart, _force_deletes, _run_elsewhere])
def test_a_quiet_cycle_undoes_nothing_that_happened_since_it_looked(
    sync: Synchronization, change: Callable[[Synchronization], None]
) -> None:
    sync.add_user("ana")
    sync.run_cycle()
    with sync.database.read() as reading:
        resting = quiet_jobs.find_resting(reading, sync.source.tenant_id, sync.job_id)
    assert resting is not None
    change(sync)
    changed = sync.job()

    with sync.database.write() as work:
        is_saved = quiet_jobs.save_resting(work, resting.job, {"successive_failures": 7})

    assert (is_saved, changed) == (False, sync.job())


def test_a_quiet_cycle_waits_for_nobody_who_holds_the_job(sync: Synchronization) -> None:
    if sync.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    sync.add_user("ana")
    sync.run_cycle()
    with sync.database.read() as reading:
        resting = quiet_jobs.find_resting(reading, sync.source.tenant_id, sync.job_id)
    assert resting is not None

    with sync.database.write() as holding:
        jobs.find_job(holding, sync.source.tenant_id, sync.job_id, lock=True)
        with sync.database.write() as work:
            is_saved = quiet_jobs.save_resting(work, resting.job, {"successive_failures": 7})

    assert not is_saved


def _withdraw_policy(sync: Synchronization) -> None:
    withdraw(sync.source, sync.target)


def _delete_configuration(sync: Synchronization) -> None:
    with sync.database.write() as work:
        delete_object(work, sync.source.actor, sync.configuration["id"])


@pytest.mark.parametrize("change", [_withdraw_policy, _delete_configuration])
def test_a_quiet_cycle_notices_what_forbids_it(
    sync: Synchronization, change: Callable[[Synchronization], None]
) -> None:
    sync.add_user("ana")
    outcomes = [sync.run_cycle(), sync.run_cycle()]
    change(sync)

    outcomes.append(sync.run_cycle())

    assert [Outcome.COMPLETED, Outcome.COMPLETED, Outcome.REFUSED] == outcomes


def test_a_quiet_cycle_notices_that_it_is_allowed_again(sync: Synchronization) -> None:
    sync.add_user("ana")
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    sync.run_cycle()
    allow_again(sync.source, sync.target)

    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome


def test_cycles_are_quiet_again_once_the_window_of_the_guard_has_passed(
    sync: Synchronization,
) -> None:
    user_id = sync.add_user("ana")
    sync.run_cycle()
    sync.set_options(QuarantineTooManyDeletesThreshold="5", DeleteThresholdWindow="PT1H")
    sync.unassign(user_id)
    sync.run_cycle()
    sync.move_clock(1)

    sync.run_cycle()

    with sync.database.read() as reading:
        assert not leftovers.has_any(reading, sync.source.tenant_id, sync.job_id)


def test_everybody_is_taken_up_once_the_scope_is_all(sync: Synchronization) -> None:
    user_id = sync.source.add_user("ana")
    sync.run_cycle()
    sync.run_cycle()

    sync.change_scope(sync_all=True)
    sync.restart()
    sync.run_cycle()

    assert sync.twin(user_id)
