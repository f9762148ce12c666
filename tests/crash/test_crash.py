"""A worker that is killed at any moment loses nothing and does nothing twice."""

import os
import sys
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen, TimeoutExpired

import pytest
from sqlalchemy import text

from tenantry.clock import monotonic_ms
from tenantry.storage.database import Database
from tests.crash.population import Population
from tests.crash.teams import Teams
from tests.crash.worker import READY
from tests.support.companies import Company, Neighbour
from tests.support.databases import Databases
from tests.support.synchronization import Synchronization

_USERS = 5000
_STAFF, _TEAMS = 400, 120
_KILLS = int(os.environ.get("TENANTRY_CRASH_KILLS", "10"))
_ROOT = Path(__file__).resolve().parents[2]


class Killer:
    """Starts workers on a database and kills each at a random moment of its work."""

    def __init__(self, url: str, chance: Random) -> None:
        self._url = url
        self._chance = chance
        self._span = 0.2  # seconds in which the work is done, as far as known

    def kill_one(self) -> bool:
        """Return whether the worker was killed before its work was done."""
        worker, began = self._start(), monotonic_ms()
        try:
            status = worker.wait(self._chance.uniform(0, self._span))
        except TimeoutExpired:
            worker.kill()
            worker.communicate()
            self._span *= 1.2
            return True
        assert 0 == status
        worker.communicate()
        self._span = (monotonic_ms() - began) / 1000
        return False

    def let_one_finish(self) -> None:
        """Return when a worker has found nothing more to do."""
        worker = self._start()
        worker.communicate()
        assert 0 == worker.returncode

    def _start(self) -> Popen[str]:
        command = [sys.executable, "-m", "tests.crash.worker", self._url]
        worker = Popen(command, cwd=_ROOT, stdout=PIPE, text=True)
        assert worker.stdout is not None
        assert READY == worker.stdout.readline().strip()
        return worker


@pytest.mark.timeout(60 + 10 * _KILLS)
def test_killed_workers_lose_nothing_and_repeat_nothing(databases: Databases) -> None:
    chance = Random()  # noqa: S311  # moments of death, no secrets
    with databases.unused() as url, Database(url) as database:
        neighbour = Neighbour(database, "tailwind")
        sync = Synchronization(Company(database, "northwind"), Company(database, "contoso"))
        sync.run_continuously()
        population = Population(sync, chance, users=_USERS)
        neighbour.imitate(sync.source, population.user_ids[0])
        killer, killed = Killer(url, chance), 0

        while killed < _KILLS:
            if killer.kill_one():
                killed += 1
            else:
                population.change()
                population.guard()
                if chance.random() < 0.5:  # the next cycle is an initial one
                    sync.restart()
        killer.let_one_finish()

        population.check()
        neighbour.check_untouched()
        if database.is_sqlite:
            with database.read() as reading:
                assert "ok" == reading.connection.execute(text("PRAGMA integrity_check")).scalar()


@pytest.mark.timeout(120 + 10 * _KILLS)
def test_killed_workers_lose_no_group_and_repeat_no_membership(databases: Databases) -> None:
    chance = Random()  # noqa: S311  # moments of death, no secrets
    with databases.unused() as url, Database(url) as database:
        sync = Synchronization(Company(database, "northwind"), Company(database, "contoso"))
        sync.map_groups()
        sync.allow_groups()
        sync.run_continuously()
        population = Population(sync, chance, users=_STAFF)
        teams = Teams(sync, chance, population.user_ids[::2], teams=_TEAMS)
        killer, killed = Killer(url, chance), 0

        while killed < _KILLS:
            if killer.kill_one():
                killed += 1
            else:
                population.change()
                teams.change()
                if chance.random() < 0.5:  # the next cycle is an initial one
                    sync.restart()
        killer.let_one_finish()

        teams.check()
