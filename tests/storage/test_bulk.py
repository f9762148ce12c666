"""Many rows at once: whatever their columns share, each is written as it is."""

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from sqlalchemy import select

from tenantry.errors import ConflictError
from tenantry.storage import tables
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database

_links = tables.sync_links.c
_FEW, _MANY = 3, 60
_KEPT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize("count", [_FEW, _MANY])
@given(job_id=_KEPT, state=_KEPT, differs=st.booleans())
@example(job_id="O'Brien's ? %s :job", state="''", differs=False)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_rows_share_is_written_into_each(
    database: Database,
    count: int,
    job_id: str,
    state: str,
    differs: bool,  # noqa: FBT001  # drawn
) -> None:
    states = [state] * (count - 1) + [state + "'?"] if differs else [state] * count
    rows = [(f"user {number}", "a target", each) for number, each in enumerate(states)]

    assert {(job_id, *row) for row in rows} == _written(database, job_id, rows)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_text_that_ends_statements_is_written_whole(database: Database) -> None:
    rows = [(f"user {number}", "a\0b", "c\0d") for number in range(_MANY)]

    assert {("e\0f", *row) for row in rows} == _written(database, "e\0f", rows)


@pytest.mark.parametrize("count", [_FEW, _MANY])
def test_a_row_that_is_there_already_is_told_as_any_conflict(
    database: Database, count: int
) -> None:
    rows = [(f"user {number}", "a target", "active") for number in range(count)]
    columns = ("source_id", "target_id", "state")
    shared = {"tenant_id": "northwind", "job_id": "job"}

    with pytest.raises(ConflictError), database.write() as work:
        insert_rows(work.connection, "sync_links", columns, [*rows, rows[0]], shared=shared)


def _written(
    database: Database, job_id: str, rows: list[tuple[str, str, str]]
) -> set[tuple[str, ...]]:
    """Return what is in the table once *rows* were inserted, without the tenant."""
    with database.write() as work:
        work.connection.execute(tables.sync_links.delete())
        insert_rows(
            work.connection,
            "sync_links",
            ("source_id", "target_id", "state"),
            rows,
            shared={"tenant_id": "northwind", "job_id": job_id},
            often_shared=("target_id", "state"),
        )
        query = select(_links.job_id, _links.source_id, _links.target_id, _links.state)
        return {tuple(row) for row in work.connection.execute(query)}
