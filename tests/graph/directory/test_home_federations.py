"""Federations of a tenant's own domains over Graph: their shape, and what is refused."""

from typing import Any

import httpx
import pytest

from tests.support.federations import FEDERATIONS, federation_body, other_certificate
from tests.support.graph_api import GraphApi

DOMAIN = "fed.northwind.test"
ADDRESS = f"/v1.0/domains/{DOMAIN}/federationConfiguration"
WRITE = ("Domain.ReadWrite.All", "IdentityProvider.ReadWrite.All")


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    client = api.client(home, *WRITE)
    assert 201 == client.post("/v1.0/domains", json={"id": DOMAIN}).status_code
    return client


def body(**changes: Any) -> dict[str, Any]:
    """Return the body of a federation of the domain."""
    given = federation_body()
    del given["domains"], given["@odata.type"]
    return {**given, **changes}


def test_a_domain_is_federated_and_shows_both_certificates(client: httpx.Client) -> None:
    following = other_certificate()

    made = client.post(ADDRESS, json=body(nextSigningCertificate=following, signOutUri="https://o"))

    shown = client.get(f"{ADDRESS}/{made.json()['id']}").json()
    assert 201 == made.status_code, made.text
    assert following == shown["nextSigningCertificate"]
    assert ("https://o", "nativeSupport") == (shown["signOutUri"], shown["promptLoginBehavior"])
    assert body().items() <= shown.items()
    assert "Federated" == client.get(f"/v1.0/domains/{DOMAIN}").json()["authenticationType"]


def test_certificates_change_one_by_one(client: httpx.Client) -> None:
    address = f"{ADDRESS}/{client.post(ADDRESS, json=body()).json()['id']}"
    first, second = body()["signingCertificate"], other_certificate()
    seen = []

    for change in (
        {"nextSigningCertificate": second},
        {"signingCertificate": second, "nextSigningCertificate": None},
    ):
        assert 204 == client.patch(address, json=change).status_code
        shown = client.get(address).json()
        seen.append((shown["signingCertificate"], shown["nextSigningCertificate"]))

    assert [(first, second), (second, None)] == seen


def test_it_is_no_external_federation(client: httpx.Client) -> None:
    made = client.post(ADDRESS, json=body()).json()

    assert [] == client.get(FEDERATIONS).json()["value"]
    assert 404 == client.get(f"{FEDERATIONS}/{made['id']}").status_code
    assert 404 == client.delete(f"{FEDERATIONS}/{made['id']}").status_code


def test_a_federated_domain_stays_until_it_is_managed_again(client: httpx.Client) -> None:
    made = client.post(ADDRESS, json=body()).json()

    kept = client.delete(f"/v1.0/domains/{DOMAIN}")
    again = client.post(ADDRESS, json=body(issuerUri="urn:other"))
    assert 204 == client.delete(f"{ADDRESS}/{made['id']}").status_code
    gone = client.delete(f"/v1.0/domains/{DOMAIN}")

    assert (409, 409, 204) == (kept.status_code, again.status_code, gone.status_code)


@pytest.mark.parametrize(
    ("domain", "changes", "status"),
    [
        ("northwind.test", {}, 409),
        ("elsewhere.test", {}, 404),
        (DOMAIN, {"federatedIdpMfaBehavior": "acceptIfMfaDoneByFederatedIdp"}, 501),
        (DOMAIN, {"promptLoginBehavior": "disabled"}, 501),
        (DOMAIN, {"isSignedAuthenticationRequestRequired": True}, 501),
        (DOMAIN, {"promptLoginBehavior": "sometimes"}, 400),
        (DOMAIN, {"nextSigningCertificate": "none"}, 400),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx.Client, domain: str, changes: Any, status: int
) -> None:
    path = ADDRESS.replace(DOMAIN, domain)

    assert status == client.post(path, json=body(**changes)).status_code
