"""The API over two tenants: the one a test is about, and a neighbour."""

import pytest

from tenantry.storage.database import Database
from tests.support.directory import add_neighbour, add_tenant
from tests.support.graph_api import GraphApi


@pytest.fixture
def api(database: Database) -> GraphApi:
    return GraphApi(database)


@pytest.fixture
def home(database: Database) -> str:
    """The id of the tenant that the test is about."""
    with database.write() as work:
        return add_tenant(work, "northwind").tenant_id


@pytest.fixture
def neighbour(database: Database) -> str:
    """The id of another tenant, with look-alikes of everything."""
    with database.write() as work:
        return add_neighbour(work).tenant_id
