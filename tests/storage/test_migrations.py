"""Migrations: they end at the schema that the code expects, however often they run."""

import sys
from subprocess import PIPE, Popen

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.storage.tables import metadata
from tests.support.companies import Company


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


def test_processes_that_migrate_at_once_wait_for_each_other(empty_database_url: str) -> None:
    script = (
        "import sys; from tenantry.storage.database import Database;"
        " from tenantry.storage.migrations import migrate;"
        " migrate(Database(sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, empty_database_url]

    processes = [Popen(command, stderr=PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in processes]

    assert [""] * 2 == said
    with Database(empty_database_url) as database:
        assert [] == Company(database, "northwind").users()


def _indexes(database: Database) -> set[str | None]:
    inspector = inspect(database.engine)
    return {
        index["name"]
        for table in inspector.get_table_names()
        for index in inspector.get_indexes(table)
    }
