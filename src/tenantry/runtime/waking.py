"""How a commit in one process wakes the worker in another.

On one machine through a named pipe beside the SQLite file, on PostgreSQL by a notification.
Neither carries a message, and losing one is harmless: the worker looks by itself too, four
times a second.
"""

import contextlib
import os
import select
from pathlib import Path
from typing import Protocol

import structlog

from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.notifications import NotificationListener, NotificationSender

_log = structlog.get_logger(__name__)


class Bell(Protocol):
    """What a committing process rings."""

    def ring(self) -> None:
        """Wake the workers; never fails and never waits."""

    def close(self) -> None:
        """Let go of it."""


class Waker(Protocol):
    """What a worker waits at."""

    def wait(self, timeout: float) -> None:
        """Return when somebody rang since the last call, or after *timeout* seconds."""

    def close(self) -> None:
        """Let go of it."""


def bell_of(database: Database) -> Bell:
    """Return the bell of *database*."""
    if database.is_sqlite:
        return _PipeBell(_pipe_of(database))
    return _NotificationBell(database)


def waker_of(database: Database) -> Waker:
    """Return what a worker on *database* waits at."""
    if database.is_sqlite:
        return _PipeWaker(_pipe_of(database))
    return _NotificationWaker(database)


def _pipe_of(database: Database) -> Path:
    return Path(f"{database.engine.url.database}-wake")


class _PipeBell:
    def __init__(self, path: Path) -> None:
        self._path = path

    def ring(self) -> None:
        # No worker has the pipe open, or it is full of rings already: nothing to be done.
        with contextlib.suppress(OSError):
            descriptor = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
            try:
                os.write(descriptor, b"!")
            finally:
                os.close(descriptor)

    def close(self) -> None:
        pass


class _PipeWaker:
    def __init__(self, path: Path) -> None:
        with contextlib.suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Open for writing too, so that the pipe does not end when the last writer closes it.
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def wait(self, timeout: float) -> None:
        rung, _, _ = select.select([self._descriptor], [], [], timeout)
        if rung:
            with contextlib.suppress(BlockingIOError):
                os.read(self._descriptor, 65536)

    def close(self) -> None:
        os.close(self._descriptor)


class _NotificationBell:
    def __init__(self, database: Database) -> None:
        self._sender = NotificationSender(database.engine)

    def ring(self) -> None:
        try:
            self._sender.send()
        except UnavailableError:
            _log.warning("workers were not woken; they will look by themselves", exc_info=True)

    def close(self) -> None:
        self._sender.close()


class _NotificationWaker:
    def __init__(self, database: Database) -> None:
        self._listener = NotificationListener(database.engine)

    def wait(self, timeout: float) -> None:
        self._listener.wait(timeout)

    def close(self) -> None:
        self._listener.close()
