"""Applications roll their certificates by themselves: `addKey` and `removeKey` (contract §6.9)."""

from typing import Any

import httpx
import pytest

from tenantry.clock import system_now
from tests.graph.directory.test_application_credentials import credential, keys_of
from tests.support.certificates import Certificate, make_certificate

FIRST, SECOND = make_certificate(), make_certificate()
_AUDIENCE = "00000002-0000-0000-c000-000000000000"


@pytest.fixture
def board(client: httpx.Client) -> str:
    """The id of an application with a certificate."""
    body = {"displayName": "Board", "keyCredentials": [credential(FIRST)]}
    return str(client.post("/v1.0/applications", json=body).json()["id"])


def proof(owner_id: str, by: Certificate = FIRST, **changed: Any) -> str:
    """Return a proof of possession."""
    now = system_now().timestamp()
    claims = {"aud": _AUDIENCE, "iss": owner_id, "nbf": now, "exp": now + 600, **changed}
    return by.sign({"alg": "RS256", "x5t": by.x5t}, claims)


def roll(client: httpx.Client, board: str, token: str) -> httpx.Response:
    """Add the second certificate."""
    body = {"keyCredential": credential(SECOND), "passwordCredential": None, "proof": token}
    return client.post(f"/v1.0/applications/{board}/addKey", json=body)


def test_a_certificate_is_rolled_by_who_has_the_one_before(
    client: httpx.Client, board: str
) -> None:
    path = f"/v1.0/applications/{board}"
    [first] = keys_of(client, path)

    added = roll(client, board, proof(board))
    both = keys_of(client, path)
    removal = {"keyId": first["keyId"], "proof": proof(board, SECOND)}
    removed = client.post(f"{path}/removeKey", json=removal)

    assert (200, 204) == (added.status_code, removed.status_code)
    assert SECOND.hexadecimal == added.json()["customKeyIdentifier"]
    assert 2 == len(both)
    assert [added.json()["keyId"]] == [key["keyId"] for key in keys_of(client, path)]


@pytest.mark.parametrize(
    "changed",
    [
        {"by": SECOND},
        {"aud": "https://graph.microsoft.com"},
        {"iss": "00000000-0000-4000-8000-000000000001"},
        {"exp": 4_000_000_000},
        {"exp": 1_000_000_000, "nbf": 999_999_000},
    ],
)
def test_a_proof_that_proves_something_else_is_refused(
    client: httpx.Client, board: str, changed: dict[str, Any]
) -> None:
    response = roll(client, board, proof(board, **changed))

    assert 400 == response.status_code
    assert "proof" in response.json()["error"]["message"]
    assert 1 == len(keys_of(client, f"/v1.0/applications/{board}"))


def test_a_key_that_is_not_there_is_told(client: httpx.Client, board: str) -> None:
    body = {"keyId": "00000000-0000-4000-8000-000000000001", "proof": proof(board)}

    assert 400 == client.post(f"/v1.0/applications/{board}/removeKey", json=body).status_code
