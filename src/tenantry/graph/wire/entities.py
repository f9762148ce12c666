"""Entities: one table of properties says what is shown, selected, filtered, sorted and written.

A resource declares its `Entity` from `declare("city: String", "eq in", "ne not")` lines: the
wire name and CSDL type, then the operators of an ordinary and of an advanced query (contract
§1.9).  What the type says needs no more words: how a value is read from its column, how it
compares, how a written one is checked.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from tenantry.graph.odata.options import QueryOptions, check_select
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import flag, guid, instant, list_of, text
from tenantry.graph.wire.instants import directory_instant
from tenantry.graph.wire.names import is_extension
from tenantry.storage.filters.fields import Field, Fields, Kind, make_field

Record = Mapping[str, Any]
Reader = Callable[[Record], object]
"""Takes a record and returns the value to show."""

_MANY = 2


class Column:
    """Reads a column as it is."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, record: Record) -> object:
        """Return the value in *record*."""
        return record[self.name]


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
    return declare(declaration, read=lambda _: value, by_default=by_default)


class Entity:
    """A type of object: how it is shown, filtered and written.

    ``name`` is its CSDL type, ``collection`` its entity set.  *not_built* names properties that
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
        self._defaults = [(one.name, one.read) for one in self.properties if one.by_default]
        self._default_shower = _shower(self._defaults)
        self._is_open = is_open
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
    def default_names(self) -> tuple[str, ...]:
        """The names of the properties that are shown without `$select`."""
        return tuple(name for name, _ in self._defaults)

    @property
    def not_built(self) -> tuple[str, ...]:
        """The names of documented properties that are not built."""
        return self._not_built

    def columns(self, selected: Iterable[str] = ()) -> list[str]:
        """Return the columns that showing *selected*, or the default, looks at."""
        names = tuple(selected) or tuple(name for name, _ in self._defaults)
        wanted: dict[str, None] = {}
        for name in names:
            known = self._by_name.get(name)
            wanted.update(dict.fromkeys(known.columns if known else ("extensions",)))
        return list(wanted)

    def shown(self, record: Record, selected: Collection[str] = ()) -> JsonObject:
        """Return *record* on the wire: the properties *selected*, or the default ones."""
        return self.shower(selected)(record)

    def shower(self, selected: Collection[str] = ()) -> Callable[[Record], JsonObject]:
        """Return what shows a record as `shown` does; a page makes it once."""
        if not selected:
            return self._default_shower
        return _shower([(name, self._reader(name)) for name in selected])

    def _has(self, name: str) -> bool:
        return name in self._by_name or (self._is_open and is_extension(name))

    def _reader(self, name: str) -> Reader:
        if name in self._by_name:
            return self._by_name[name].read
        return lambda record: (record["extensions"] or {}).get(name)


def _shower(readers: Sequence[tuple[str, Reader]]) -> Callable[[Record], JsonObject]:
    """Return what shows the properties of *readers*.

    Those that are columns as they are, are read all at once: a page is 100 times as many.
    """
    names = [name for name, _ in readers]
    plain = {name: read for name, read in readers if isinstance(read, Column)}
    computed = [(name, read) for name, read in readers if name not in plain]
    if len(plain) < _MANY:
        return lambda record: {name: read(record) for name, read in readers}
    any_column = next(iter(plain.values()))  # keeps the place of what is computed
    row = itemgetter(*(plain.get(name, any_column).name for name in names))

    def show(record: Record) -> JsonObject:
        shown: dict[str, object] = dict(zip(names, row(record), strict=True))
        for name, read in computed:
            shown[name] = read(record)
        return shown

    return show


def _reader(column: str, declared: str) -> Reader:
    if declared == "DateTimeOffset":
        return lambda record: directory_instant(record[column])
    if declared.startswith("["):
        return lambda record: record[column] or []
    return Column(column)
