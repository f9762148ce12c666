"""Migrations: they end at the schema that the code expects, however often they run."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, make_url, text

from tenantry.errors import ConflictError, UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.storage.tables import metadata
from tests.support.companies import Company
from tests.support.databases import SqliteDatabases


def test_the_migrated_schema_is_the_one_of_the_tables(empty_database_url: str) -> None:
    with Database(empty_database_url) as database:
        migrate(database)

        with database.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), metadata)
            indexes = _indexes(database)

    assert [] == differences
    assert {index.name for table in metadata.tables.values() for index in table.indexes} <= indexes


def test_migrating_a_current_database_changes_nothing(database: Database) -> None:
    company = Company(database, "northwind")
    before = company.user(company.add_user("ana"))

    migrate(database)
    migrate(database)

    assert [before] == company.users()


def test_a_schema_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConflictError, match="newer version"):
        migrate(database)

    with database.engine.connect() as connection:
        assert ("9999",) == MigrationContext.configure(connection).get_current_heads()


def test_a_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "tenantry.db"
    file.write_text("no database at all, but long enough to be looked at " * 10)

    with pytest.raises(UnavailableError, match="no database"), Database(f"sqlite:///{file}") as odd:
        migrate(odd)


def test_a_new_sqlite_file_has_pages_for_whole_rows(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/new.db") as database, database.read() as reading:
        assert 8192 == reading.connection.exec_driver_sql("PRAGMA page_size").scalar()


def test_processes_that_migrate_at_once_wait_for_each_other(empty_database_url: str) -> None:
    script = """
import sys, time
from sqlalchemy import event
from tenantry.storage import engines
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate

engines._LOCK_SECONDS = 0.1  # shorter than a migration takes
with Database(sys.argv[1]) as database:
    event.listen(database.engine, "commit", lambda _: time.sleep(0.5))
    migrate(database)
"""
    command = [sys.executable, "-c", script, empty_database_url]

    processes = [Popen(command, stderr=PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in processes]

    assert [""] * 2 == said
    with Database(empty_database_url) as database:
        assert [] == Company(database, "northwind").users()


def test_a_new_file_may_be_opened_while_another_process_sets_it_up(
    sqlite_databases: SqliteDatabases,
) -> None:
    with sqlite_databases.empty() as url, closing(_held_by_another(url)) as other:
        release = Timer(0.1, other.rollback)
        release.start()

        with Database(url) as database:
            migrate(database)
            mode = database.engine.connect().exec_driver_sql("PRAGMA journal_mode").scalar()

        release.join()
    assert "wal" == mode


def _held_by_another(url: str) -> sqlite3.Connection:
    path = str(make_url(url).database)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def _indexes(database: Database) -> set[str | None]:
    inspector = inspect(database.engine)
    return {
        index["name"]
        for table in inspector.get_table_names()
        for index in inspector.get_indexes(table)
    }
