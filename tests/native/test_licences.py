"""SKUs of a tenant, brought by the operator."""

import pytest

from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.web_client import WebClient


@pytest.fixture
def path(services: Services) -> str:
    company = Company(services.database, "contoso")
    return f"/tenantry/v1.0/tenants/{company.tenant_id}/subscribedSkus"


def test_units_are_set_changed_and_taken_away(client: WebClient, path: str) -> None:
    first = client.request("PUT", f"{path}/aad_premium", json={"enabledUnits": 25})
    by_id = f"{path}/{first.json()['skuId']}"
    more = client.request("PUT", by_id, json={"enabledUnits": 30})
    listed = client.get(path).json()["value"]
    client.request("PUT", by_id, json={"enabledUnits": 0})

    assert ("AAD_PREMIUM", 25, 0) == (
        first.json()["skuPartNumber"],
        first.json()["enabledUnits"],
        first.json()["consumedUnits"],
    )
    assert [more.json()] == listed
    assert [] == client.get(path).json()["value"]


@pytest.mark.parametrize(
    ("sku", "units", "target"),
    [
        ("OFFICE", 1, "sku"),
        ("AAD_PREMIUM", -1, "enabledUnits"),
        ("AAD_PREMIUM", 10_000_001, "enabledUnits"),
        ("AAD_PREMIUM", "many", "enabledUnits"),
    ],
)
def test_units_that_cannot_be_are_refused(
    client: WebClient, path: str, sku: str, units: object, target: str
) -> None:
    answer = client.request("PUT", f"{path}/{sku}", json={"enabledUnits": units})

    assert (400, target) == (answer.status_code, answer.json()["error"]["target"])


def test_a_tenant_that_is_none_has_no_skus(client: WebClient) -> None:
    answer = client.get("/tenantry/v1.0/tenants/nowhere.test/subscribedSkus")

    assert 404 == answer.status_code
