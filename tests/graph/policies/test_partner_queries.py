"""Partners over HTTP: pages, filters, expansion and keys (contract §2.1, §1.2)."""

import httpx
import pytest

from tenantry.storage.database import Database
from tests.graph.policies.addresses import PARTNERS, WRITE
from tests.support.directory import add_tenant
from tests.support.graph_api import GraphApi


def test_partners_come_with_their_synchronization_settings(
    client: httpx.Client, partner: str, neighbour: str
) -> None:
    client.put(f"{partner}/identitySynchronization", json={"displayName": "Tailwind"})

    page = client.get(f"{PARTNERS}?$select=tenantId&$expand=identitySynchronization").json()

    context = "policies/crossTenantAccessPolicy/partners(tenantId,identitySynchronization())"
    assert page["@odata.context"].endswith(f"$metadata#{context}")
    assert page["value"] == [
        {
            "tenantId": neighbour,
            "identitySynchronization": {
                "tenantId": neighbour,
                "displayName": "Tailwind",
                "userSyncInbound": {"isSyncAllowed": None},
            },
        }
    ]


def test_a_partner_without_synchronization_settings_expands_to_null(
    client: httpx.Client, partner: str
) -> None:
    document = client.get(f"{partner}?$expand=identitySynchronization").json()

    assert document["identitySynchronization"] is None


def test_partners_come_in_pages(
    api: GraphApi, client: httpx.Client, home: str, database: Database
) -> None:
    with database.write() as work:
        others = [add_tenant(work, f"other{number}").tenant_id for number in range(5)]
    for tenant_id in others:
        client.post(PARTNERS, json={"tenantId": tenant_id})
    api.client(others[0], WRITE).post(PARTNERS, json={"tenantId": home})

    found = []
    page = client.get(f"{PARTNERS}?$top=2&$count=true&$select=tenantId").json()
    count = page["@odata.count"]
    while True:
        found += [each["tenantId"] for each in page["value"]]
        if "@odata.nextLink" not in page:
            break
        page = client.get(page["@odata.nextLink"]).json()

    assert found == sorted(others)
    assert count == 5
    assert "@odata.count" not in page
    assert client.get(f"{PARTNERS}/$count").text == "5"


@pytest.mark.parametrize(
    ("condition", "is_found"),
    [
        ("tenantId eq '{partner}'", True),
        ("tenantId in ('{partner}')", True),
        ("tenantId ne '{partner}'", False),
        ("isServiceProvider eq true", True),
        ("isServiceProvider eq false", False),
    ],
)
def test_partners_are_filtered(
    client: httpx.Client, partner: str, neighbour: str, condition: str, *, is_found: bool
) -> None:
    client.patch(partner, json={"isServiceProvider": True})

    page = client.get(PARTNERS, params={"$filter": condition.format(partner=neighbour)}).json()

    assert [each["tenantId"] for each in page["value"]] == ([neighbour] if is_found else [])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("$select=tenantId,whatever", 400),
        ("$expand=whatever", 400),
        ("$expand=serviceProviderConstraints", 501),
        ("$filter=whatever eq 1", 400),
        ("$filter=isInMultiTenantOrganization eq true", 501),
        ("$orderby=tenantId", 400),
        ("$skiptoken=x", 400),
        ("$whatever=1", 400),
        ("$top=0", 400),
    ],
)
def test_a_query_that_partners_do_not_know_is_refused(
    client: httpx.Client, query: str, status: int
) -> None:
    assert client.get(f"{PARTNERS}?{query}").status_code == status


@pytest.mark.parametrize("key", ["('{id}')", "(tenantId='{id}')", "/{id}", "(%27{id}%27)"])
def test_a_partner_is_found_by_its_key_in_every_form(
    client: httpx.Client, partner: str, neighbour: str, key: str
) -> None:
    address = PARTNERS + key.format(id=neighbour.upper())

    assert client.get(address).json()["tenantId"] == neighbour
    assert partner.endswith(neighbour)


def test_the_link_to_the_next_page_can_be_followed_from_a_batch(
    client: httpx.Client, database: Database
) -> None:
    with database.write() as work:
        others = [add_tenant(work, f"other{number}").tenant_id for number in range(3)]
    for tenant_id in others:
        client.post(PARTNERS, json={"tenantId": tenant_id})
    url = f"/policies/crossTenantAccessPolicy/partners?$top=1&$filter=tenantId ne '{others[0]}'"
    step = {"id": "1", "method": "GET", "url": url}

    answer = client.post("/v1.0/$batch", json={"requests": [step]}).json()["responses"][0]

    link = answer["body"]["@odata.nextLink"]
    assert "%20" in link
    assert [each["tenantId"] for each in client.get(link).json()["value"]] == [others[2]]
