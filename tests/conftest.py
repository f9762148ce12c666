"""Fixtures of every test: fresh databases, of each kind that the product runs on."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings

from tenantry.storage.database import Database
from tests.support.databases import (
    Databases,
    PostgresqlDatabases,
    SqliteDatabases,
    running_postgresql,
)
from tests.support.hashing import least_cost_variables
from tests.support.reused_postgresql import ReusedPostgresql

# Examples are slow at times on a shared machine; that is no fault of the code.
settings.register_profile("tenantry", settings(), deadline=None)
settings.load_profile("tenantry")


@pytest.fixture(scope="session", autouse=True)
def _cheap_commands() -> Iterator[None]:
    """Commands of the product hash passwords at the least cost, other processes among them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in least_cost_variables().items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Databases that are files."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """Databases of a PostgreSQL server that lives as long as this process of the test run.

    In CI a server that does not start is a failure; elsewhere its tests are skipped, and the
    summary says so.
    """
    with ExitStack() as stack:
        try:
            uri = stack.enter_context(running_postgresql())
        except Exception as fault:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"PostgreSQL does not start here: {fault!r}")
        yield ReusedPostgresql(uri)


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database in turn; `indirect` parametrization chooses one."""
    chosen: Databases = request.getfixturevalue(f"{request.param}_databases")
    return chosen


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """URL of a database without tables."""
    with databases.empty() as url:
        yield url


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """URL of a database with the newest schema and no rows."""
    with databases.migrated() as url:
        yield url


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A database with the newest schema and no rows."""
    with databases.migrated() as url, Database(url) as database:
        yield database
