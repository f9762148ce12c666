"""Signing keys over HTTP, for the operator alone."""

import pytest

from tests.support.web_client import WebClient

_TENANTS = "/tenantry/v1.0/tenants"


@pytest.fixture
def keys(client: WebClient) -> str:
    """The path of a tenant's keys; it has signed before."""
    made = {"displayName": "Contoso", "initialDomain": "contoso.test"}
    tenant_id = client.post(_TENANTS, json=made).json()["id"]
    client.get(f"/{tenant_id}/discovery/v2.0/keys")
    return f"{_TENANTS}/contoso.test/signingKeys"


def test_keys_are_rotated_and_revoked(client: WebClient, keys: str) -> None:
    [first] = client.get(keys).json()["value"]
    rotated = client.post(f"{keys}/rotate", json={"lead": "PT2H"}).json()["value"]
    again = client.post(f"{keys}/rotate", json={})
    at_once = client.post(f"{keys}/revoke", json={}).json()["value"]

    assert "signing" == first["state"]
    assert ["signing", "published"] == [key["state"] for key in rotated]
    assert 409 == again.status_code
    assert ["signing"] == [key["state"] for key in at_once]
    assert at_once[0]["kid"] not in {key["kid"] for key in rotated}


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        ("rotate", {"lead": "soon"}, 400),
        ("rotate", {"lead": "P31D"}, 400),
        ("rotate", {"leads": "P1D"}, 400),
        ("revoke", {"kid": "nothing"}, 404),
    ],
)
def test_what_cannot_be_is_refused(
    client: WebClient, keys: str, action: str, body: dict[str, str], status: int
) -> None:
    assert status == client.post(f"{keys}/{action}", json=body).status_code


def test_tenants_that_are_not_there_have_no_keys(client: WebClient) -> None:
    for answer in (
        client.get(f"{_TENANTS}/nobody.test/signingKeys"),
        client.post(f"{_TENANTS}/nobody.test/signingKeys/rotate", json={}),
        client.post(f"{_TENANTS}/nobody.test/signingKeys/revoke", json={}),
    ):
        assert 404 == answer.status_code
