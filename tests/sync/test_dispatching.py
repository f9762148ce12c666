"""Dispatching: which jobs are due, and that one worker at a time runs each."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tenantry.storage.database import Database
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.engine.dispatching import Dispatcher, Ran
from tenantry.sync.engine.turns import LEASE_SECONDS
from tenantry.sync.jobs import Execution, ExecutionState, StatusCode
from tenantry.sync.stores.jobs import save_job
from tenantry.sync.stores.leases import keep, list_due
from tests.support.companies import Company
from tests.support.synchronization import Synchronization, allow_again, withdraw

_CHUNK = 20
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
        while not self.dispatcher.run_due():
            pass
        return [ran.outcome for ran in self.ran]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cycles", "places"):
        monkeypatch.setattr(f"tenantry.sync.engine.{module}.CHUNK_USERS", _CHUNK)


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


@pytest.mark.parametrize("drift", ["report", "repair"])
def test_a_continuous_job_that_follows_its_target_is_due_after_each_edit_there(
    sync: Synchronization, worker: Worker, drift: str
) -> None:
    sync.run_continuously()
    sync.set_options(TargetDrift=drift)
    twin_id = _synchronized(sync, worker)
    stranger = sync.target.add_user("stranger")
    nothing_edited = worker.outcomes()

    edited = []
    for user_id in (twin_id, stranger):
        sync.target.change(user_id, city="Elsewhere")
        edited.append((worker.outcomes(), worker.outcomes()))

    assert [] == nothing_edited
    assert [([Outcome.COMPLETED], [])] * 2 == edited


def test_a_continuous_job_that_ignores_its_target_is_not_due_after_an_edit_there(
    sync: Synchronization, worker: Worker
) -> None:
    sync.run_continuously()
    twin_id = _synchronized(sync, worker)

    sync.target.change(twin_id, city="Elsewhere")

    assert [] == worker.outcomes()


def _synchronized(sync: Synchronization, worker: Worker) -> str:
    """Let *worker* synchronize a user, and return the id of its twin."""
    user_id = sync.add_user("ana", city="Turku")
    assert [Outcome.COMPLETED] == worker.outcomes()
    return str(sync.twin(user_id)["id"])


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
    user_ids = _fill_three_chunks(sync)
    meanwhile: list[Outcome | None] = []
    arrived: list[int] = []

    def let_the_other_try() -> None:
        arrived.append(len(sync.links()))
        meanwhile.extend(other.outcomes())
        arrived.append(len(sync.links()))

    sync.after_the_first_chunk(let_the_other_try)

    outcomes = worker.outcomes()

    assert ([], [Outcome.COMPLETED]) == (meanwhile, outcomes)
    assert [_CHUNK, _CHUNK] == arrived
    assert len(user_ids) == len(sync.links()) == len(sync.events())


def test_whoever_is_free_takes_a_job_after_each_cycle(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    sync.run_continuously()
    worker.outcomes()
    sync.add_user("ana")

    assert ([Outcome.COMPLETED], []) == (other.outcomes(), worker.outcomes())


@pytest.mark.parametrize(
    ("seconds_left", "expected"), [(LEASE_SECONDS, []), (-1.0, [Outcome.COMPLETED])]
)
def test_a_lease_is_taken_over_once_it_has_lapsed(
    sync: Synchronization, worker: Worker, seconds_left: float, expected: list[Outcome]
) -> None:
    with sync.database.write() as work:
        keep(work, sync.source.tenant_id, sync.job_id, "a worker that died", seconds=seconds_left)

    assert expected == worker.outcomes()


def test_a_worker_that_was_overtaken_exports_nothing_more(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    user_ids = _fill_three_chunks(sync)

    def overtake() -> None:
        """Do what follows when this worker sleeps for longer than its lease."""
        with sync.database.write() as work:
            keep(work, sync.source.tenant_id, sync.job_id, "first", seconds=-1.0)
        assert [Outcome.COMPLETED] == other.outcomes()

    sync.after_the_first_chunk(overtake)

    assert [Outcome.STOPPED] == worker.outcomes()
    assert len(user_ids) == len(sync.links()) == len(sync.events())
    assert ExecutionState.SUCCEEDED is _last(sync).state
    assert len(user_ids) == _last(sync).counts.exported


def test_a_worker_that_was_overtaken_in_mid_cycle_does_not_take_the_job_back(
    sync: Synchronization, worker: Worker, other: Worker
) -> None:
    user_ids = _fill_three_chunks(sync)
    told = iter([False])  # to end, after one chunk
    passing = Dispatcher(other.database, "passing", is_stopping=lambda: next(told, True))

    def overtake() -> None:
        with sync.database.write() as work:
            keep(work, sync.source.tenant_id, sync.job_id, "first", seconds=-1.0)
        passing.run_due()

    sync.after_the_first_chunk(overtake)
    worker.dispatcher.run_due()

    assert [Outcome.STOPPED] == [ran.outcome for ran in worker.ran]
    assert 2 * _CHUNK == len(sync.links())
    assert [Outcome.COMPLETED] == other.outcomes()
    assert len(user_ids) == len(sync.links()) == len(sync.events())
    assert len(user_ids) == _last(sync).counts.exported


def test_a_worker_that_is_told_to_end_gives_its_job_back_between_two_chunks(
    sync: Synchronization, other: Worker
) -> None:
    _fill_three_chunks(sync)
    told = iter([False, False, True])
    dispatcher = Dispatcher(sync.database, "first", is_stopping=lambda: next(told, True))

    dispatcher.run_due()

    assert 2 * _CHUNK == len(sync.links())
    assert [Outcome.COMPLETED] == other.outcomes()


def test_a_long_cycle_lets_short_ones_pass(
    sync: Synchronization, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenantry.sync.engine.dispatching._TURN_MS", 0.0)
    fabrikam, adatum = (Company(sync.database, name) for name in ("fabrikam", "adatum"))
    aside = Synchronization(fabrikam, adatum)
    aside.run_continuously()
    sync.pause()
    worker.outcomes()
    sync.start()
    _fill_three_chunks(sync)

    def add_a_user_elsewhere() -> None:
        aside.add_user("mira")

    sync.after_the_first_chunk(add_a_user_elsewhere)

    worker.outcomes()

    assert [aside.job_id, sync.job_id] == [ran.job_id for ran in worker.ran]


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


def _fill_three_chunks(sync: Synchronization) -> list[str]:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    return sync.source.add_many(2 * _CHUNK + 1, group_id=group_id)


def _last(sync: Synchronization) -> Execution:
    execution = sync.job().last_execution
    assert execution is not None
    return execution


def test_each_due_job_of_every_tenant_is_listed(sync: Synchronization) -> None:
    back = Synchronization(sync.target, sync.source)
    paused = Synchronization(sync.source, Company(sync.database, "fabrikam"))
    paused.pause()

    with sync.database.read() as reading:
        due = {job.key for job in list_due(reading, "anybody")}

    expected = {(each.source.tenant_id, each.job_id) for each in (sync, back)}
    assert expected == due
