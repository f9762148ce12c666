"""Users who are mastered in a directory on premises: what Graph shows and refuses of them."""

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.companies import Company
from tests.support.graph_api import GraphApi


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database, "northwind")


@pytest.fixture
def client(api: GraphApi, company: Company) -> httpx.Client:
    return api.client(company.tenant_id, "User.ReadWrite.All")


def test_whether_a_user_is_mastered_on_premises_is_shown_and_filtered(
    client: httpx.Client, company: Company
) -> None:
    ana = company.add_user("ana", on_premises_sync_enabled=True)
    company.add_user("ben")

    found = client.get(
        "/v1.0/users?$filter=onPremisesSyncEnabled eq true&$select=id,onPremisesSyncEnabled"
    )

    assert [{"id": ana, "onPremisesSyncEnabled": True}] == found.json()["value"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"city": "Turku"}, 400),
        ({"usageLocation": "NO"}, 204),
        ({"onPremisesSyncEnabled": False}, 400),
    ],
)
def test_what_is_mastered_on_premises_is_changed_there(
    client: httpx.Client, company: Company, body: object, status: int
) -> None:
    ana = company.add_user("ana", on_premises_sync_enabled=True)

    assert status == client.patch(f"/v1.0/users/{ana}", json=body).status_code
    assert company.user(ana)["city"] is None
