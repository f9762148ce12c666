"""What a database cannot do is said in the product's words, and leaves nothing half-written."""

import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from time import sleep

import psycopg
import pytest
from sqlalchemy import make_url

from tenantry.errors import ConflictError, InvalidValueError, UnavailableError
from tenantry.storage import feed
from tenantry.storage.checkpoints import checkpoint
from tenantry.storage.database import Database
from tenantry.storage.stuck_sessions import end_stuck_sessions
from tests.support.companies import Company
from tests.support.databases import Databases

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def impatient(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database with one pooled connection, whose locks are waited for only briefly."""
    monkeypatch.setattr("tenantry.storage.engines._LOCK_SECONDS", 0.2)
    with databases.migrated() as url, Database(url, pool_size=1) as database:
        yield database


def test_a_lock_that_is_held_too_long_is_a_busy_database(impatient: Database) -> None:
    company = Company(impatient, "northwind")
    with Database(_url_of(impatient)) as other, other.write() as work:
        work.record(company.tenant_id, "user", "ana", feed.UPDATED)
        work.finish()
        with pytest.raises(UnavailableError, match="busy; try again"):
            company.add_user("ana")

    assert [] == company.users()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_pool_without_a_free_connection_is_a_busy_database(impatient: Database) -> None:
    with impatient.read(), pytest.raises(UnavailableError, match="every database connection"):
        Company(impatient, "northwind")

    with impatient.read() as reading:
        assert 0 == feed.position(reading.connection, "northwind")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_server_that_ends_its_sessions_is_reached_again(database: Database) -> None:
    company = Company(database, "northwind")
    _end_sessions(database)

    with pytest.raises(UnavailableError):
        company.add_user("ana")
    company.add_user("ben")

    assert ["Ben"] == [user["display_name"] for user in company.users()]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_session_whose_process_stopped_in_a_copy_is_ended(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenantry.storage.stuck_sessions.STUCK_AFTER_SECONDS", 0.1)
    ended = []

    def stop() -> None:
        sleep(0.2)
        ended.append(end_stuck_sessions(database))

    with pytest.raises(psycopg.OperationalError):
        _copy_many(database, meanwhile=stop)

    assert [1] == ended
    with database.read() as reading:
        assert 0 == feed.position(reading.connection, "tenant 0")


def test_a_database_that_is_read_only_says_so(database: Database) -> None:
    company = Company(database, "northwind")
    company.add_user("ana")

    with Database(_read_only(_url_of(database))) as read_only:
        with pytest.raises(UnavailableError, match="the database is read-only"):
            Company(read_only, "contoso")
        with read_only.read() as reading:
            position = feed.position(reading.connection, company.tenant_id)

    assert company.position() == position


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////no/such/folder/tenantry.db",
        "postgresql://nobody@localhost:1/nothing",
    ],
)
def test_a_database_that_is_not_there_says_so(url: str) -> None:
    with Database(url) as database, pytest.raises(UnavailableError):
        Company(database, "northwind")


@pytest.mark.parametrize("url", ["mysql://localhost/tenantry", "tenantry.db", ""])
def test_an_address_that_is_none_is_refused_with_the_known_kinds(url: str) -> None:
    with pytest.raises(InvalidValueError, match="sqlite:///path/to/file"):
        Database(url)


def test_a_row_that_another_transaction_wrote_first_is_a_conflict(database: Database) -> None:
    company = Company(database, "northwind")
    ids = company.add_many(1)

    with pytest.raises(ConflictError):
        company.add_many(1)

    assert ids == [user["id"] for user in company.users()]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_nothing_half_written(database: Database) -> None:
    company = Company(database, "northwind")
    path = str(make_url(_url_of(database)).database)
    database.close()

    filled = run(
        [sys.executable, "-m", "tests.storage.filling", path, company.tenant_id],
        check=True,
        capture_output=True,
        cwd=_ROOT,
        text=True,
    )

    users = company.users()
    assert "the disk" in filled.stdout
    assert f"after {len(users)} users" in filled.stdout
    assert len(users) > 0
    created = [change for change in company.changes() if change.object_type == "user"]
    assert sorted(user["id"] for user in users) == sorted(each.object_id for each in created)
    with sqlite3.connect(path) as connection:
        assert ("ok",) == connection.execute("PRAGMA integrity_check").fetchone()
    company.add_user("ana")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_log_that_a_full_disk_cannot_take_is_moved_once_there_is_room(
    database: Database,
) -> None:
    company = Company(database, "northwind")
    path = Path(str(make_url(_url_of(database)).database))
    company.add_many(2000)

    with _limited_files(path.stat().st_size), pytest.raises(UnavailableError, match="the disk"):
        checkpoint(database, finish=True)
    checkpoint(database, finish=True)

    assert 0 == path.with_name(f"{path.name}-wal").stat().st_size
    assert 2000 == len(company.users())


@contextmanager
def _limited_files(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond *size* bytes: that stands for a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def _copy_many(database: Database, *, meanwhile: Callable[[], None]) -> None:
    url = make_url(_url_of(database)).set(drivername="postgresql")
    with (
        psycopg.connect(url.render_as_string(hide_password=False)) as session,
        session.cursor().copy("COPY feed_positions FROM STDIN") as copy,
    ):
        meanwhile()
        for number in range(100_000):
            copy.write_row((f"tenant {number}", 1))


def _read_only(url: str) -> str:
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        return f"sqlite:///file:{parsed.database}?mode=ro&uri=true"
    options = {"options": "-c default_transaction_read_only=on"}
    return parsed.update_query_dict(options).render_as_string(hide_password=False)


def _end_sessions(database: Database) -> None:
    url = make_url(_url_of(database)).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
