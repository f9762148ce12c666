"""Federations over Graph: their shape, and what is refused."""

from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.federations import FEDERATIONS, ROOT, TYPE, federation_body, other_certificate
from tests.support.graph_api import GraphApi, error_code

WRITE = "IdentityProvider.ReadWrite.All"
_TAKEN = "Request_MultipleObjectsWithSameKeyValue"


@pytest.fixture
def client(api: GraphApi, home: str, neighbour: str) -> httpx.Client:
    return api.client(home, WRITE, "AuditLog.Read.All")


@pytest.fixture
def federation(client: httpx.Client) -> str:
    """The id of a federation with the domains `lamna.example` and `b.lamna.example`."""
    made = client.post(FEDERATIONS, json=federation_body("Lamna.example", "b.lamna.example"))
    assert 201 == made.status_code, made.text
    return str(made.json()["id"])


def test_a_federation_reads_as_it_was_written_at_every_address(
    client: httpx.Client, federation: str
) -> None:
    wanted = {**federation_body(), "id": federation}
    del wanted["domains"]

    for address in (
        f"{ROOT}/{federation}/{TYPE}",
        f"{ROOT}/{TYPE}/{federation}",
        f"{ROOT}/{federation}",
        f"{ROOT}/{federation}/graph.samlOrWsFedExternalDomainFederation",
    ):
        shown = client.get(f"/v1.0/{address}").json()
        assert wanted == {name: shown[name] for name in wanted}
        assert ["b.lamna.example", "lamna.example"] == [each["id"] for each in shown["domains"]]


def test_the_federation_of_a_domain_is_found(client: httpx.Client, federation: str) -> None:
    other = federation_body("other.example", issuerUri="urn:other")
    client.post(f"/v1.0/{ROOT}", json=other)

    found = client.get(f"{FEDERATIONS}?$filter=domains/any(x: x/id eq 'lamna.example')").json()

    assert [federation] == [each["id"] for each in found["value"]]
    assert 2 == len(client.get(FEDERATIONS).json()["value"])


def test_domains_come_and_go_but_the_last_one(client: httpx.Client, federation: str) -> None:
    address = f"{FEDERATIONS}/{federation}/domains"

    added = client.post(address, json={"id": "C.lamna.example"})
    for name in ("c.lamna.example", "B.lamna.example"):
        assert 204 == client.delete(f"{address}/{name}").status_code
    last = client.delete(f"{address}/lamna.example")

    assert (201, "c.lamna.example") == (added.status_code, added.json()["id"])
    assert 409 == last.status_code
    assert ["lamna.example"] == [each["id"] for each in client.get(address).json()["value"]]


def test_another_tenant_may_federate_the_same_domain_and_sees_only_its_own(
    client: httpx.Client, federation: str, api: GraphApi, neighbour: str
) -> None:
    others = api.client(neighbour, WRITE)

    made = others.post(FEDERATIONS, json=federation_body("lamna.example"))

    assert 201 == made.status_code
    assert [made.json()["id"]] == [x["id"] for x in others.get(FEDERATIONS).json()["value"]]
    assert 404 == others.get(f"/v1.0/{ROOT}/{federation}").status_code


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"issuerUri": "no uri"}, 400, "issuerUri"),
        ({"passiveSignInUri": "http://idp.lamna.example"}, 400, "https://"),
        ({"passiveSignInUri": "javascript:alert(1)"}, 400, "https://"),
        ({"passiveSignInUri": None}, 400, "metadata"),
        ({"signingCertificate": "MIIC8DCCAdig"}, 400, "no X.509 certificate"),
        ({"signingCertificate": None}, 400, "metadata"),
        ({"preferredAuthenticationProtocol": "oidc"}, 400, "saml"),
        ({"metadataExchangeUri": "http://idp.lamna.example/metadata"}, 400, "https://"),
        ({"domains": []}, 400, "one domain"),
        ({"domains": [{"id": "no domain"}]}, 400, "domain name"),
        ({"domains": [{}]}, 400, "domains[0].id"),
        ({"domains": [{"id": "northwind.test"}]}, 400, "verified in this tenant"),
        ({"displayName": ""}, 400, "displayName"),
        ({"surprise": 1}, 400, "surprise"),
    ],
)
def test_a_federation_that_cannot_be_is_refused(
    client: httpx.Client, changes: Any, status: int, told: str
) -> None:
    answer = client.post(FEDERATIONS, json={**federation_body("lamna.example"), **changes})

    assert status == answer.status_code
    assert told in answer.json()["error"]["message"]


def test_issuer_and_domains_belong_to_one_federation_of_a_tenant(
    client: httpx.Client, federation: str
) -> None:
    same_issuer = client.post(FEDERATIONS, json=federation_body("c.example"))
    same_domain = client.post(
        FEDERATIONS, json=federation_body("lamna.example", issuerUri="urn:other")
    )

    for answer in (same_issuer, same_domain):
        assert (409, _TAKEN) == (answer.status_code, error_code(answer))


def test_each_change_is_audited(client: httpx.Client, federation: str, database: Database) -> None:
    address = f"{FEDERATIONS}/{federation}"
    client.patch(address, json={"signingCertificate": other_certificate(), "displayName": "New"})
    client.delete(address)

    entries = client.get("/v1.0/auditLogs/directoryAudits").json()["value"]
    told = [each["activityDisplayName"] for each in entries if "federation" in str(each)]
    changed = entries[1]["targetResources"][0]["modifiedProperties"]
    assert [f"{what} external federation" for what in ("Delete", "Update", "Add")] == told
    assert {"displayName", "signingCertificates"} == {each["displayName"] for each in changed}
    assert [] == client.get(FEDERATIONS).json()["value"]
