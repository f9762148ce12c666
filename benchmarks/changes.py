"""Single and one-percent changes, from the source's commit to the target's."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from benchmarks.source_people import BenchmarkJob
from tenantry.directory.operations.users import update_user
from tenantry.runtime.waking import bell_of
from tenantry.storage.database import Database
from tenantry.storage.tables import sync_links, users
from tenantry.sync.cycles import Cycle

_CHANGES = 200
_PAUSE_SECONDS = 0.0005
_LIMIT_SECONDS = 10.0


def one_percent_seconds(database: Database, job: BenchmarkJob, count: int) -> float:
    """Change one user in a hundred, and return how long the incremental cycle takes."""
    with database.write() as work:
        for user_id in _some_users(database, job, count // 100):
            update_user(work, job.actor, user_id, {"job_title": "Senior engineer"})
    began = time.perf_counter()
    Cycle(database, job.source_tenant_id, job.job_id).run()
    return time.perf_counter() - began


def change_latencies(url: str, database: Database, job: BenchmarkJob) -> list[float]:
    """Return the seconds from the commit of a change to the target's, with a real worker."""
    bell = bell_of(database)
    database.after_commit(lambda _positions: bell.ring())
    pairs = _linked_pairs(database, job, _CHANGES)
    with _worker(url):
        for source_id, target_id in pairs[:5]:
            _change(database, job, source_id, target_id, "Warming up")
        latencies = [
            _change(database, job, source_id, target_id, f"Role {number}")
            for number, (source_id, target_id) in enumerate(pairs)
        ]
    bell.close()
    return latencies


def _change(
    database: Database, job: BenchmarkJob, source_id: str, target_id: str, title: str
) -> float:
    with database.write() as work:
        update_user(work, job.actor, source_id, {"job_title": title})
    began = time.perf_counter()
    while time.perf_counter() - began < _LIMIT_SECONDS:
        if _title(database, job, target_id) == title:
            return time.perf_counter() - began
        time.sleep(_PAUSE_SECONDS)
    raise TimeoutError(f"the change did not arrive in {_LIMIT_SECONDS} s")


def _title(database: Database, job: BenchmarkJob, target_id: str) -> str | None:
    query = select(users.c.job_title).where(
        users.c.tenant_id == job.target_tenant_id, users.c.id == target_id
    )
    with database.read() as reading:
        return reading.connection.execute(query).scalar()


def _some_users(database: Database, job: BenchmarkJob, count: int) -> list[str]:
    return [source_id for source_id, _ in _linked_pairs(database, job, count)]


def _linked_pairs(database: Database, job: BenchmarkJob, count: int) -> list[tuple[str, str]]:
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
