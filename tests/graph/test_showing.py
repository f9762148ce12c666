"""Generated expressions show what the readers read, whatever the names are."""

from typing import Any

from hypothesis import given, strategies as st

from tenantry.graph.wire.showing import Column, Constant, Reader, record_shower, row_shower
from tenantry.storage.pages import RowRecords

_NAMES = st.lists(st.text(max_size=8), min_size=1, max_size=4, unique=True)


def _doubled(record: Any) -> object:
    return [value for value in record.values() if value is not None] * 2


@given(names=_NAMES, columns=_NAMES, data=st.data())
def test_rows_and_records_are_shown_alike(
    names: list[str], columns: list[str], data: st.DataObject
) -> None:
    one_column = st.sampled_from(columns).map(lambda column: (Column(column), (column,)))
    constant = st.builds(Constant, st.none() | st.text()).map(lambda read: (read, ()))
    computed = st.just((_doubled, tuple(columns)))
    readers: list[tuple[Reader, tuple[str, ...]]] = [
        data.draw(one_column | constant | computed) for _ in names
    ]
    properties = [(name, *reader) for name, reader in zip(names, readers, strict=True)]
    row = st.tuples(*(st.none() | st.text() for _ in columns), st.just("a sort key"))
    records = RowRecords(columns, data.draw(st.lists(row, max_size=3)))

    expected = [{name: read(record) for name, read, _ in properties} for record in records]
    assert expected == record_shower(properties)(records)
    assert expected == row_shower(properties, records.names)(records.rows)


def test_records_of_rows_are_a_sequence() -> None:
    records = RowRecords(["id", "mail"], [("ana", None, "ana"), ("ben", "ben@test", "ben")])

    ana, ben = {"id": "ana", "mail": None}, {"id": "ben", "mail": "ben@test"}
    assert [ana, ben] == records
    assert ben == records[1]
    assert [ben] == records[1:]
    assert (2, True, False) == (len(records), ana in records, {"id": "eve"} in records)
