"""Two tenants: the one a test is about, and a neighbour with look-alikes of everything."""

from collections.abc import Iterator

import pytest

from tenantry.actor import Actor
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_neighbour, add_tenant


@pytest.fixture
def home(database: Database) -> Actor:
    """The operator of the tenant that the test is about."""
    with database.write() as work:
        return add_tenant(work, "northwind")


@pytest.fixture
def neighbour(database: Database, home: Actor) -> Actor:  # the older tenant first
    """The operator of another tenant."""
    with database.write() as work:
        return add_neighbour(work)


@pytest.fixture
def work(database: Database, neighbour: Actor) -> Iterator[UnitOfWork]:
    """A transaction beside the neighbour's rows."""
    with database.write() as opened:
        yield opened
