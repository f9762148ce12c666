"""How an object is kept in its row: which columns are JSON, folded copies, or settings.

A record has the columns of its table without the tenant and without the folded copies; JSON is
decoded.  Where a table has a column `settings`, its members are properties of the record too.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Table

from tenantry.directory.values import Record
from tenantry.storage.filters.folding import fold

SETTINGS = "settings"


class RowForm:
    """The form of the rows of *table*.

    *documents* are its columns of JSON, *folded* maps columns to their folded copies.
    """

    def __init__(
        self, table: Table, *, documents: Collection[str], folded: Mapping[str, str]
    ) -> None:
        self._table = table
        self._documents = frozenset(documents)
        self._folded = folded
        internal = {"tenant_id", SETTINGS, *folded.values()}
        self._names = frozenset(column.name for column in table.c) - internal

    def has_documents(self, names: Collection[str]) -> bool:
        """Return whether one of the columns *names* has to be decoded."""
        return not self._documents.isdisjoint(names)

    def has_columns(self, names: Collection[str]) -> bool:
        """Return whether each of the properties *names* has a column of its own."""
        return self._names.issuperset(names)

    def selected(self, names: Sequence[str] | None) -> list[Column[Any]]:
        """Return the columns to read: those of *names*, and the id in any case."""
        internal = {"tenant_id", *self._folded.values()}
        if names is None:
            return [column for column in self._table.c if column.name not in internal]
        wanted = {"id", *names}
        if not wanted <= self._names:
            wanted.add(SETTINGS)
        return [column for column in self._table.c if column.name in wanted - internal]

    def record(self, record: Record) -> Record:
        """Return a row's *record* with its JSON decoded and its settings laid out."""
        for name in self._documents.intersection(record):
            if record[name] is not None:
                record[name] = msgspec.json.decode(record[name])
        settings = record.pop(SETTINGS, None)
        return {**settings, **record} if settings else record

    def settings_of(self, record: Mapping[str, Any]) -> Record:
        """Return the properties of *record* that have no column of their own."""
        return {name: value for name, value in record.items() if name not in self._names}

    def columns_of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return column → stored value: JSON encoded, folded copies and settings made."""
        values = {name: value for name, value in record.items() if name in self._names}
        if settings := self.settings_of(record):
            values[SETTINGS] = settings
        for name in self._documents.intersection(values):
            if values[name] is not None:
                values[name] = msgspec.json.encode(values[name]).decode()
        for name, copy in self._folded.items():
            if name in values:
                values[copy] = fold(values[name]) if values[name] else values[name]
        return values
