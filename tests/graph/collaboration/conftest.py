"""Two tenants of one installation, and the application of the one that invites."""

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.companies import Company
from tests.support.graph_api import GraphApi

INVITER = ("User.Invite.All", "User.Read.All", "AuditLog.Read.All")


@pytest.fixture
def resource(database: Database) -> Company:
    """The tenant that invites."""
    return Company(database, "contoso")


@pytest.fixture
def visitor(database: Database) -> Company:
    """The tenant whose people are invited."""
    return Company(database, "northwind")


@pytest.fixture
def client(api: GraphApi, resource: Company) -> httpx.Client:
    return api.client(resource.tenant_id, *INVITER)
