"""Certificates and federated identity credentials of applications over HTTP (contract §6.9)."""

import base64
from textwrap import wrap
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.certificates import Certificate, make_certificate, of_unknown_kind
from tests.support.graph_api import error_code

JsonBody = dict[str, Any]


CERTIFICATE = make_certificate()


@pytest.fixture
def board(client: httpx.Client) -> str:
    """The path of an application."""
    made = client.post("/v1.0/applications", json={"displayName": "Board"}).json()
    return f"/v1.0/applications/{made['id']}"


def credential(certificate: Certificate, **changed: object) -> JsonBody:
    """Return a certificate as a client sends it."""
    given = {"type": "AsymmetricX509Cert", "usage": "Verify", "key": certificate.der, **changed}
    return {name: value for name, value in given.items() if value is not None}


def federated(**changed: object) -> JsonBody:
    """Return a federated credential as a client sends it."""
    given = {
        "name": "shop-main",
        "issuer": "https://token.actions.example.com",
        "subject": "repo:shop/web:ref:refs/heads/main",
        "audiences": ["api://AzureADTokenExchange"],
        **changed,
    }
    return {name: value for name, value in given.items() if value is not None}


def keys_of(client: httpx.Client, path: str, query: str = "") -> list[JsonBody]:
    """Return the certificates that Graph shows."""
    shown: list[JsonBody] = client.get(f"{path}{query}").json()["keyCredentials"]
    return shown


@pytest.mark.parametrize("kind", ["applications", "servicePrincipals"])
def test_a_certificate_is_kept_with_its_thumbprint_and_its_times(
    client: httpx.Client, kind: str
) -> None:
    made = client.post("/v1.0/applications", json={"displayName": "Board"}).json()
    if kind == "servicePrincipals":
        made = client.post(f"/v1.0/{kind}", json={"appId": made["appId"]}).json()
    path = f"/v1.0/{kind}/{made['id']}"

    changed = client.patch(path, json={"keyCredentials": [credential(CERTIFICATE)]})
    [shown] = keys_of(client, path)
    [with_key] = keys_of(client, path, "?$select=id,keyCredentials")

    parsed = CERTIFICATE.certificate
    assert 204 == changed.status_code
    assert {
        "customKeyIdentifier": CERTIFICATE.hexadecimal,
        "displayName": "CN=board.test",
        "endDateTime": f"{parsed.not_valid_after_utc:%Y-%m-%dT%H:%M:%SZ}",
        "key": None,
        "keyId": shown["keyId"],
        "startDateTime": f"{parsed.not_valid_before_utc:%Y-%m-%dT%H:%M:%SZ}",
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    } == shown
    assert {**shown, "key": CERTIFICATE.der} == with_key


def test_a_certificate_may_come_with_a_new_application_and_in_text_form(
    client: httpx.Client,
) -> None:
    pem = base64.b64encode(CERTIFICATE.certificate.public_bytes(Encoding.PEM)).decode()
    in_lines = "\n".join(wrap(CERTIFICATE.der, 64))  # as azure-cli sends it
    given = [credential(CERTIFICATE, key=text) for text in (pem, in_lines)]
    body = {"displayName": "Board", "keyCredentials": given}

    made = client.post("/v1.0/applications", json=body).json()["keyCredentials"]

    assert [CERTIFICATE.hexadecimal] * 2 == [one["customKeyIdentifier"] for one in made]


def test_the_list_replaces_what_was_there_and_keeps_what_it_names(
    client: httpx.Client, board: str
) -> None:
    client.patch(board, json={"keyCredentials": [credential(CERTIFICATE)]})
    [first] = keys_of(client, board)
    other = make_certificate()

    client.patch(board, json={"keyCredentials": [first, credential(other, displayName="Second")]})
    both = keys_of(client, board)
    client.patch(board, json={"keyCredentials": [both[1]]})
    last = keys_of(client, board)
    client.patch(board, json={"keyCredentials": []})

    assert {"CN=board.test", "Second"} == {one["displayName"] for one in both}
    assert [both[1]] == last
    assert [] == keys_of(client, board)


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"key": None}, 400, "in base64"),
        ({"key": "bm90IGEgY2VydGlmaWNhdGU="}, 400, "X.509"),
        ({"key": "%%%"}, 400, "X.509"),
        ({"key": of_unknown_kind(CERTIFICATE)}, 400, "X.509"),
        ({"type": None}, 400, "keyCredentials[0].type"),
        ({"usage": "Sign"}, 501, "usage"),
        ({"usage": "Verity"}, 400, "usage"),
        ({"type": "X509CertAndPassword"}, 501, "type"),
        ({"endDateTime": "2099-01-01T00:00:00Z"}, 400, "endDateTime"),
        ({"startDateTime": "2001-01-01T00:00:00Z"}, 400, "startDateTime"),
        ({"keyId": "no id"}, 400, "keyId"),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(
    client: httpx.Client,
    board: str,
    changed: JsonBody,
    status: int,
    named: str,
) -> None:
    body = {"keyCredentials": [credential(CERTIFICATE, **changed)]}

    response = client.patch(board, json=body)

    assert status == response.status_code
    assert named in response.json()["error"]["message"]
    assert [] == keys_of(client, board)


def test_a_short_key_is_refused(client: httpx.Client, board: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # the point
    short = make_certificate(key)

    response = client.patch(board, json={"keyCredentials": [credential(short)]})

    assert "2048 bits" in response.json()["error"]["message"]


def test_a_federated_credential_is_made_read_changed_and_deleted(
    client: httpx.Client, board: str
) -> None:
    path = f"{board}/federatedIdentityCredentials"
    response = client.post(path, json=federated())
    made = response.json()
    by_name = f"{path}(name='shop-main')"

    changed = client.patch(f"{path}/{made['id']}", json={"subject": "repo:shop/web:release"})
    read = client.get(by_name).json()
    listed = client.get(path).json()["value"]
    deleted = client.delete(by_name)

    assert 201 == response.status_code
    assert made["@odata.context"].endswith("/federatedIdentityCredentials/$entity")
    assert federated().items() <= made.items()
    assert made["description"] is None
    assert (204, 204) == (changed.status_code, deleted.status_code)
    assert "repo:shop/web:release" == read["subject"]
    assert [read["id"]] == [one["id"] for one in listed]
    assert 404 == client.get(f"{path}/{made['id']}").status_code


def test_a_service_principal_has_no_federated_credentials_of_its_own(
    client: httpx.Client, board: str
) -> None:
    client.post(f"{board}/federatedIdentityCredentials", json=federated())
    app_id = client.get(board).json()["appId"]
    principal = client.post("/v1.0/servicePrincipals", json={"appId": app_id}).json()

    listed = client.get(f"/v1.0/servicePrincipals/{principal['id']}/federatedIdentityCredentials")
    of_nobody = client.get(f"/v1.0/servicePrincipals/{app_id}/federatedIdentityCredentials")

    assert (200, []) == (listed.status_code, listed.json()["value"])
    assert 404 == of_nobody.status_code


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"name": None}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "ab"}, "name"),
        ({"issuer": "http://issuer.test"}, "issuer"),
        ({"issuer": "https://"}, "issuer"),
        ({"subject": None}, "subject"),
        ({"subject": "x" * 601}, "subject"),
        ({"audiences": []}, "audiences"),
        ({"audiences": ["a", "b"]}, "audiences"),
        ({"audiences": "a"}, "audiences"),
    ],
)
def test_a_federated_credential_that_cannot_be_is_refused(
    client: httpx.Client, board: str, changed: JsonBody, named: str
) -> None:
    response = client.post(f"{board}/federatedIdentityCredentials", json=federated(**changed))

    assert 400 == response.status_code
    assert named in response.json()["error"]["message"]


def test_two_federated_credentials_differ_in_name_and_in_whom_they_trust(
    client: httpx.Client, board: str
) -> None:
    path = f"{board}/federatedIdentityCredentials"
    client.post(path, json=federated())

    same_name = client.post(path, json=federated(subject="other"))
    same_subject = client.post(path, json=federated(name="other"))
    renamed = client.patch(f"{path}(name='shop-main')", json={"name": "other"})

    assert [409, 409, 400] == [each.status_code for each in (same_name, same_subject, renamed)]


def test_an_application_has_at_most_twenty_federated_credentials(
    client: httpx.Client, board: str
) -> None:
    path = f"{board}/federatedIdentityCredentials"
    made = [
        client.post(path, json=federated(name=f"n-{index}", subject=f"s-{index}"))
        for index in range(21)
    ]

    assert {201} == {each.status_code for each in made[:20]}
    assert (400, "Request_BadRequest") == (made[20].status_code, error_code(made[20]))
