"""Workers that are killed or cut off in mid-cycle, and a database that crashes under them."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import httpx
from sqlalchemy import select

from tenantry.clock import monotonic_ms
from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.storage.tables import sync_jobs
from tenantry.sync.engine.places import CHUNK_USERS
from tests.crash.population import Population
from tests.machines.fleet import Fleet, fleet_on
from tests.support.companies import Company, Neighbour
from tests.support.databases import PostgresqlDatabases, fragile_postgresql
from tests.support.processes import is_alive, wait_until
from tests.support.synchronization import Synchronization

_USERS = 5 * CHUNK_USERS // 2
_TAKEN_OVER_WITHIN_SECONDS = 30


class Site:
    """Two workers about to run the initial cycle of many users."""

    def __init__(self, fleet: Fleet, database: Database) -> None:
        self.neighbour = Neighbour(database, "tailwind")
        self.sync = Synchronization(Company(database, "northwind"), Company(database, "contoso"))
        self.sync.pause()
        self.sync.run_continuously()
        chance = Random()  # noqa: S311  # who is whose manager, no secrets
        self.population = Population(self.sync, chance, users=_USERS)
        self.neighbour.imitate(self.sync.source, self.population.user_ids[0])
        self._fleet = fleet
        self.workers = [fleet.start_worker(), fleet.start_worker()]

    def web(self) -> httpx.Client:
        """Start a web server and return a client of it."""
        return self._fleet.start_web().client()

    def holder(self) -> int:
        """Return the process of the worker that holds the job's lease; 0 for none."""
        query = select(sync_jobs.c.lease_owner).where(sync_jobs.c.id == self.sync.job_id)
        with self.sync.database.read() as reading:
            owner = reading.connection.execute(query).scalar_one()
        return int(owner.split("/")[1]) if owner else 0

    def begin(self) -> int:
        """Start the job and return the process that has just stored the first chunk."""
        self.sync.start()
        wait_until(lambda: self.holder() != 0, "a worker is in mid-cycle")
        return self.holder()

    def goes_on_without(self, process_id: int) -> bool:
        """Return whether another worker has stored a chunk."""
        return self.holder() not in (0, process_id) or self.is_done()

    def wait_until_done(self) -> None:
        wait_until(self.is_done, "the cycle is complete")

    def check(self) -> None:
        """Assert that nothing was lost and nothing done twice."""
        self.population.check()
        self.neighbour.check_untouched()

    def is_done(self) -> bool:
        job = self.sync.job()
        return job.cycle_id is None and job.watermark == self.sync.source.position()


@contextmanager
def _site(databases: PostgresqlDatabases, folder: Path) -> Iterator[Site]:
    with databases.empty() as url, fleet_on(url, folder) as fleet, Database(url) as database:
        migrate(database)
        yield Site(fleet, database)


def test_another_worker_goes_on_when_one_is_killed_in_mid_cycle(
    postgresql_databases: PostgresqlDatabases, tmp_path: Path
) -> None:
    with _site(postgresql_databases, tmp_path) as site:
        killed = site.begin()
        os.kill(killed, signal.SIGKILL)
        assert not site.is_done()

        seconds = _seconds_until(lambda: site.goes_on_without(killed))
        site.wait_until_done()

        assert seconds < _TAKEN_OVER_WITHIN_SECONDS
        site.check()


def test_a_worker_that_was_cut_off_does_no_harm_when_it_comes_back(
    postgresql_databases: PostgresqlDatabases, tmp_path: Path
) -> None:
    with _site(postgresql_databases, tmp_path) as site:
        stopped = site.begin()
        os.kill(stopped, signal.SIGSTOP)
        try:
            assert not site.is_done()
            seconds = _seconds_until(lambda: site.goes_on_without(stopped))
            site.wait_until_done()
        finally:
            os.kill(stopped, signal.SIGCONT)
        for worker in site.workers:
            if worker.pid != stopped:
                worker.kill()
        site.population.change()
        site.wait_until_done()

        assert seconds < _TAKEN_OVER_WITHIN_SECONDS
        site.check()


def test_workers_and_web_servers_outlive_a_database_that_crashes_in_mid_cycle(
    tmp_path: Path,
) -> None:
    with fragile_postgresql() as server, _site(server, tmp_path) as site, site.web() as web:
        before = _statuses(web, site)
        site.begin()
        server.crash()
        refused = _statuses(web, site)
        server.start()
        wait_until(lambda: _answers(site), "the database answers")
        assert not site.is_done()
        wait_until(lambda: _statuses(web, site) == before, "the web server answers")
        site.wait_until_done()

        assert [("/ready", 200, False), ("/keys", 200, False)] == before
        assert [("/ready", 503, False), ("/keys", 503, True)] == refused
        assert [True, True] == [is_alive(worker.pid) for worker in site.workers]
        site.check()


def _statuses(web: httpx.Client, site: Site) -> list[tuple[str, int, bool]]:
    """Return path, status, and whether it says when to try again, of what needs the database."""
    keys = f"/{site.sync.source.tenant_id}/discovery/v2.0/keys"
    answers = [web.get("/ready"), web.get(keys)]
    return [
        (path, answer.status_code, "Retry-After" in answer.headers)
        for path, answer in zip(("/ready", "/keys"), answers, strict=True)
    ]


def _seconds_until(holds: Callable[[], bool]) -> float:
    began = monotonic_ms()
    wait_until(holds, "the other worker goes on")
    return (monotonic_ms() - began) / 1000


def _answers(site: Site) -> bool:
    try:
        site.holder()
    except UnavailableError:
        return False
    return True
