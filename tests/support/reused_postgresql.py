"""PostgreSQL databases that tests use one after the other.

To make a database takes twenty times as long as to put the rows back that a test found in it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.support.databases import PostgresqlDatabases

_TABLES: LiteralString = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
_SEQUENCES: LiteralString = """
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'
"""
_LEAVE: LiteralString = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_CLEAR: LiteralString = """
    DO $$
    DECLARE
        name regclass;
        is_full boolean;
    BEGIN
        FOR name IN
            SELECT oid FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_full;
            IF is_full AND pg_relation_size(name) > 1000000 THEN
                EXECUTE format('TRUNCATE %s CASCADE', name);
            ELSIF is_full THEN
                EXECUTE format('DELETE FROM %s', name);
            END IF;
        END LOOP;
    END $$
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """The rows of each table that has some, as `COPY` writes them, and where sequences are."""

    rows: Mapping[str, bytes]
    sequences: Mapping[str, int | None]


class ReusedPostgresql(PostgresqlDatabases):
    """Databases of a server that are kept when a test is done, for the next one."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self._idle: list[str] = []
        self._migrated: _Contents | None = None
        self._contents: dict[Callable[[str], Any], tuple[_Contents, Any]] = {}

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Give the URL of a database with the newest schema, as new."""
        if self._migrated is None:
            self._migrated = self._read(self._migrated_template())
        with self._filled(self._migrated) as url:
            yield url

    @contextmanager
    def prepared(self, prepare: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
        """Give the URL of a database with what *prepare* made once, and what came of it."""
        if prepare not in self._contents:
            with super().prepared(prepare) as (url, result):
                self._contents[prepare] = (self._read(_name_in(url)), result)
        contents, result = self._contents[prepare]
        with self._filled(contents) as url:
            yield url, result

    @contextmanager
    def _filled(self, contents: _Contents) -> Iterator[str]:
        name = self._idle.pop() if self._idle else self._create(self._migrated_template())
        with self._connect(name) as connection:
            _fill(connection, contents)
        yield self._url_of(name)
        self._idle.append(name)

    def _read(self, name: str) -> _Contents:
        with self._connect(name) as connection:
            tables = [table for (table,) in connection.execute(_TABLES)]
            return _Contents(
                rows={table: rows for table in tables if (rows := _copied(connection, table))},
                sequences=dict(connection.execute(_SEQUENCES).fetchall()),
            )

    def _connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._url_of(name).replace("+psycopg", ""))


def _copied(connection: psycopg.Connection[Any], table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _fill(connection: psycopg.Connection[Any], contents: _Contents) -> None:
    connection.execute(_LEAVE)
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute(_CLEAR)
    for table, rows in contents.rows.items():
        statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(rows)
    for sequence, last in contents.sequences.items():
        connection.execute("SELECT setval(%s, %s, %s)", (sequence, last or 1, last is not None))


def _name_in(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]
