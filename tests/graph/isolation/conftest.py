"""Two tenants that look alike in one database, and an application in each that may do everything.

They are made once for all tests of a database: what these ask for names objects of the neighbour,
so it changes nothing of the neighbour and next to nothing of the own tenant.
"""

from collections.abc import Iterator

import pytest

from tenantry.storage.database import Database
from tests.support.databases import Databases
from tests.support.two_tenants import TwoTenants


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def tenants(request: pytest.FixtureRequest) -> Iterator[TwoTenants]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.migrated() as url, Database(url) as database:
        yield TwoTenants(database)
