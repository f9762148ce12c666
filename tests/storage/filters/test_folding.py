"""Text folds by one fixed table, in Python and in both databases."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine, func, select

from tenantry.storage.filters.folding import LOWER_CASE, fold
from tenantry.storage.filters.words import search_text
from tests.storage.filters.sample import texts

_STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mira OKAFOR", "mira okafor"),
        ("ŁÓDŹ", "łódź"),
        ("ØRE", "øre"),
        ("ЖУК", "жук"),
        ("\u03a3\u03c2", "\u03c3\u03c2"),
        ("\u1e9e\u00df", "\u00df\u00df"),
        ("\u0130\u0131", "\u0130\u0131"),
        ("\u01c5", "\u01c6"),
        ("\U00010400", "\U00010400"),
        ("", ""),
    ],
)
def test_a_character_folds_if_its_lower_case_is_one_character(text: str, folded: str) -> None:
    assert folded == fold(text)


@given(text=st.text())
def test_folding_twice_is_folding_once_and_keeps_the_length(text: str) -> None:
    assert fold(text) == fold(fold(text))
    assert len(text) == len(fold(text))


def test_the_table_is_the_one_that_stored_keys_were_made_with() -> None:
    """A Python that knows more characters needs a migration, not a new digest alone."""
    table = "".join(f"{capital}{small}" for capital, small in LOWER_CASE.items())

    assert hashlib.sha256(table.encode()).hexdigest().startswith("5b8e8a0da8685464")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(values=st.lists(texts | st.text(_STORABLE), min_size=1, max_size=10))
def test_databases_fold_and_part_words_as_python_does(engine: Engine, values: list[str]) -> None:
    expected = [each for value in values for each in (fold(value), search_text(value))]
    calls = [
        call
        for value in values
        for call in (func.tenantry_fold(value), func.tenantry_search_text(value))
    ]

    with engine.connect() as connection:
        assert expected == list(connection.execute(select(*calls)).one())


def test_databases_fold_every_character_of_the_table(engine: Engine) -> None:
    capitals = "".join(LOWER_CASE)

    with engine.connect() as connection:
        assert fold(capitals) == connection.scalar(select(func.tenantry_fold(capitals)))


def test_null_stays_null(engine: Engine) -> None:
    query = select(func.tenantry_fold(None), func.tenantry_search_text(None))

    with engine.connect() as connection:
        assert (None, None) == tuple(connection.execute(query).one())
