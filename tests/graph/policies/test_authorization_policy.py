"""The authorization policy over HTTP: who may invite guests (contract §6.5)."""

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.directory import add_tenant
from tests.support.graph_api import GraphApi, error_code

_POLICY = "/v1.0/policies/authorizationPolicy"
_READ, _WRITE = "Policy.Read.All", "Policy.ReadWrite.Authorization"


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, _WRITE)


def test_everyone_may_invite_at_first(client: httpx.Client) -> None:
    policy = client.get(_POLICY).json()

    assert policy["@odata.context"].endswith("#policies/authorizationPolicy/$entity")
    assert ("authorizationPolicy", "everyone") == (policy["id"], policy["allowInvitesFrom"])
    assert "10dae51f-b6af-4016-8d66-8c2a99b929b3" == policy["guestUserRoleId"]


def test_nobody_may_invite_at_first_in_the_us_government_cloud(
    api: GraphApi, database: Database
) -> None:
    with database.write() as work:
        tenant_id = add_tenant(work, "contoso", cloud="usgov").tenant_id

    assert "none" == api.client(tenant_id, _READ).get(_POLICY).json()["allowInvitesFrom"]


@pytest.mark.parametrize(
    "allowed", ["none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"]
)
def test_who_may_invite_is_changed_and_stays_with_the_tenant(
    api: GraphApi, client: httpx.Client, neighbour: str, allowed: str
) -> None:
    response = client.patch(_POLICY, json={"allowInvitesFrom": allowed})

    assert 204 == response.status_code
    assert allowed == client.get(f"{_POLICY}?$select=allowInvitesFrom").json()["allowInvitesFrom"]
    assert "everyone" == api.client(neighbour, _READ).get(_POLICY).json()["allowInvitesFrom"]


def test_a_change_is_audited_and_repeating_it_is_not(api: GraphApi, home: str) -> None:
    client = api.client(home, _WRITE, "AuditLog.Read.All")

    for _ in range(2):
        client.patch(_POLICY, json={"allowInvitesFrom": "none"})

    [entry] = client.get("/v1.0/auditLogs/directoryAudits").json()["value"][:1]
    told = [each["activityDisplayName"] for each in _audits(client)]
    assert 1 == told.count("Update authorization policy")
    [modified] = entry["targetResources"][0]["modifiedProperties"]
    assert ('["everyone"]', '["none"]') == (modified["oldValue"], modified["newValue"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"allowInvitesFrom": "friends"}, 400),
        ({"allowInvitesFrom": None}, 400),
        ({"allowInvitesFrom": True}, 400),
        ({"id": "other"}, 400),
        ({"guestUserRoleId": "62e90394-69f5-4237-9190-012177145e10"}, 400),
        ({"guestUserRoleId": None}, 400),
        ({"allowedToUseSSPR": False}, 501),
    ],
)
def test_what_the_policy_cannot_say_is_refused(
    client: httpx.Client, body: object, status: int
) -> None:
    before = client.get(_POLICY).json()

    assert status == client.patch(_POLICY, json=body).status_code
    assert before == client.get(_POLICY).json()


def test_reading_does_not_allow_to_write(api: GraphApi, home: str) -> None:
    response = api.client(home, _READ).patch(_POLICY, json={"allowInvitesFrom": "none"})

    assert (403, "Authorization_RequestDenied") == (response.status_code, error_code(response))


def _audits(client: httpx.Client) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = client.get("/v1.0/auditLogs/directoryAudits").json()["value"]
    return entries
