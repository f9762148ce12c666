"""The schema's history, run by Alembic.

`migrate` brings a database to the newest version, `erase` back to nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tenantry.errors import ConflictError
from tenantry.storage.database import Database
from tenantry.storage.faults import told_as_ours

_PATIENCE_SECONDS = 600  # for another process that migrates: of a large database it takes long


def migrate(database: Database) -> None:
    """Create or upgrade the schema; does nothing where it is current.

    Raises `ConflictError` for a schema that only a newer version knows.
    """
    with told_as_ours(), database.engine.connect() as connection:
        reached = MigrationContext.configure(connection).get_current_heads()
    if reached != _newest():
        _require_known(reached)
        with _configured(database) as configuration:
            command.upgrade(configuration, "head")


def erase(database: Database) -> None:
    """Drop every table with everything in it."""
    with _configured(database) as configuration:
        command.downgrade(configuration, "base")


def _require_known(reached: tuple[str, ...]) -> None:
    known = {
        each.revision for each in ScriptDirectory.from_config(_configuration()).walk_revisions()
    }
    unknown = [revision for revision in reached if revision not in known]
    if unknown:
        message = (
            f"the database is of a newer version of Tenantry (schema `{unknown[0]}`); start that"
            " version, or restore a backup from before its upgrade"
        )
        raise ConflictError(message)


@cache
def _newest() -> tuple[str, ...]:
    """Return the versions that a current schema has reached; every one is read to find them."""
    return tuple(ScriptDirectory.from_config(_configuration()).get_heads())


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    return configuration


@contextmanager
def _configured(database: Database) -> Iterator[Config]:
    configuration = _configuration()
    with told_as_ours(), database.engine.connect() as connection:
        configuration.attributes["patience"] = _PATIENCE_SECONDS
        configuration.attributes["connection"] = connection.execution_options(
            tenantry_writes=True, tenantry_patience=_PATIENCE_SECONDS
        )
        yield configuration
