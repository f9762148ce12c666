"""The worker's loop: it goes on after faults."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tenantry.errors import UnavailableError
from tenantry.runtime.purging import Purging
from tenantry.runtime.waking import waker_of
from tenantry.runtime.working import Worker, keep_log_short
from tenantry.storage.database import Database
from tenantry.storage.tables import metadata
from tests.support.processes import wait_until


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path}/tenantry.db", movable_clock=True) as database:
        metadata.create_all(database.engine)
        yield database


class _Rounds:
    """A dispatcher that plays one act per round, then stops the worker."""

    def __init__(self, *acts: Callable[[], float]) -> None:
        self.stopping = threading.Event()
        self._acts = list(acts)

    def run_due(self) -> float:
        if len(self._acts) == 1:
            self.stopping.set()
        return self._acts.pop(0)()


def _ready() -> float:
    return 0.0


def _busy() -> float:
    raise UnavailableError


def _broken() -> float:
    raise ZeroDivisionError


def test_the_worker_goes_on_after_faults_and_logs_the_unexpected_ones(database: Database) -> None:
    rounds = _Rounds(_busy, _broken, _ready)
    purging = Purging(database)
    waker = waker_of(database)

    with capture_logs() as logs:
        Worker(rounds, purging, waker).run(rounds.stopping)

    waker.close()
    assert ["warning", "error"] == [entry["log_level"] for entry in logs]
    assert logs[1]["exc_info"]


def test_a_log_that_cannot_be_moved_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenantry.runtime.working._CHECKPOINT_EVERY_SECONDS", 0.01)
    monkeypatch.setattr("tenantry.storage.checkpoints._WORTH_MOVING_BYTES", 0)
    path = tmp_path / "damaged.db"
    path.write_text("no database" * 1000)

    stopping = threading.Event()
    with Database(f"sqlite:///{path}") as database, capture_logs() as logs:
        chore = keep_log_short(database, stopping)
        try:
            wait_until(lambda: len(logs) > 1 or not chore.is_alive(), "the chore is tried")
            is_alive = chore.is_alive()
        finally:
            stopping.set()
            chore.join()

    assert is_alive
    assert {"checkpoint"} == {entry["chore"] for entry in logs}
