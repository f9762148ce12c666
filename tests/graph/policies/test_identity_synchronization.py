"""`identitySynchronization` of a partner over HTTP (contract §2.6)."""

import httpx
import pytest

from tenantry.storage.database import Database
from tests.graph.policies.addresses import PARTNERS, WRITE
from tests.support.directory import add_tenant
from tests.support.graph_api import GraphApi


@pytest.mark.claim("CTS-025", "CTS-026", "CTS-029")
def test_identity_synchronization_is_put_read_changed_and_deleted(
    client: httpx.Client, partner: str, neighbour: str
) -> None:
    address = f"{partner}/identitySynchronization"
    body = {"displayName": "Tailwind", "userSyncInbound": {"isSyncAllowed": True}}

    assert client.put(address, json=body).status_code == 204
    assert client.get(address).json() == {
        "@odata.context": "https://graph.tenantry.test/v1.0/$metadata#policies"
        f"/crossTenantAccessPolicy/partners('{neighbour}')/identitySynchronization/$entity",
        "tenantId": neighbour,
        **body,
    }
    stopped = client.patch(address, json={"userSyncInbound": {"isSyncAllowed": False}})
    assert stopped.status_code == 204
    assert client.get(address).json()["userSyncInbound"] == {"isSyncAllowed": False}
    assert client.get(address).json()["displayName"] == "Tailwind"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_identity_synchronization_is_put_once(client: httpx.Client, partner: str) -> None:
    address = f"{partner}/identitySynchronization"
    client.put(address, json={"userSyncInbound": {"isSyncAllowed": True}})

    response = client.put(address, json={"userSyncInbound": {"isSyncAllowed": False}})

    assert response.status_code == 409
    assert response.json()["error"]["details"][0]["code"] == "ConflictingObjects"
    assert client.get(address).json()["userSyncInbound"] == {"isSyncAllowed": True}


def test_only_a_partner_may_be_allowed_to_synchronize(client: httpx.Client, neighbour: str) -> None:
    response = client.put(f"{PARTNERS}/{neighbour}/identitySynchronization", json={})

    assert response.status_code == 404


def test_what_another_tenant_allows_the_same_partner_is_not_seen(
    api: GraphApi, client: httpx.Client, neighbour: str, database: Database
) -> None:
    with database.write() as work:
        third = add_tenant(work, "lamna").tenant_id
    for each in (client, api.client(neighbour, WRITE)):
        each.post(PARTNERS, json={"tenantId": third})
    address = f"{PARTNERS}/{third}/identitySynchronization"
    api.client(neighbour, WRITE).put(address, json={"userSyncInbound": {"isSyncAllowed": True}})

    own = client.get(address)

    assert own.status_code == 404


def test_groups_are_allowed_in_beta_alone(client: httpx.Client, partner: str) -> None:
    address = f"{partner}/identitySynchronization"
    in_beta = address.replace("/v1.0/", "/beta/")
    groups = {"groupSyncInbound": {"isSyncAllowed": True}}
    client.put(address, json={"userSyncInbound": {"isSyncAllowed": True}})

    refused = client.patch(address, json=groups)
    allowed = client.patch(in_beta, json=groups)

    assert refused.status_code == 400
    assert "/beta" in refused.json()["error"]["message"]
    assert allowed.status_code == 204
    assert client.get(in_beta).json()["groupSyncInbound"] == {"isSyncAllowed": True}
    assert client.get(in_beta).json()["userSyncInbound"] == {"isSyncAllowed": True}
    for expanded in (address, f"{partner}?$expand=identitySynchronization"):
        assert "groupSyncInbound" not in client.get(expanded).text
    expanded = f"{partner}?$expand=identitySynchronization".replace("/v1.0/", "/beta/")
    assert client.get(expanded).json()["identitySynchronization"]["groupSyncInbound"]


def test_groups_may_be_allowed_when_the_settings_are_made(
    client: httpx.Client, partner: str
) -> None:
    in_beta = f"{partner}/identitySynchronization".replace("/v1.0/", "/beta/")

    made = client.put(in_beta, json={"groupSyncInbound": {"isSyncAllowed": True}})
    client.patch(in_beta, json={"groupSyncInbound": None})

    assert made.status_code == 204
    assert client.get(in_beta).json()["groupSyncInbound"] == {"isSyncAllowed": None}
