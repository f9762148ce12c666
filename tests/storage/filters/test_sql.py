"""The SQL meaning of a filter is its meaning in memory, on each kind of database."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine

from tenantry.storage.filters.fields import Operator
from tenantry.storage.filters.matching import matches
from tenantry.storage.filters.sql import compile_filter
from tenantry.storage.filters.tree import Comparison, Filter, StartsWith
from tests.storage.filters.cases import CASES, GUID, NULL_CASES, RECORD
from tests.storage.filters.sample import (
    NOTE,
    POSTGRESQL,
    THINGS,
    Record,
    filters,
    found,
    records,
    save,
    shown,
)


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


@pytest.mark.parametrize("test", [Comparison(NOTE, Operator.GE, "x"), StartsWith(NOTE, "x")])
def test_postgresql_compares_by_code_point_whatever_its_collation(test: Filter) -> None:
    where = compile_filter(test, THINGS.c, "postgresql").compile(dialect=POSTGRESQL)

    assert 'COLLATE "C"' in str(where)
