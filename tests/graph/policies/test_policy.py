"""The policy and its default over HTTP, and what holds for all of it (contract §2)."""

import httpx
import pytest

from tests.graph.policies.addresses import PARTNERS, POLICY, READ
from tests.support.graph_api import GraphApi, error_code


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["", "/identitySynchronization"])
def test_what_is_not_configured_is_not_found(
    client: httpx.Client, neighbour: str, method: str, path: str
) -> None:
    response = client.request(method, f"{PARTNERS}/{neighbour}{path}", json={})

    assert response.status_code == 404
    assert error_code(response) == "Directory_ObjectNotFound"


@pytest.mark.claim("CTS-030", "XTA-026", "XTA-027")
def test_nothing_is_configured_at_first(client: httpx.Client, neighbour: str) -> None:
    assert client.get(PARTNERS).json()["value"] == []
    missing = client.get(f"{PARTNERS}/{neighbour}/identitySynchronization")
    assert missing.status_code == 404


@pytest.mark.claim("XTA-023", "XTA-024", "XTA-025")
def test_the_default_at_first_is_the_documented_one(client: httpx.Client, home: str) -> None:
    document = client.get(f"{POLICY}/default").json()

    assert document["id"] == home
    assert document["isServiceDefault"] is True
    assert set(document["inboundTrust"].values()) == {False}
    assert set(document["automaticUserConsentSettings"].values()) == {False}
    for name, access in (
        ("b2bCollaborationInbound", "allowed"),
        ("b2bCollaborationOutbound", "allowed"),
        ("b2bDirectConnectInbound", "blocked"),
        ("b2bDirectConnectOutbound", "blocked"),
    ):
        assert document[name] == {
            "usersAndGroups": {
                "accessType": access,
                "targets": [{"target": "AllUsers", "targetType": "user"}],
            },
            "applications": {
                "accessType": access,
                "targets": [{"target": "AllApplications", "targetType": "application"}],
            },
        }


def test_the_policy_itself_is_the_same_at_every_call(client: httpx.Client, home: str) -> None:
    first, second = client.get(POLICY).json(), client.get(POLICY).json()

    assert first == second
    assert first["displayName"] == "CrossTenantAccessPolicy"
    assert first["id"] != home


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ""),
        ("PATCH", "/{id}"),
        ("DELETE", "/{id}"),
        ("PUT", "/{id}/identitySynchronization"),
        ("PATCH", "/{id}/identitySynchronization"),
        ("DELETE", "/{id}/identitySynchronization"),
    ],
)
def test_who_may_only_read_changes_nothing(
    api: GraphApi, home: str, neighbour: str, method: str, path: str
) -> None:
    reader = api.client(home, READ)
    address = PARTNERS + path.format(id=neighbour)

    response = reader.request(method, address, json={"tenantId": neighbour})

    assert response.status_code == 403
    assert reader.get(PARTNERS).json()["value"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/templates"),
        ("GET", "/templates/multiTenantOrganizationPartnerConfiguration"),
        ("POST", "/templates/multiTenantOrganizationPartnerConfiguration/resetToDefaultSettings"),
    ],
)
def test_what_is_not_built_says_so(client: httpx.Client, method: str, path: str) -> None:
    response = client.request(method, f"{POLICY}{path}")

    assert response.status_code == 501
    assert error_code(response) == "NotImplemented"
