"""Queries that are compiled once and run by the driver itself.

SQLAlchemy takes ten times as long to run a look-up as SQLite takes to answer it.  What every
request asks, or every sign-in a hundred times, goes around it: it makes the text, once for each
kind of database, and the driver gets that text and the values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Dialect, Select

from tenantry.storage.unit_of_work import Reading

Values = Mapping[str, str | int | None]
_EXPANDED = "__[POSTCOMPILE"


class KeptQuery:
    """A SELECT whose parameters are texts and numbers, none of them a list of values."""

    def __init__(
        self, statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
    ) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}  # by the name of the dialect
        self.names = tuple(column.name for column in statement.selected_columns)

    def rows(self, reading: Reading, values: Values) -> Sequence[tuple[Any, ...]]:
        """Return all rows for the *values* of the parameters."""
        connection = reading.connection
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        return compiled.run(connection, values)

    def row(self, reading: Reading, values: Values) -> tuple[Any, ...] | None:
        """Return the first row for the *values* of the parameters, None if there is none."""
        return next(iter(self.rows(reading, values)), None)

    def record(self, reading: Reading, values: Values) -> dict[str, Any] | None:
        """Return the first row as column → value, None if there is none."""
        row = self.row(reading, values)
        return None if row is None else dict(zip(self.names, row, strict=True))

    def firsts(self, reading: Reading, values: Values) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.rows(reading, values)]

    def _compile(self, dialect: Dialect) -> "_Compiled":
        compiled = self._statement.compile(dialect=dialect)
        if _EXPANDED in compiled.string:
            raise ValueError(self._statement)
        types = (column.type.dialect_impl(dialect) for column in self._statement.selected_columns)
        readers = (each.result_processor(dialect, None) for each in types)
        return _Compiled(
            text=compiled.string,
            constants={
                key: each.value for key, each in compiled.binds.items() if not each.required
            },
            order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
            readers=tuple((place, read) for place, read in enumerate(readers) if read is not None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """The text of a query for one kind of database.

    ``order`` are the names of the parameters where the driver wants them by place; ``readers``
    are what makes values of a column of what the driver gives, where that is not the same.
    """

    text: str
    constants: Mapping[str, Any]
    order: tuple[str, ...] | None
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def run(self, connection: Connection, given: Values) -> Sequence[tuple[Any, ...]]:
        named = {**self.constants, **given}
        values = named if self.order is None else tuple(named[name] for name in self.order)
        cursor = connection.connection.cursor()
        for hear in connection.engine.dispatch.before_cursor_execute:
            hear(connection, cursor, self.text, values, None, False)  # noqa: FBT003  # SQLAlchemy's own
        try:
            cursor.execute(self.text, values)
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as fault:
            # It tells whether the connection is lost, and raises what it raises elsewhere.
            connection._handle_dbapi_exception(fault, self.text, values, cursor, None)  # noqa: SLF001
        cursor.close()
        return [self._read(row) for row in rows] if self.readers else rows

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, read in self.readers:
            values[place] = read(values[place])
        return tuple(values)
