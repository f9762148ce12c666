"""An administrator of the policy, and a partner."""

import httpx
import pytest

from tests.graph.policies.addresses import PARTNERS, WRITE
from tests.support.graph_api import GraphApi


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, WRITE)


@pytest.fixture
def partner(client: httpx.Client, neighbour: str) -> str:
    """The address of the neighbour as a partner."""
    assert client.post(PARTNERS, json={"tenantId": neighbour}).status_code == 201
    return f"{PARTNERS}/{neighbour}"
