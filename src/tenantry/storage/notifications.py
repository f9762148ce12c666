"""PostgreSQL's own signal between sessions: tell the workers that something was committed.

A notification carries nothing; whoever receives one looks into the change feed.  Losing one is
harmless, since workers look by themselves too, so a broken connection is only made anew.
"""

import threading

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tenantry.errors import UnavailableError

_CHANNEL = "tenantry_changes"


class NotificationSender:
    """Sends from one process; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._session: psycopg.Connection | None = None

    def send(self) -> None:
        """Wake every listener; `UnavailableError` if the database cannot be reached."""
        with self._lock:
            try:
                self._session = self._session or _open(self._engine)
                self._session.execute(f"NOTIFY {_CHANNEL}")
            except (psycopg.Error, DBAPIError) as fault:
                self._session = None
                raise UnavailableError from fault

    def close(self) -> None:
        """Close the session."""
        with self._lock:
            if self._session is not None:
                self._session.close()
                self._session = None


class NotificationListener:
    """Receives in one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: psycopg.Connection | None = None

    def wait(self, timeout: float) -> None:
        """Return at the next notification, or after *timeout* seconds.

        Raises `UnavailableError` if the database cannot be reached.
        """
        try:
            if self._session is None:
                self._session = _open(self._engine)
                self._session.execute(f"LISTEN {_CHANNEL}")
            for _ in self._session.notifies(timeout=timeout, stop_after=1):
                return
        except (psycopg.Error, DBAPIError) as fault:
            self._session = None
            raise UnavailableError from fault

    def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            self._session.close()
            self._session = None


def _open(engine: Engine) -> psycopg.Connection:
    """Return a session outside the pool in which every statement is its own transaction.

    Its commits need not reach the disk: what they announce has.
    """
    pooled = engine.raw_connection()
    session = pooled.driver_connection
    pooled.detach()
    if not isinstance(session, psycopg.Connection):
        kind = type(session).__name__
        raise TypeError(f"notifications need PostgreSQL, not `{kind}`")
    session.autocommit = True
    session.execute("SET synchronous_commit = off")
    return session
