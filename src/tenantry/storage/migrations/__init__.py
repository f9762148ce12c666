"""The schema's history, run by Alembic.

`migrate` brings a database to the newest version, `erase` back to nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

from tenantry.storage.database import Database
from tenantry.storage.faults import told_as_ours


def migrate(database: Database) -> None:
    """Create or upgrade the schema; does nothing where it is current."""
    with _configured(database) as configuration:
        command.upgrade(configuration, "head")


def erase(database: Database) -> None:
    """Drop every table with everything in it."""
    with _configured(database) as configuration:
        command.downgrade(configuration, "base")


@contextmanager
def _configured(database: Database) -> Iterator[Config]:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    with told_as_ours(), database.engine.connect() as connection:
        configuration.attributes["connection"] = connection.execution_options(tenantry_writes=True)
        yield configuration
