"""A synchronization from one company into another, beside a third full of look-alikes."""

from collections.abc import Iterator

import pytest

from tenantry.storage.database import Database
from tests.support.companies import Company, Neighbour
from tests.support.databases import Databases
from tests.support.synchronization import Synchronization


@pytest.fixture
def lab(databases: Databases) -> Iterator[Database]:
    """A database whose clock can be moved."""
    with databases.migrated() as url, Database(url, movable_clock=True) as database:
        yield database


@pytest.fixture
def neighbour(lab: Database) -> Iterator[Neighbour]:
    """A company that the test is not about; whatever happens leaves it as it is."""
    company = Neighbour(lab, "tailwind")
    yield company
    company.check_untouched()


@pytest.fixture
def sync(lab: Database, neighbour: Neighbour) -> Synchronization:
    """A job from `northwind.test` into `contoso.test`, for those who are assigned."""
    source, target = Company(lab, "northwind"), Company(lab, "contoso")
    return Synchronization(source, target, neighbour=neighbour)


@pytest.fixture
def groups(sync: Synchronization) -> Synchronization:
    """A job with groups, which the target lets in."""
    sync.map_groups()
    sync.allow_groups()
    return sync
