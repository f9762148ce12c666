"""A database of each kind with the sample table."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tenantry.storage.engines import make_engine
from tenantry.storage.filters.functions import postgresql_functions_ddl
from tests.storage.filters.sample import METADATA


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """Give an engine whose database has the text functions and the table of `sample.py`."""
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(postgresql_functions_ddl())
        METADATA.create_all(connection)
    yield engine
    engine.dispose()
