"""The default settings and the policy itself: changed, refused, reset (behaviour §11)."""

from typing import Any

import httpx
import pytest

from tests.graph.policies.addresses import POLICY
from tests.support.graph_api import GraphApi

DEFAULT = f"{POLICY}/default"
ACTIVITIES = "/v1.0/auditLogs/directoryAudits?$filter=category eq 'CrossTenantAccessSettings'"
GROUP = "8c7b6a59-4837-4261-9504-f3e2d1c0b918"

Json = dict[str, Any]


def listing(access_type: str, target: str, kind: str) -> Json:
    return {"accessType": access_type, "targets": [{"target": target, "targetType": kind}]}


def everything(access_type: str) -> Json:
    return {
        "usersAndGroups": listing(access_type, "AllUsers", "user"),
        "applications": listing(access_type, "AllApplications", "application"),
    }


@pytest.mark.claim("XTA-022")
def test_a_change_makes_the_default_the_tenants_own(client: httpx.Client) -> None:
    before = client.get(DEFAULT).json()

    response = client.patch(DEFAULT, json={"inboundTrust": {"isMfaAccepted": True}})

    after = client.get(DEFAULT).json()
    assert 204 == response.status_code
    assert after["isServiceDefault"] is False
    assert {**before["inboundTrust"], "isMfaAccepted": True} == after["inboundTrust"]
    assert before["b2bCollaborationInbound"] == after["b2bCollaborationInbound"]


def test_null_puts_a_setting_back_to_what_a_tenant_starts_with(client: httpx.Client) -> None:
    before = client.get(DEFAULT).json()
    client.patch(DEFAULT, json={"b2bDirectConnectInbound": everything("allowed")})

    response = client.patch(DEFAULT, json={"b2bDirectConnectInbound": None})

    assert 204 == response.status_code
    after = client.get(DEFAULT).json()
    assert before["b2bDirectConnectInbound"] == after["b2bDirectConnectInbound"]


def test_a_reset_puts_the_whole_default_back(client: httpx.Client) -> None:
    before = client.get(DEFAULT).json()
    client.patch(DEFAULT, json={"b2bCollaborationOutbound": everything("blocked")})

    response = client.post(f"{DEFAULT}/resetToSystemDefault")

    assert 204 == response.status_code
    assert before == client.get(DEFAULT).json()


@pytest.mark.claim("AR-003")
def test_automatic_consent_is_a_setting_of_partners_alone(client: httpx.Client) -> None:
    consent = {"automaticUserConsentSettings": {"inboundAllowed": True}}

    response = client.patch(DEFAULT, json=consent)

    assert 400 == response.status_code
    assert "automaticUserConsentSettings" in response.json()["error"]["message"]
    assert set(client.get(DEFAULT).json()["automaticUserConsentSettings"].values()) == {False}


@pytest.mark.claim("XTA-033")
def test_blocking_by_default_comes_with_a_warning(client: httpx.Client) -> None:
    blocking = client.patch(DEFAULT, json={"b2bCollaborationInbound": everything("blocked")})
    again = client.patch(DEFAULT, json={"b2bCollaborationInbound": everything("blocked")})

    assert "may break access" in blocking.headers["Warning"]
    assert "Warning" not in again.headers


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(
            {"b2bCollaborationInbound": {"usersAndGroups": listing("blocked", GROUP, "group")}},
            "b2bCollaborationInbound.usersAndGroups.targets",
            id="people of a tenant that is not named",
        ),
        pytest.param(
            {"tenantRestrictions": {"usersAndGroups": listing("blocked", GROUP, "user")}},
            "tenantRestrictions.usersAndGroups.targets",
            id="people in tenant restrictions",
        ),
        pytest.param(
            {
                "b2bCollaborationInbound": {
                    "usersAndGroups": listing("blocked", "AllUsers", "user"),
                }
            },
            "b2bCollaborationInbound.applications",
            id="nobody, yet every application",
        ),
        pytest.param(
            {
                "b2bCollaborationOutbound": {
                    "applications": listing("blocked", "AllApplications", "application")
                }
            },
            "b2bCollaborationOutbound.applications",
            id="everybody, yet no application",
        ),
        pytest.param({"isServiceDefault": True}, "isServiceDefault", id="a read-only property"),
        pytest.param(
            {
                "invitationRedemptionIdentityProviderConfiguration": {
                    "primaryIdentityProviderPrecedenceOrder": [
                        "azureActiveDirectory",
                        "azureActiveDirectory",
                    ]
                }
            },
            "invitationRedemptionIdentityProviderConfiguration"
            ".primaryIdentityProviderPrecedenceOrder",
            id="a provider twice",
        ),
        pytest.param(
            {
                "invitationRedemptionIdentityProviderConfiguration": {
                    "fallbackIdentityProvider": None
                }
            },
            "invitationRedemptionIdentityProviderConfiguration.fallbackIdentityProvider",
            id="no fallback",
        ),
    ],
)
def test_a_default_that_contradicts_a_rule_is_refused_by_its_path(
    client: httpx.Client, given: Json, named: str
) -> None:
    before = client.get(DEFAULT).json()

    response = client.patch(DEFAULT, json=given)

    error = response.json()["error"]
    assert 400 == response.status_code
    assert named in f"{error.get('target')} {error['message']}"
    assert before == client.get(DEFAULT).json()


@pytest.mark.claim("CLD-007")
def test_the_policy_opens_a_cloud_and_closes_it(client: httpx.Client) -> None:
    opened = client.patch(POLICY, json={"allowedCloudEndpoints": ["microsoftonline.us"]})
    while_open = client.get(POLICY).json()["allowedCloudEndpoints"]
    client.patch(POLICY, json={"allowedCloudEndpoints": None})

    assert 204 == opened.status_code
    assert ["microsoftonline.us"] == while_open
    assert [] == client.get(POLICY).json()["allowedCloudEndpoints"]


def test_an_unknown_cloud_is_refused_with_the_known_ones(client: httpx.Client) -> None:
    response = client.patch(POLICY, json={"allowedCloudEndpoints": ["example.com"]})

    assert 400 == response.status_code
    assert "partner.microsoftonline.cn" in response.json()["error"]["message"]
    assert [] == client.get(POLICY).json()["allowedCloudEndpoints"]


def test_changes_of_the_default_are_audited_under_their_documented_names(
    api: GraphApi, home: str, client: httpx.Client
) -> None:
    client.patch(DEFAULT, json={"inboundTrust": {"isMfaAccepted": True}})
    client.post(f"{DEFAULT}/resetToSystemDefault")

    audits = api.client(home, "AuditLog.Read.All").get(ACTIVITIES).json()["value"]

    assert [
        "Reset the cross-tenant access default setting",
        "Update the company default cross-tenant access setting",
    ] == [entry["activityDisplayName"] for entry in audits]
    [trust] = [
        change
        for change in audits[1]["targetResources"][0]["modifiedProperties"]
        if change["displayName"] == "inboundTrust"
    ]
    assert '"isMfaAccepted":false' in trust["oldValue"]
    assert '"isMfaAccepted":true' in trust["newValue"]


def test_the_default_of_another_tenant_stays_as_it_is(
    api: GraphApi, neighbour: str, client: httpx.Client
) -> None:
    theirs = api.client(neighbour, "Policy.Read.All")
    before = theirs.get(DEFAULT).json(), theirs.get(POLICY).json()

    client.patch(DEFAULT, json={"b2bCollaborationInbound": everything("blocked")})
    client.patch(POLICY, json={"allowedCloudEndpoints": ["microsoftonline.us"]})

    assert before == (theirs.get(DEFAULT).json(), theirs.get(POLICY).json())
