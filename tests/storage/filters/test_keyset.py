"""Pages by keyset: every row once, in order, nulls first, wherever a page ends."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Connection, Engine, select

from tenantry.errors import ExpiredTokenError
from tenantry.storage.filters.fields import Field, Ordering, Value
from tenantry.storage.filters.folding import fold
from tenantry.storage.filters.keyset import Keyset, Position
from tests.storage.filters.sample import (
    CODE,
    ENABLED,
    LEVEL,
    NAME,
    NOTE,
    POSTGRESQL,
    SEEN,
    SIZE,
    THINGS,
    TITLE,
    Record,
    records,
    save,
)

_SORTED_BY: dict[Field, Callable[[Record], object]] = {
    NAME: lambda record: None if record["name"] is None else fold(str(record["name"])),
    TITLE: lambda record: fold(str(record["title"])),
    CODE: lambda record: record["code"],
    ENABLED: lambda record: record["enabled"],
    SIZE: lambda record: record["size"],
    SEEN: lambda record: record["seenDateTime"],
    NOTE: lambda record: None if (note := _extra(record, "note")) is None else fold(str(note)),
    LEVEL: lambda record: _extra(record, "level"),
}


def _extra(record: Record, name: str) -> object:
    extras = record["extras"]
    return extras.get(name) if isinstance(extras, dict) else None


_orderings = st.lists(
    st.builds(Ordering, field=st.sampled_from(list(_SORTED_BY)), descending=st.booleans()),
    max_size=3,
    unique_by=lambda ordering: ordering.field.name,
).map(tuple)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(saved=records(most=6), orderings=_orderings, size=st.integers(1, 2))
def test_pages_give_every_row_once_in_order(
    engine: Engine, saved: list[Record], orderings: tuple[Ordering, ...], size: int
) -> None:
    with engine.connect() as connection:
        save(connection, saved)

        assert _in_order(saved, orderings) == _paged(connection, orderings, size)
        connection.rollback()


def test_postgresql_sorts_by_code_point_whatever_its_collation() -> None:
    (term, _) = Keyset((Ordering(field=NOTE),), THINGS.c, "postgresql").order_by()

    assert 'COLLATE "C"' in str(term.compile(dialect=POSTGRESQL))


@pytest.mark.parametrize(
    "position",
    [
        pytest.param(("mira",), id="without the id"),
        pytest.param(("mira", None), id="null for the id"),
        pytest.param(("mira", 1), id="a number for the id"),
        pytest.param((1, "id"), id="a number for a text"),
        pytest.param((True, "id"), id="a Boolean for a text"),
        pytest.param(("mi\0ra", "id"), id="a null character"),
        pytest.param(("mira", "mira", "id"), id="one key too many"),
    ],
)
def test_a_position_of_another_order_is_refused(position: Position) -> None:
    keyset = Keyset((Ordering(field=NAME),), THINGS.c, "sqlite")

    with pytest.raises(ExpiredTokenError):
        keyset.after(position)


@pytest.mark.parametrize("value", ["1", True, 2**63])
def test_a_number_is_sorted_after_numbers_of_64_bits_only(value: Value) -> None:
    keyset = Keyset((Ordering(field=SIZE),), THINGS.c, "sqlite")

    with pytest.raises(ExpiredTokenError):
        keyset.after((value, "id"))


def _paged(connection: Connection, orderings: tuple[Ordering, ...], size: int) -> list[object]:
    keyset = Keyset(orderings, THINGS.c, connection.dialect.name)
    page = select(THINGS.c.id, *keyset.keys()).order_by(*keyset.order_by()).limit(size)
    ids: list[object] = []
    rows = connection.execute(page).all()
    while rows:
        ids += [row.id for row in rows]
        rows = connection.execute(page.where(keyset.after(keyset.position_of(rows[-1])))).all()
    return ids


def _in_order(saved: list[Record], orderings: tuple[Ordering, ...]) -> list[object]:
    """Return the ids as repeated stable sorts order them, the last key first."""
    descending = bool(orderings) and orderings[-1].descending
    ordered = sorted(saved, key=lambda record: str(record["id"]), reverse=descending)
    for ordering in reversed(orderings):
        ordered.sort(key=_sort_key(ordering.field), reverse=ordering.descending)
    return [record["id"] for record in ordered]


def _sort_key(field: Field) -> Callable[[Record], tuple[bool, object]]:
    """Return the key of a record, such that null is smaller than every value."""

    def key(record: Record) -> tuple[bool, object]:
        value = _SORTED_BY[field](record)
        return (value is not None, value)

    return key
