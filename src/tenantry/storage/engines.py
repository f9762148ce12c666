"""Database engines: how a connection to SQLite or PostgreSQL is set up.

SQLite runs in WAL mode with `synchronous=FULL`: an acknowledged commit survives a power cut.
Its driver's own transaction control is off; `Database` opens transactions itself, writers
with BEGIN IMMEDIATE, so that two writers queue instead of failing half-way.

A *fleeting* transaction is as whole as any, but its commit does not wait for the disk.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from tenantry.clock import monotonic_ms
from tenantry.errors import InvalidValueError
from tenantry.storage.filters.functions import register_sqlite_functions

_LOCK_SECONDS = 10
_LOOK_SECONDS = 0.0005
_PAGE_BYTES = 8_192  # of SQLite's usual 4,096 few rows fit in one
# A backstop: the worker moves the log outside the writers' path.
_CHECKPOINT_PAGES = 256 * 1024 * 1024 // _PAGE_BYTES
_IDLE_SECONDS = 15  # then a process that was stopped or cut off loses its locks
_SIGNS_OF_LIFE = {  # a server that vanished is noticed, instead of waited for
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
# Little is looked up in it, so the plans of its statements are kept: making them takes longer.
_FLEETING = (
    "SELECT set_config('synchronous_commit', 'off', true),"
    " set_config('plan_cache_mode', 'force_generic_plan', true)"
)
_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def make_engine(url: str, *, pool_size: int = 8) -> Engine:
    """Return an engine for *url* (`sqlite:///path` or `postgresql://…`)."""
    parsed = _parsed(url)
    backend = parsed.drivername.partition("+")[0]
    parsed = parsed.set(drivername=_DRIVERS[backend])
    if backend == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": _LOCK_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed.update_query_dict({**_SIGNS_OF_LIFE, **parsed.query}),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_LOCK_SECONDS,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername.partition("+")[0] not in _DRIVERS:
        known = "`sqlite:///path/to/file` or `postgresql://user@host/name`"
        raise InvalidValueError("database", f"the database address is not known; use {known}")
    return parsed


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own
    connection.isolation_level = None
    connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")  # of a file that is still empty
    # SQLite refuses this without waiting while another process does it.
    _execute_when_free(connection, "PRAGMA journal_mode=WAL", _LOCK_SECONDS)
    for pragma in (
        f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-32768",
        "temp_store=MEMORY",
        "mmap_size=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")
    register_sqlite_functions(connection)


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("tenantry_writes", False):
        _begin_writing(connection)
    else:
        # Of the driver itself: it touches no file, and each request reads in two transactions.
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Begin when the writer before is done, and soon after that.

    SQLite itself waits longer and longer between two looks, so that of two busy writers one
    would wait for many transactions of the other.
    """
    driver: Any = connection.connection.driver_connection
    patience = connection.get_execution_options().get("tenantry_patience", _LOCK_SECONDS)
    driver.execute("PRAGMA busy_timeout=0")
    try:
        _execute_when_free(driver, "BEGIN IMMEDIATE", patience)
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(_LOCK_SECONDS * 1000)}")


def _execute_when_free(driver: sqlite3.Connection, statement: str, seconds: float) -> None:
    """Execute *statement* as soon as no other connection is in its way, tried for *seconds*."""
    end = monotonic_ms() + seconds * 1000
    while True:
        try:
            driver.execute(statement)
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic_ms() > end:
                raise
            sleep(_LOOK_SECONDS)
        else:
            return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


@contextmanager
def fleeting(connection: Connection) -> Iterator[None]:
    """Let the transactions of the block be fleeting: what a power cut may undo."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(tenantry_fleeting=True)
        yield
        return
    driver: Any = connection.connection.driver_connection
    (before,) = driver.execute("PRAGMA synchronous").fetchone()
    driver.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA synchronous={before}")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("tenantry_fleeting", False):
        connection.exec_driver_sql(_FLEETING)


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{_IDLE_SECONDS}s'")
        for name in ("idle", "interval", "count"):  # the server too notices who vanished
            seconds = _SIGNS_OF_LIFE[f"keepalives_{name}"]
            cursor.execute(f"SET tcp_keepalives_{name} = {seconds}")
        cursor.execute("SET jit = off")
        # A plan that was made while a table was small must not be kept while it grows.
        cursor.execute("SET plan_cache_mode = force_custom_plan")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()
