"""The database of an installation: where readings and units of work come from."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import Connection, Engine

from tenantry.clock import system_now
from tenantry.storage.engines import fleeting, make_engine
from tenantry.storage.faults import told_as_ours
from tenantry.storage.lab_clock import offset_seconds
from tenantry.storage.unit_of_work import Reading, UnitOfWork

CommitHook = Callable[[Mapping[str, int]], None]
"""Called after a commit with the new feed position of each tenant that changed."""


class Database:
    """One database, SQLite or PostgreSQL.

    ``movable_clock`` is true in the lab only: then every transaction asks the database how far
    the clock was moved, so that all processes agree on the time.  ``licensing`` is the
    installation's setting of that name, which every transaction carries.
    """

    def __init__(
        self,
        url: str,
        *,
        movable_clock: bool = False,
        pool_size: int = 8,
        licensing: str = "off",
    ) -> None:
        self.engine: Engine = make_engine(url, pool_size=pool_size)
        self.movable_clock = movable_clock
        self.licensing = licensing
        self._commit_hooks: list[CommitHook] = []

    @property
    def is_sqlite(self) -> bool:
        """Whether reads are served in this process, without a network."""
        return self.engine.dialect.name == "sqlite"

    def after_commit(self, hook: CommitHook) -> None:
        """Call *hook* after each commit that changed the feed."""
        self._commit_hooks.append(hook)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Give one consistent view of the database."""
        with (
            told_as_ours(),
            self.engine.connect() as connection,
            self._one_view(connection).begin(),
        ):
            yield Reading(connection, *self._time(connection), self.licensing)

    @contextmanager
    def write(self, *, is_fleeting: bool = False) -> Iterator[UnitOfWork]:
        """Give a write transaction: committed at the end of the block, or not at all.

        One that *is_fleeting* may be undone by a power cut, so it must be one that would be done
        again then; its commit does not wait for the disk.
        """
        with (
            told_as_ours(),
            self.engine.connect().execution_options(tenantry_writes=True) as connection,
            fleeting(connection) if is_fleeting else nullcontext(),
            connection.begin(),
        ):
            work = UnitOfWork(connection, *self._time(connection), self.licensing)
            yield work
            positions = work.finish()
        if positions:
            for hook in self._commit_hooks:
                hook(positions)

    def _one_view(self, connection: Connection) -> Connection:
        """Let the transactions of *connection* see one state of the database, as SQLite's do."""
        if self.is_sqlite:
            return connection
        return connection.execution_options(isolation_level="REPEATABLE READ")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _time(self, connection: Connection) -> tuple[datetime, float]:
        offset = offset_seconds(connection) if self.movable_clock else 0.0
        return system_now() + timedelta(seconds=offset), offset
