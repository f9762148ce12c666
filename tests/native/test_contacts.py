"""Contacts of a tenant, brought by the operator and read through Graph."""

import pytest

from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.web_client import WebClient

_ANA = {"displayName": "Ana", "mail": "ana@elsewhere.test", "companyName": "Elsewhere"}


@pytest.fixture
def company(services: Services) -> Company:
    return Company(services.database, "contoso")


@pytest.fixture
def path(company: Company) -> str:
    return f"/tenantry/v1.0/tenants/{company.domain}/contacts"


def test_a_contact_is_added_once_and_removed(client: WebClient, path: str) -> None:
    added = client.post(path, json=_ANA)
    again = client.post(path, json={**_ANA, "mail": "ANA@elsewhere.test"})
    removed = client.request("DELETE", f"{path}/{added.json()['id']}")
    gone = client.request("DELETE", f"{path}/{added.json()['id']}")

    statuses = [each.status_code for each in (added, again, removed, gone)]
    assert [201, 400, 200, 404] == statuses
    assert added.json() == removed.json()


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ({"displayName": "Ana"}, "mail"),
        ({**_ANA, "mail": "nowhere"}, "mail"),
        ({**_ANA, "displayName": ""}, "displayName"),
        ({**_ANA, "colour": "red"}, "colour"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    client: WebClient, path: str, body: dict[str, str], target: str
) -> None:
    answer = client.post(path, json=body)

    assert (400, target) == (answer.status_code, answer.json()["error"]["target"])


def test_a_guest_whose_address_a_contact_has_gets_none_itself(
    client: WebClient, path: str, company: Company
) -> None:
    client.post(path, json=_ANA)

    made = company.invite("ana@elsewhere.test")

    assert ("ana@elsewhere.test", "[]") == (
        made.user["mail"],
        company.user(made.user["id"])["proxy_addresses"],
    )
