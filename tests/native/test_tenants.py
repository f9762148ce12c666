"""Tenants of the installation over HTTP, for the operator alone."""

import pytest

from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import Services
from tests.support.web_client import WebClient

_TENANTS = "/tenantry/v1.0/tenants"
_CONTOSO = {
    "displayName": "Contoso",
    "initialDomain": "contoso.test",
    "verifiedDomains": ["contoso.example"],
    "countryLetterCode": "NO",
}


def test_a_created_tenant_is_listed_and_found_by_id_and_by_domain(client: WebClient) -> None:
    created = client.post(_TENANTS, json=_CONTOSO)
    client.post(_TENANTS, json={"displayName": "Contoso", "initialDomain": "fabrikam.test"})

    tenant = created.json()
    assert 201 == created.status_code
    assert {**_CONTOSO, "kind": "workforce", "cloud": "commercial"}.items() <= (
        tenant | {"verifiedDomains": ["contoso.example"]}
    ).items()
    assert ["contoso.example", "contoso.test"] == tenant["verifiedDomains"]
    assert tenant == client.get(f"{_TENANTS}/{tenant['id']}").json()
    assert tenant == client.get(f"{_TENANTS}/Contoso.Example").json()
    assert ["contoso.test", "fabrikam.test"] == [
        each["initialDomain"] for each in client.get(_TENANTS).json()["value"]
    ]


@pytest.mark.parametrize(
    ("changes", "status", "target"),
    [
        ({"initialDomain": "no domain"}, 400, "id"),
        ({"kind": "other"}, 400, "kind"),
        ({"displayName": None}, 400, "displayName"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_a_tenant_that_cannot_be_is_refused_by_property(
    client: WebClient, changes: dict[str, object], status: int, target: str
) -> None:
    answer = client.post(_TENANTS, json={**_CONTOSO, **changes})

    assert (status, target) == (answer.status_code, answer.json()["error"]["target"])
    assert [] == client.get(_TENANTS).json()["value"]


def test_a_domain_belongs_to_one_tenant(client: WebClient) -> None:
    client.post(_TENANTS, json=_CONTOSO)

    answer = client.post(_TENANTS, json={**_CONTOSO, "initialDomain": "other.test"})

    assert 409 == answer.status_code


def test_an_unknown_tenant_is_not_found(client: WebClient) -> None:
    answer = client.get(f"{_TENANTS}/nobody.test")

    assert 404 == answer.status_code
    assert "nobody.test" in answer.json()["error"]["message"]


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer wrong", "Basic {token}"])
def test_only_the_operator_token_opens_the_api(
    client: WebClient, token: str, authorization: str
) -> None:
    headers = {"Authorization": authorization.format(token=token)}

    answer = client.get(_TENANTS, headers=headers)

    assert 401 == answer.status_code
    assert "InvalidAuthenticationToken" == answer.json()["error"]["code"]


def test_a_new_operator_token_ends_the_former_one(
    client: WebClient, services: Services, token: str
) -> None:
    with services.database.write() as work:
        new = issue_operator_token(work)

    by_token = [
        client.get(_TENANTS, headers={"Authorization": f"Bearer {each}"}).status_code
        for each in (token, new)
    ]

    assert [401, 200] == by_token


def test_the_operator_token_opens_no_graph(client: WebClient) -> None:
    assert 401 == client.get("/v1.0/policies/crossTenantAccessPolicy").status_code
