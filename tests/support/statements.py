"""The statements that the product sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tenantry.storage.database import Database

Recorded = list[tuple[str, Any]]
"""Statements with their parameters; of many rows, those of the first."""


@contextmanager
def recorded_statements(database: Database) -> Iterator[Recorded]:
    """Give the list into which statements go while the block runs."""
    recorded: Recorded = []

    def record(_1: Any, _2: Any, statement: str, parameters: Any, _3: Any, is_many: bool) -> None:  # noqa: FBT001  # SQLAlchemy's
        recorded.append((statement, parameters[0] if is_many else parameters))

    event.listen(database.engine, "before_cursor_execute", record)
    yield recorded
    event.remove(database.engine, "before_cursor_execute", record)
