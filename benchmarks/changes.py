"""Changes of a few users, from the source's commit to the target's."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select

from benchmarks import naive_engine
from benchmarks.source_people import BenchmarkJob
from tenantry.directory.operations.users import update_user
from tenantry.runtime.waking import bell_of
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.tables import sync_links
from tenantry.sync.engine.cycles import Cycle

_CHANGES = 1000
_CHANGES_PER_SECOND = 100
_WARMING_UP = 50
_PAUSE_SECONDS = 0.0005
_LIMIT_SECONDS = 60.0

Pair = tuple[str, str]
"""A source user and its target user."""


def one_percent_seconds(database: Database, job: BenchmarkJob, count: int) -> tuple[float, float]:
    """Change one user in a hundred, twice; return the time of our engine and the naive one's."""
    pairs = _linked_pairs(database, job, max(count // 100, 1))
    _change_all(database, job, pairs, "Senior engineer")
    began = time.perf_counter()
    Cycle(database, job.source_tenant_id, job.job_id).run()
    ours = time.perf_counter() - began
    with database.read() as reading:
        watermark = feed.position(reading.connection, job.source_tenant_id)
    _change_all(database, job, pairs, "Principal engineer")
    began = time.perf_counter()
    naive_engine.follow(database, job, watermark)
    return ours, time.perf_counter() - began


def _change_all(database: Database, job: BenchmarkJob, pairs: Sequence[Pair], title: str) -> None:
    with database.write() as work:
        for source_id, _ in pairs:
            update_user(work, job.actor, source_id, {"job_title": title})


def change_latencies(url: str, database: Database, job: BenchmarkJob) -> list[float]:
    """Return the seconds from each change's commit to the target's, with a real worker.

    The changes come at a steady rate, whether or not the ones before have arrived.
    """
    bell = bell_of(database)
    database.after_commit(lambda _positions: bell.ring())
    first, *pairs = _linked_pairs(database, job, 1 + _WARMING_UP + _CHANGES)
    with _worker(url):
        with _Watcher(database, job, {first[1]}).watching():
            _change_all(database, job, [first], "First of all")  # arrives once the worker runs
        committed, arrived = _change_steadily(database, job, pairs)
    bell.close()
    return [arrived[target_id] - committed[target_id] for _, target_id in pairs[_WARMING_UP:]]


def _change_steadily(
    database: Database, job: BenchmarkJob, pairs: Sequence[Pair]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return when each target user's change was committed in the source, and when it arrived."""
    watcher = _Watcher(database, job, {target_id for _, target_id in pairs})
    committed = {}
    with watcher.watching():
        due = time.perf_counter()
        for source_id, target_id in pairs:
            due += 1 / _CHANGES_PER_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            _change_all(database, job, [(source_id, target_id)], f"Role {due}")
            committed[target_id] = time.perf_counter()
    return committed, watcher.arrived


class _Watcher:
    """Notes when the change of each target user can be seen."""

    def __init__(self, database: Database, job: BenchmarkJob, awaited: set[str]) -> None:
        self.arrived: dict[str, float] = {}
        self._database = database
        self._tenant_id = job.target_tenant_id
        self._awaited = awaited
        with database.read() as reading:
            self._position = feed.position(reading.connection, self._tenant_id)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch until everything that was changed in the block has arrived."""
        thread = threading.Thread(target=self._watch)
        thread.start()
        yield
        thread.join(_LIMIT_SECONDS)
        if self._awaited:
            raise TimeoutError(f"{len(self._awaited)} changes did not arrive")

    def _watch(self) -> None:
        end = time.perf_counter() + _LIMIT_SECONDS
        while self._awaited and time.perf_counter() < end:
            self._look()
            time.sleep(_PAUSE_SECONDS)

    def _look(self) -> None:
        with self._database.read() as reading:
            now = time.perf_counter()
            until = feed.position(reading.connection, self._tenant_id)
            if until == self._position:
                return
            changes = feed.since(
                reading.connection, self._tenant_id, self._position, until=until, limit=_CHANGES
            )
        self._position = changes[-1].sequence
        for change in changes:
            if change.object_id in self._awaited:
                self._awaited.remove(change.object_id)
                self.arrived[change.object_id] = now


def _linked_pairs(database: Database, job: BenchmarkJob, count: int) -> list[Pair]:
    query = (
        select(sync_links.c.source_id, sync_links.c.target_id)
        .where(sync_links.c.tenant_id == job.source_tenant_id, sync_links.c.job_id == job.job_id)
        .limit(count)
    )
    with database.read() as reading:
        return [(row[0], row[1]) for row in reading.connection.execute(query)]


@contextmanager
def _worker(url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tenantry", "worker", "--database", url]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
