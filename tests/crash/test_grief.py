"""A worker may be killed at any commit, fight for its job, or find the disk full: no matter."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import text

from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tenantry.sync.engine.cycles import Cycle
from tests.crash.nursery import ALIVE, CHUNK_USERS, FULL
from tests.crash.population import Population
from tests.support.companies import Company, Neighbour
from tests.support.databases import Databases
from tests.support.synchronization import Synchronization

_ROOT = Path(__file__).resolve().parents[2]
_USERS = 3 * CHUNK_USERS


class Nursery:
    """Where workers on one database are forked."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process

    def send(self, point: object, *names: str) -> int:
        """Let workers with these names live; return how many of them came to grief."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{point} {' '.join(names)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


class Ground:
    """A population, and a nursery of workers on its database."""

    def __init__(self, database: Database, nursery: Nursery) -> None:
        self.chance = Random()  # noqa: S311  # who changes, no secrets
        self.nursery = nursery
        self._neighbour = Neighbour(database, "tailwind")
        self.sync = Synchronization(Company(database, "northwind"), Company(database, "contoso"))
        self.sync.run_continuously()
        self.population = Population(self.sync, self.chance, users=_USERS)
        self._neighbour.imitate(self.sync.source, self.population.user_ids[0])

    def change(self, *, anew: bool) -> None:
        """Make work for an incremental cycle, or *anew* for an initial one."""
        self.population.change()
        if anew:
            self.sync.restart()

    def guard(self) -> None:
        """Let a deletion guard hold every removal until the end of its cycle, and let it pass."""
        self.sync.set_options(DeleteThresholdPercentage="100")

    def check(self) -> None:
        """Assert that a worker that lives makes everything right, each thing once."""
        assert 0 == self.nursery.send(ALIVE, "survivor")
        self.population.check()
        self._neighbour.check_untouched()


@pytest.fixture
def ground(databases: Databases) -> Iterator[Ground]:
    with databases.unused() as url, _nursery(url) as nursery, Database(url) as database:
        yield Ground(database, nursery)


@contextmanager
def _nursery(url: str) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.crash.nursery", url]
    with Popen(
        command, cwd=_ROOT, stdin=PIPE, stdout=PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield Nursery(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # with the workers of a test that failed


@pytest.mark.parametrize("anew", [True, False], ids=["initial", "incremental and guarded"])
def test_a_worker_may_be_killed_at_every_commit(ground: Ground, *, anew: bool) -> None:
    if not anew:
        ground.guard()
    ground.check()
    point, killed = 0, 1

    while killed:
        point += 1
        ground.change(anew=anew)
        killed = ground.nursery.send(point, "survivor")
        ground.check()

    assert point > 10


def test_workers_that_fight_for_a_job_do_everything_once(ground: Ground) -> None:
    ground.check()
    for _ in range(8):
        ground.change(anew=True)

        ground.nursery.send(ground.chance.randrange(3, 20), "ada", "ben", "cleo")

        ground.check()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_disk_that_fills_in_mid_cycle_leaves_nothing_half_done(ground: Ground) -> None:
    ground.check()
    full = 0
    for _ in range(5):
        ground.change(anew=True)

        full += ground.nursery.send(FULL, "survivor")

        with ground.sync.database.read() as reading:
            assert "ok" == reading.connection.execute(text("PRAGMA integrity_check")).scalar()
        ground.check()
    assert full > 0


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_server_whose_disk_fills_in_mid_cycle_leaves_nothing_half_done(ground: Ground) -> None:
    sync = ground.sync
    ground.check()
    for table, rows in (("provisioning_events", CHUNK_USERS), ("directory_audits", 0)):
        ground.change(anew=True)
        cycle = Cycle(sync.database, sync.source.tenant_id, sync.job_id, chunk_users=CHUNK_USERS)

        with (
            _full_disk(sync.database, table, after=rows),
            pytest.raises(UnavailableError, match="the disk is full"),
        ):
            cycle.run()

        ground.check()


@contextmanager
def _full_disk(database: Database, table: str, *, after: int) -> Iterator[None]:
    """Let the server say that its disk is full at a row of *table*, *after* so many."""
    refusing = f"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('rows_written') > {after} THEN
                RAISE 'could not extend file "base/1/2": No space left on device'
                    USING ERRCODE = 'disk_full';
            END IF;
            RETURN NEW;
        END $$
    """
    each = f"CREATE TRIGGER disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()"
    _execute(database, "CREATE SEQUENCE rows_written", refusing, each)
    try:
        yield
    finally:
        _execute(
            database,
            f"DROP TRIGGER disk ON {table}",
            "DROP FUNCTION refuse",
            "DROP SEQUENCE rows_written",
        )


def _execute(database: Database, *statements: str) -> None:
    with database.write() as work:
        for statement in statements:
            work.connection.execute(text(statement))
