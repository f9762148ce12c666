"""Records as JSON objects, by source that is generated for the properties they show.

What is done for each property of each object is what a page costs, and plain look-ups in one
expression are four times as fast as a call for each.  Names enter the source as literals made
by `ascii`, everything else under names that are given here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tenantry.graph.wire.annotations import JsonObject

Record = Mapping[str, Any]
Reader = Callable[[Record], object]
"""Takes a record and returns the value to show."""
Shown = tuple[str, Reader, tuple[str, ...]]
"""A property: its name, how it is read, and the columns that this looks at."""


class Column:
    """Reads a column as it is."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, record: Record) -> object:
        """Return the value in *record*."""
        return record[self.name]


class Constant:
    """Reads the same value of every record."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, _record: Record) -> object:
        """Return the value."""
        return self.value


def record_shower(
    properties: Iterable[Shown],
) -> Callable[[Iterable[Record]], list[JsonObject]]:
    """Return what shows the *properties* of records."""
    return _generated(properties, lambda column: f"one[{column!a}]", lambda _: "one")


def row_shower(
    properties: Iterable[Shown], names: Iterable[str]
) -> Callable[[Iterable[Sequence[Any]]], list[JsonObject]]:
    """Return what shows the *properties* of rows that begin with the columns *names*."""
    places = {name: f"one[{place}]" for place, name in enumerate(names)}

    def record(columns: Sequence[str]) -> str:
        return "{" + ", ".join(f"{column!a}: {places[column]}" for column in columns) + "}"

    return _generated(properties, places.__getitem__, record)


def _generated(
    properties: Iterable[Shown],
    column: Callable[[str], str],
    record: Callable[[Sequence[str]], str],
) -> Callable[[Iterable[Any]], list[JsonObject]]:
    """Return the function; *column* and *record* say how it gets a column, or several."""
    values: dict[str, object] = {"__builtins__": {}}
    items = []
    for name, read, columns in properties:
        held = f"held{len(values)}"
        if isinstance(read, Column):
            value = column(read.name)
        elif isinstance(read, Constant):
            values[held] = read.value
            value = held
        else:
            values[held] = read
            value = f"{held}({record(columns)})"
        items.append(f"{name!a}: {value}")
    source = f"lambda all_of_them: [{{{', '.join(items)}}} for one in all_of_them]"
    code = compile(source, "<generated>", "eval")
    function: Callable[[Iterable[Any]], list[JsonObject]] = eval(code, values)  # noqa: S307  # see the module
    return function
