"""The SQL meaning of a filter is its meaning in memory, on each kind of database."""

from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine

from tenantry.storage.filters.matching import matches
from tenantry.storage.filters.tree import Filter
from tests.storage.filters.cases import CASES, GUID, NULL_CASES, RECORD
from tests.storage.filters.sample import Record, filters, found, records, save, shown


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(saved=records(), conditions=st.lists(filters(), min_size=1, max_size=6))
def test_a_filter_finds_in_sql_what_it_matches_in_memory(
    engine: Engine, saved: list[Record], conditions: list[Filter]
) -> None:
    with engine.connect() as connection:
        save(connection, saved)
        for condition in conditions:
            matching = {record["id"] for record in saved if matches(condition, shown(record))}

            assert matching == found(connection, condition), condition
        connection.rollback()


def test_a_row_is_found_by_the_conditions_that_hold_for_it(engine: Engine) -> None:
    with engine.connect() as connection:
        save(connection, [RECORD])
        for condition, expected in CASES + NULL_CASES:
            assert ({GUID} if expected else set()) == found(connection, condition), condition
