"""What lets removals go that the deletion guard holds, and what does not."""

import pytest

from tenantry.sync.engine.dispatching import Dispatcher
from tenantry.sync.jobs import StatusCode
from tenantry.sync.operations import jobs
from tenantry.sync.operations.jobs import ResetScope
from tests.support.synchronization import Synchronization


@pytest.fixture
def held(sync: Synchronization) -> list[str]:
    """Three users whose removal the guard holds; it lets two go at once."""
    people = [sync.add_user(name) for name in ("ana", "ben", "cleo")]
    sync.run_cycle()
    sync.set_options(QuarantineTooManyDeletesThreshold="2")
    for each in people:
        sync.unassign(each)
    sync.run_cycle()
    return people


def test_a_pause_takes_back_that_deletes_are_forced(sync: Synchronization, held: list[str]) -> None:
    sync.restart(ResetScope.FORCE_DELETES)

    sync.pause()
    sync.start()
    sync.run_cycle()

    assert (3, False) == (len(sync.staged()), _is_anybody_gone(sync, held))


def test_a_cycle_that_is_asked_for_lets_nothing_of_what_is_held_go(
    sync: Synchronization, held: list[str]
) -> None:
    sync.assign(held[0])

    sync.command(jobs.run_job)
    Dispatcher(sync.database, "test").run_due()

    assert (2, False) == (len(sync.staged()), _is_anybody_gone(sync, held))
    assert StatusCode.QUARANTINE is sync.job().status_code


def _is_anybody_gone(sync: Synchronization, people: list[str]) -> bool:
    return any(sync.twin(each)["deleted_at"] is not None for each in people)
