"""Identity providers over HTTP: their two kinds, their secrets, and what is refused."""

from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.graph_api import GraphApi
from tests.support.rows import rows_of

PROVIDERS = "/v1.0/identity/identityProviders"
GOOGLE = {
    "@odata.type": "#microsoft.graph.socialIdentityProvider",
    "displayName": "Log in with Google",
    "identityProviderType": "Google",
    "clientId": "41.apps.google.example",
    "clientSecret": "Open-Sesame-1",
}


@pytest.fixture
def client(api: GraphApi, home: str, neighbour: str) -> httpx.Client:
    return api.client(home, "IdentityProvider.ReadWrite.All", "AuditLog.Read.All")


def test_a_social_provider_is_made_changed_and_taken_away(client: httpx.Client) -> None:
    made = client.post(PROVIDERS, json=GOOGLE)

    assert 201 == made.status_code
    assert {**GOOGLE, "id": "Google-OAUTH", "clientSecret": "******"} == {
        name: value for name, value in made.json().items() if name != "@odata.context"
    }
    changed = client.patch(f"{PROVIDERS}/Google-OAUTH", json={"clientId": "42"})
    assert 204 == changed.status_code
    shown = client.get(f"{PROVIDERS}/google-oauth").json()
    assert ("42", "******") == (shown["clientId"], shown["clientSecret"])
    before = client.get("/v1.0/identityProviders/Google-OAUTH").json()
    assert ("Google", "Log in with Google") == (before["type"], before["name"])
    assert 204 == client.delete(f"{PROVIDERS}/Google-OAUTH").status_code
    assert 404 == client.get(f"{PROVIDERS}/Google-OAUTH").status_code


def test_built_in_providers_are_listed_and_stay(client: httpx.Client) -> None:
    listed = client.get(PROVIDERS).json()["value"]

    built_in = "#microsoft.graph.builtInIdentityProvider"
    assert {"AADSignup": built_in, "EmailOTP": built_in, "MicrosoftAccount": built_in} == {
        each["identityProviderType"]: each["@odata.type"] for each in listed
    }
    assert 409 == client.delete(f"{PROVIDERS}/MSASignup-OAUTH").status_code
    assert 409 == client.post(PROVIDERS, json={"identityProviderType": "EmailOTP"}).status_code


def test_types_that_can_be_set_up_are_told(client: httpx.Client) -> None:
    for path in ("availableProviderTypes", "availableProviderTypes()"):
        assert ["Facebook", "Google"] == client.get(f"{PROVIDERS}/{path}").json()["value"]


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({**GOOGLE, "identityProviderType": "Amazon"}, 400, "'Facebook', 'Google'"),
        ({**GOOGLE, "clientSecret": "******"}, 400, "send the secret"),
        ({**GOOGLE, "clientId": " "}, 400, "'clientId'"),
        ({"identityProviderType": "Google", "clientId": "41"}, 400, "'clientSecret' is required"),
        ({"clientId": "41"}, 400, "'identityProviderType' is required"),
    ],
)
def test_what_is_no_provider_is_refused(
    client: httpx.Client, body: Any, status: int, told: str
) -> None:
    refused = client.post(PROVIDERS, json=body)

    assert status == refused.status_code
    assert told in refused.json()["error"]["message"]


def test_one_provider_of_a_type_is_all_there_can_be(client: httpx.Client) -> None:
    client.post(PROVIDERS, json=GOOGLE)

    again = client.post(PROVIDERS, json=GOOGLE)
    assert 409 == again.status_code
    assert "change that one" in again.json()["error"]["message"]


def test_the_secret_is_in_no_row_and_no_audit(
    client: httpx.Client, database: Database, home: str
) -> None:
    client.post(PROVIDERS, json=GOOGLE)
    client.patch(f"{PROVIDERS}/Google-OAUTH", json={"clientSecret": "Open-Sesame-2"})

    assert "Open-Sesame" not in str(rows_of(database, home))
    audits = client.get("/v1.0/auditLogs/directoryAudits").json()["value"]
    assert {"Create identity provider", "Update identity provider"} <= {
        each["activityDisplayName"] for each in audits
    }
