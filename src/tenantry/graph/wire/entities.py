"""Entities: one table of properties says what is shown, selected, filtered, sorted and written.

A resource declares its `Entity` from `declare("city: String", "eq in", "ne not")` lines: the
wire name and CSDL type, then the operators of an ordinary and of an advanced query (contract
§1.9).  What the type says needs no more words: how a value is read from its column, how it
compares, how a written one is checked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tenantry.graph.odata.options import QueryOptions, check_select
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import flag, guid, instant, list_of, text
from tenantry.graph.wire.instants import directory_instant
from tenantry.graph.wire.names import is_extension
from tenantry.graph.wire.showing import (
    Column,
    Constant,
    Reader,
    Record,
    Shown,
    record_shower,
    row_shower,
)
from tenantry.storage.filters.fields import Field, Fields, Kind, make_field
from tenantry.storage.pages import RowRecords

_KEPT = 128  # for each entity: clients select the same few properties

_KINDS = {
    "String": Kind.STRING,
    "Guid": Kind.ID,
    "Boolean": Kind.BOOLEAN,
    "DateTimeOffset": Kind.INSTANT,
    "[String]": Kind.STRING_LIST,
}
_CHECKS: Mapping[str, Check[object]] = {
    "String": text,
    "Guid": guid,
    "Boolean": flag,
    "DateTimeOffset": instant,
    "[String]": list_of(text),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityProperty:
    """One property.

    ``type`` is its CSDL type, ``columns`` what ``read`` looks at.  ``field`` is None where it
    cannot be filtered, ``write`` None where it is read-only.  ``by_default`` properties are
    shown without `$select`.
    """

    name: str
    type: str
    columns: tuple[str, ...]
    read: Reader
    field: Field | None = None
    write: Property | None = None
    by_default: bool = True


def declare(
    declaration: str,
    default: str = "",
    advanced: str = "",
    *,
    column: str = "",
    check: Check[object] | None = None,
    writable: bool = False,
    by_default: bool = True,
    read: Reader | None = None,
    columns: tuple[str, ...] = (),
    json_path: tuple[str, ...] = (),
    folded_column: str | None = None,
    single: bool = False,
    tokenised: bool = False,
    kind: Kind | None = None,
) -> EntityProperty:
    """Return the property of *declaration*, such as `city: String` or `id: String!`.

    *default* and *advanced* are its operators.  It reads *column*, its own name in snake case
    if not given, or *read* computes it from *columns*.  A *writable* property is checked by its
    type, or by *check*.
    """
    name, _, declared = declaration.partition(": ")
    plain = declared.removesuffix("!")
    field = make_field(
        name,
        default,
        advanced,
        kind=kind or _KINDS.get(plain, Kind.STRING),
        column=column or None,
        json_path=json_path,
        folded_column=folded_column,
        whole_seconds=plain == "DateTimeOffset",
        single=single,
        tokenised=tokenised,
    )
    checked = check or _CHECKS.get(plain)
    return EntityProperty(
        name=name,
        type=declared,
        columns=columns or (() if read else (field.column,)),
        read=read or _reader(field.column, plain),
        field=field if default or advanced else None,
        write=Property(field.column, checked) if checked and (check or writable) else None,
        by_default=by_default,
    )


def constant(declaration: str, value: object, *, by_default: bool = True) -> EntityProperty:
    """Return a property that has the same *value* on every object here."""
    return declare(declaration, read=Constant(value), by_default=by_default)


class Entity:
    """A type of object: how it is shown, filtered and written.

    ``name`` is its CSDL type, ``collection`` its entity set, ``default_names`` the properties
    that are shown without `$select`.  *not_built* names properties that
    are documented and answer 501; *written* and *filtered* add what is no property by itself;
    *is_open* entities have directory extensions.
    """

    def __init__(
        self,
        name: str,
        collection: str,
        properties: Iterable[EntityProperty],
        *,
        not_built: Iterable[str] = (),
        required: Iterable[str] = (),
        written: Mapping[str, Property] | None = None,
        filtered: Iterable[Field] = (),
        is_open: bool = False,
    ) -> None:
        self.name = name
        self.collection = collection
        self.properties = tuple(properties)
        self._by_name = {one.name: one for one in self.properties}
        self._not_built = tuple(not_built)
        self.default_names = tuple(one.name for one in self.properties if one.by_default)
        self._is_open = is_open
        self._columns = lru_cache(_KEPT)(self._find_columns)
        self._of_records = lru_cache(_KEPT)(self._make_record_shower)
        self._of_rows = lru_cache(_KEPT)(self._make_row_shower)
        fields = [*(one.field for one in self.properties if one.field), *filtered]
        unfiltered = [one.name for one in self.properties if not one.field]
        self._unknown_to_filters = (*self._not_built, *unfiltered)
        self.fields = Fields(fields, not_built=self._unknown_to_filters)
        written_here = {one.name: one.write for one in self.properties if one.write}
        writable = {**written_here, **(written or {})}
        self.body = BodyShape(
            writable,
            required=required,
            read_only=[one.name for one in self.properties if one.name not in writable],
            not_built=[name for name in self._not_built if name not in writable],
        )

    def fields_with(self, more: Iterable[Field]) -> Fields:
        """Return what filters may name, *more* fields among it."""
        return Fields([*self.fields, *more], not_built=self._unknown_to_filters)

    def select(self, options: QueryOptions) -> tuple[str, ...]:
        """Return the properties that `$select` names, in order; empty if it is not given."""
        if not options.select:
            return ()
        open_names = [name for name in options.select if self._is_open and is_extension(name)]
        others = tuple(name for name in options.select if name not in open_names)
        known = check_select(replace(options, select=others), self._by_name, self._not_built)
        by_name = {name.lower(): name for name in (*known, *open_names)}
        return tuple(by_name[name.lower()] for name in options.select)

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of *names* that this entity has."""
        return tuple(name for name in names if self._has(name))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all properties."""
        return tuple(self._by_name)

    @property
    def not_built(self) -> tuple[str, ...]:
        """The names of documented properties that are not built."""
        return self._not_built

    def columns(self, selected: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the columns that showing *selected*, or the default, looks at."""
        return self._columns(tuple(selected))

    def shown(self, record: Record, selected: Sequence[str] = ()) -> JsonObject:
        """Return *record* on the wire: the properties *selected*, or the default ones."""
        return self.shown_all([record], selected)[0]

    def shown_all(
        self, records: Sequence[Record], selected: Sequence[str] = ()
    ) -> list[JsonObject]:
        """Return each of *records* on the wire, as `shown` does."""
        if isinstance(records, RowRecords):
            return self._of_rows(tuple(selected), records.names)(records.rows)
        return self._of_records(tuple(selected))(records)

    def _has(self, name: str) -> bool:
        return name in self._by_name or (self._is_open and is_extension(name))

    def _find_columns(self, selected: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, _, read in self._shown(selected) for name in read))

    def _make_record_shower(
        self, selected: tuple[str, ...]
    ) -> Callable[[Iterable[Record]], list[JsonObject]]:
        return record_shower(self._shown(selected))

    def _make_row_shower(
        self, selected: tuple[str, ...], names: tuple[str, ...]
    ) -> Callable[[Iterable[Sequence[Any]]], list[JsonObject]]:
        return row_shower(self._shown(selected), names)

    def _shown(self, selected: Sequence[str]) -> list[Shown]:
        return [self._reading(name) for name in selected or self.default_names]

    def _reading(self, name: str) -> Shown:
        if name in self._by_name:
            return name, self._by_name[name].read, self._by_name[name].columns
        return name, lambda record: (record["extensions"] or {}).get(name), ("extensions",)


def _reader(column: str, declared: str) -> Reader:
    if declared == "DateTimeOffset":
        return lambda record: directory_instant(record[column])
    if declared.startswith("["):
        return lambda record: record[column] or []
    return Column(column)
