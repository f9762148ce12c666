"""Contacts over HTTP, which Graph only reads (contract §6.7)."""

import httpx
import pytest

from tenantry.directory.operations.contacts import create_contact
from tenantry.storage.database import Database
from tests.support.companies import Company
from tests.support.graph_api import GraphApi


@pytest.fixture
def contact_id(database: Database, company: Company) -> str:
    values = {"display_name": "Ana", "mail": "ana@elsewhere.test", "department": "Sales"}
    with database.write() as work:
        return str(create_contact(work, company.actor, values)["id"])


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database, "northwind")


@pytest.fixture
def client(api: GraphApi, company: Company) -> httpx.Client:
    return api.client(company.tenant_id, "OrgContact.Read.All")


def test_contacts_are_listed_counted_filtered_and_read(
    client: httpx.Client, contact_id: str
) -> None:
    listed = client.get("/v1.0/contacts?$filter=mail eq 'ANA@elsewhere.test'").json()["value"]
    none = client.get("/v1.0/contacts?$filter=department eq 'Legal'").json()["value"]
    count = client.get("/v1.0/contacts/$count", headers={"ConsistencyLevel": "eventual"})
    one = client.get(f"/v1.0/contacts/{contact_id}?$select=displayName,proxyAddresses").json()

    assert ([contact_id], [], "1") == ([each["id"] for each in listed], none, count.text)
    assert {"displayName": "Ana", "proxyAddresses": ["SMTP:ana@elsewhere.test"]}.items() <= (
        one.items()
    )


def test_contacts_are_not_written_through_graph(client: httpx.Client, contact_id: str) -> None:
    path = f"/v1.0/contacts/{contact_id}"

    assert [405, 405, 405] == [
        client.post("/v1.0/contacts", json={}).status_code,
        client.patch(path, json={}).status_code,
        client.delete(path).status_code,
    ]
