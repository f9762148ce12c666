"""Dispatching: which jobs are due, and that one worker at a time runs each."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tenantry.clock import epoch_seconds
from tenantry.storage.database import Database
from tenantry.sync.cycles import Outcome
from tenantry.sync.dispatching import LEASE_SECONDS, Dispatcher, Ran, list_due
from tenantry.sync.jobs import StatusCode
from tenantry.sync.places import CHUNK_USERS
from tenantry.sync.stores.jobs import save_job, take_lease
from tests.support.companies import Company
from tests.support.synchronization import Synchronization, allow_again, withdraw

_INTERVAL_DAYS = 40 / (24 * 60)


class Worker:
    """A dispatcher with connections of its own, as another process has them."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.ran: list[Ran] = []
        self.dispatcher = Dispatcher(database, name, on_cycle=self.ran.append)

    def outcomes(self) -> list[Outcome | None]:
        """Run what is due and return how it ended."""
        self.ran.clear()
        self.dispatcher.run_due()
        return [ran.outcome for ran in self.ran]


@pytest.fixture
def worker(sync: Synchronization) -> Worker:
    return Worker(sync.database, "first")


@pytest.fixture
def other(sync: Synchronization) -> Iterator[Worker]:
    url = sync.database.engine.url.render_as_string(hide_password=False)
    with Database(url, movable_clock=True) as database:
        yield Worker(database, "second")


def test_a_started_job_is_due_at_once(sync: Synchronization, worker: Worker) -> None:
    user_id = sync.add_user("ana")

    outcomes = worker.outcomes()

    assert [Outcome.COMPLETED] == outcomes
    assert "Ana" == sync.twin(user_id)["display_name"]


@pytest.mark.claim("CTS-044")
def test_a_scheduled_job_is_due_again_after_forty_minutes(
    sync: Synchronization, worker: Worker
) -> None:
    worker.outcomes()
    sync.add_user("ana")

    at_once = worker.outcomes()
    sync.move_clock(days=_INTERVAL_DAYS * 0.99)
    too_early = worker.outcomes()
    sync.move_clock(days=_INTERVAL_DAYS * 0.02)
    in_time = worker.outcomes()

    assert ([], [], [Outcome.COMPLETED]) == (at_once, too_early, in_time)


def test_a_continuous_job_is_due_after_each_change_and_only_then(
    sync: Synchronization, worker: Worker
) -> None:
    sync.run_continuously()
    worker.outcomes()
    nothing_new = worker.outcomes()
    sync.add_user("ana")

    after_a_change = worker.outcomes()

    assert ([], [Outcome.COMPLETED], []) == (nothing_new, after_a_change, worker.outcomes())


def test_a_continuous_job_is_due_when_an_escrow_is(sync: Synchronization, worker: Worker) -> None:
    sync.run_continuously()
    user_id = sync.add_user("ana", mail="ana@elsewhere.test")
    worker.outcomes()
    before = worker.outcomes()

    sync.move_clock(days=_INTERVAL_DAYS)

    assert ([], [Outcome.COMPLETED], []) == (before, worker.outcomes(), worker.outcomes())
    assert 2 == len(sync.events(user_id))


def test_a_paused_job_is_not_due(sync: Synchronization, worker: Worker) -> None:
    sync.pause()

    assert [] == worker.outcomes()


def test_a_job_in_quarantine_is_tried_again_later_and_later(
    sync: Synchronization, worker: Worker
) -> None:
    sync.run_continuously()
    withdraw(sync.source, sync.target)
    first = worker.outcomes()
    sync.add_user("ana")
    at_once = worker.outcomes()
    sync.move_clock(days=_INTERVAL_DAYS)
    second = worker.outcomes()
    sync.move_clock(days=2 * _INTERVAL_DAYS)
    too_early = worker.outcomes()
    allow_again(sync.source, sync.target)
    sync.move_clock(days=_INTERVAL_DAYS)

    third = worker.outcomes()

    refused = [Outcome.REFUSED]
    assert (refused, [], refused, []) == (first, at_once, second, too_early)
    assert [Outcome.COMPLETED] == third
    assert StatusCode.ACTIVE is sync.job().status_code


def test_two_workers_never_run_one_job_at_once(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    user_ids = sync.source.add_many(CHUNK_USERS + 100, group_id=group_id)
    meanwhile: list[Outcome | None] = []
    arrived: list[int] = []

    def let_the_other_try() -> None:
        arrived.append(len(sync.links()))
        meanwhile.extend(other.outcomes())
        arrived.append(len(sync.links()))

    sync.after_the_first_chunk(let_the_other_try)

    outcomes = worker.outcomes()

    assert ([Outcome.STOPPED], [Outcome.COMPLETED]) == (meanwhile, outcomes)
    assert [CHUNK_USERS, CHUNK_USERS] == arrived
    assert len(user_ids) == len(sync.links()) == len(sync.events())


def test_a_lease_is_kept_between_cycles(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    sync.run_continuously()
    worker.outcomes()
    sync.add_user("ana")

    assert [Outcome.STOPPED] == other.outcomes()
    assert [Outcome.COMPLETED] == worker.outcomes()


def test_a_lease_that_was_given_back_is_free_at_once(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    sync.run_continuously()
    worker.outcomes()
    sync.add_user("ana")

    worker.dispatcher.release()

    assert [Outcome.COMPLETED] == other.outcomes()


@pytest.mark.parametrize(
    ("seconds_left", "expected"), [(LEASE_SECONDS, Outcome.STOPPED), (-1.0, Outcome.COMPLETED)]
)
def test_a_lease_is_taken_over_once_it_has_lapsed(
    sync: Synchronization, worker: Worker, seconds_left: float, expected: Outcome
) -> None:
    now = epoch_seconds()
    with sync.database.write() as work:
        key = (sync.source.tenant_id, sync.job_id)
        take_lease(work, *key, "a worker that died", now=now, until=now + seconds_left)

    assert [expected] == worker.outcomes()


def test_a_job_that_cannot_be_read_does_not_keep_others_waiting(
    sync: Synchronization, worker: Worker
) -> None:
    damaged = Synchronization(sync.source, Company(sync.database, "fabrikam"))
    after = Synchronization(sync.target, sync.source)
    for healthy in (sync, after):
        healthy.add_user("ana")
    with sync.database.write() as work:
        save_job(work, damaged.job(), schema="damaged")

    for _ in range(2):
        with suppress(ValueError):
            worker.outcomes()

    assert [1, 1] == [len(sync.links()), len(after.links())]


def test_each_due_job_of_every_tenant_is_listed(sync: Synchronization) -> None:
    back = Synchronization(sync.target, sync.source)
    paused = Synchronization(sync.source, Company(sync.database, "fabrikam"))
    paused.pause()

    with sync.database.read() as reading:
        due = list_due(reading)

    expected = {(each.source.tenant_id, each.job_id) for each in (sync, back)}
    assert expected == set(due)
