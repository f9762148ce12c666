"""Conditional Access over HTTP: policies, strengths and contexts (contract §6.11)."""

from typing import Any

import httpx
import pytest

from tenantry.access.conditional.strengths import PHISHING_RESISTANT
from tenantry.audit import store as audit
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tests.support.graph_api import GraphApi, error_code

Json = dict[str, Any]

POLICIES = "/v1.0/identity/conditionalAccess/policies"
BETA_POLICIES = "/beta/identity/conditionalAccess/policies"
STRENGTHS = "/beta/policies/authenticationStrengthPolicies"
CONTEXTS = "/beta/identity/conditionalAccess/authenticationContextClassReferences"
PARTNER = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, "Policy.ReadWrite.ConditionalAccess")


def policy(**more: Any) -> Json:
    return {
        "displayName": "MFA for visitors",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "applications": {"includeApplications": ["All"]},
            "users": {"includeUsers": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
        **more,
    }


def conditions(**users: Any) -> Json:
    given = {"includeUsers": ["All"], **users}
    return {"applications": {"includeApplications": ["All"]}, "users": given}


def created(client: httpx.Client, document: Json, path: str = POLICIES) -> Json:
    response = client.post(path, json=document)
    assert response.status_code == 201, response.text
    made: Json = response.json()
    return made


def refusal(response: httpx.Response) -> Json:
    assert response.status_code == 400, response.text
    error: Json = response.json()["error"]
    return error


def test_a_policy_is_made_read_changed_deleted_and_restored(client: httpx.Client) -> None:
    external = {
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
        "externalTenants": {
            "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
            "membershipKind": "enumerated",
            "members": [PARTNER],
        },
    }
    users = {"includeUsers": [], "includeGuestsOrExternalUsers": external}
    made = created(client, policy(conditions=conditions(**users)))
    address = f"{POLICIES}/{made['id']}"

    changed = client.patch(address, json={"state": "disabled"})
    read = client.get(address).json()
    gone = client.delete(address)
    while_gone = client.get(address)
    restored = client.post(f"{address}/restore").json()

    assert external == made["conditions"]["users"]["includeGuestsOrExternalUsers"]
    assert (204, 204, 404) == (changed.status_code, gone.status_code, while_gone.status_code)
    assert ("disabled", "MFA for visitors") == (read["state"], read["displayName"])
    assert read["modifiedDateTime"] is not None
    assert (made["id"], "disabled") == (restored["id"], restored["state"])
    assert [made["id"]] == [each["id"] for each in client.get(POLICIES).json()["value"]]


def test_a_change_names_what_it_changes_at_every_depth(client: httpx.Client) -> None:
    made = created(client, policy(sessionControls={"persistentBrowser": {"isEnabled": False}}))
    address = f"{POLICIES}/{made['id']}"

    client.patch(
        address,
        json={"conditions": {"users": {"excludeUsers": [PARTNER]}}, "sessionControls": None},
    ).raise_for_status()

    after = client.get(address).json()
    assert ["All"] == after["conditions"]["users"]["includeUsers"]
    assert [PARTNER] == after["conditions"]["users"]["excludeUsers"]
    assert ["All"] == after["conditions"]["applications"]["includeApplications"]
    assert after["sessionControls"] is None


def test_policies_have_two_addresses(client: httpx.Client) -> None:
    made = created(client, policy(), "/v1.0/policies/conditionalAccessPolicies")

    assert made["id"] == client.get(f"{POLICIES}/{made['id']}").json()["id"]


def test_what_is_empty_is_taken_and_what_cannot_be_judged_is_named(client: httpx.Client) -> None:
    empty = {
        **policy()["conditions"],
        "platforms": None,
        "locations": None,
        "signInRiskLevels": [],
        "userRiskLevels": [],
    }
    taken = client.post(POLICIES, json=policy(conditions=empty))

    platforms = {"includePlatforms": ["android"]}
    named = client.post(POLICIES, json=policy(conditions={**empty, "platforms": platforms}))

    assert 201 == taken.status_code
    assert 501 == named.status_code
    assert "conditions.platforms" in named.json()["error"]["message"]


@pytest.mark.parametrize(
    ("document", "target"),
    [
        (policy(displayName=" "), "displayName"),
        (policy(state="off"), "state"),
        (policy(conditions=conditions(includeUsers=[])), "conditions.users.includeUsers"),
        (
            policy(conditions=conditions(includeUsers=["All", PARTNER])),
            "conditions.users.includeUsers",
        ),
        (
            policy(conditions=conditions(excludeGroups=["Sales"])),
            "conditions.users.excludeGroups[0]",
        ),
        (
            policy(
                conditions=conditions(
                    includeGuestsOrExternalUsers={"guestOrExternalUserTypes": "dragon"}
                )
            ),
            "conditions.users.includeGuestsOrExternalUsers.guestOrExternalUserTypes",
        ),
        (
            policy(
                conditions=conditions(
                    includeGuestsOrExternalUsers={
                        "guestOrExternalUserTypes": "serviceProvider",
                        "externalTenants": {"membershipKind": "enumerated", "members": []},
                    }
                )
            ),
            "conditions.users.includeGuestsOrExternalUsers.externalTenants.members",
        ),
        (
            policy(conditions={"users": {"includeUsers": ["All"]}, "applications": {}}),
            "conditions.applications",
        ),
        (
            policy(grantControls={"operator": "OR", "builtInControls": []}),
            "grantControls.builtInControls",
        ),
        (
            policy(grantControls={"operator": "OR", "builtInControls": ["block", "mfa"]}),
            "grantControls.builtInControls",
        ),
        (policy(grantControls=None), "grantControls"),
        (
            policy(sessionControls={"signInFrequency": {"isEnabled": True, "type": "hours"}}),
            "sessionControls.signInFrequency.value",
        ),
        (
            policy(sessionControls={"persistentBrowser": {"isEnabled": True}}),
            "sessionControls.persistentBrowser.mode",
        ),
        (
            policy(grantControls={"authenticationStrength": {"id": PHISHING_RESISTANT.id}}),
            "grantControls.authenticationStrength",
        ),
    ],
)
def test_a_rule_that_is_broken_is_named(client: httpx.Client, document: Json, target: str) -> None:
    assert target == refusal(client.post(POLICIES, json=document))["target"]


def test_strengths_are_asked_for_in_beta_alone(client: httpx.Client) -> None:
    keys = {"displayName": "Keys", "allowedCombinations": ["fido2"]}
    strength = client.post(STRENGTHS, json=keys).json()
    grant = {"operator": "OR", "authenticationStrength": {"id": strength["id"]}}
    made = created(client, policy(grantControls=grant), BETA_POLICIES)

    in_v1 = client.get(f"{POLICIES}/{made['id']}").json()
    in_beta = client.get(f"{BETA_POLICIES}/{made['id']}").json()
    held = client.delete(f"{STRENGTHS}/{strength['id']}")
    unknown = client.post(
        BETA_POLICIES, json=policy(grantControls={"authenticationStrength": {"id": PARTNER}})
    )

    assert "authenticationStrength" not in in_v1["grantControls"]
    assert {"id": strength["id"]} == in_beta["grantControls"]["authenticationStrength"]
    assert 409 == held.status_code
    assert "grantControls.authenticationStrength.id" == refusal(unknown)["target"]
    assert 400 == client.get(STRENGTHS.replace("/beta", "/v1.0")).status_code


def test_a_strength_is_changed_and_the_built_in_ones_are_not(client: httpx.Client) -> None:
    keys = {"displayName": "Keys", "allowedCombinations": ["fido2"]}
    address = f"{STRENGTHS}/{client.post(STRENGTHS, json=keys).json()['id']}"

    told = client.post(
        f"{address}/updateAllowedCombinations", json={"allowedCombinations": ["password,sms"]}
    ).json()
    client.patch(address, json={"description": "by text"}).raise_for_status()
    after = client.get(address).json()
    built_in = client.delete(f"{STRENGTHS}/{PHISHING_RESISTANT.id}")
    odd = client.post(STRENGTHS, json={**keys, "allowedCombinations": ["pigeon"]})

    assert ["fido2"] == told["previousCombinations"]
    assert ["password,sms"] == told["currentCombinations"] == after["allowedCombinations"]
    assert "by text" == after["description"]
    assert ["builtIn"] * 3 + ["custom"] == [
        each["policyType"] for each in client.get(STRENGTHS).json()["value"]
    ]
    assert 400 == built_in.status_code
    assert "allowedCombinations[0]" == refusal(odd)["target"]


def test_contexts_are_made_offered_and_taken_back(client: httpx.Client) -> None:
    client.post(
        CONTEXTS, json={"id": "c1", "displayName": "Secrets", "isAvailable": True}
    ).raise_for_status()
    held = client.delete(f"{CONTEXTS}/c1")

    client.patch(f"{CONTEXTS}/c1", json={"isAvailable": False}).raise_for_status()
    listed = client.get(CONTEXTS).json()["value"]
    gone = client.delete(f"{CONTEXTS}/c1")
    odd = client.patch(f"{CONTEXTS}/c100", json={"displayName": "Too far"})

    assert 409 == held.status_code
    assert [("c1", False)] == [(each["id"], each["isAvailable"]) for each in listed]
    assert 204 == gone.status_code
    assert "id" == refusal(odd)["target"]


def test_changes_are_audited_under_the_documented_names(
    client: httpx.Client, database: Database, home: str
) -> None:
    made = created(client, policy())
    client.patch(f"{POLICIES}/{made['id']}", json={"state": "disabled"})
    client.patch(f"{POLICIES}/{made['id']}", json={"state": "disabled"})
    client.delete(f"{POLICIES}/{made['id']}")

    with database.read() as reading:
        records = audit.list_directory_audits(reading, home, PageQuery()).records
    told = [each for each in records if each["category"] == "Policy"]

    assert [
        "Add conditional access policy",
        "Delete conditional access policy",
        "Update conditional access policy",
    ] == sorted(each["activity"] for each in told)


def test_who_may_not_read_policies_is_told_so(api: GraphApi, home: str) -> None:
    response = api.client(home, "User.Read.All").get(POLICIES)

    assert (403, "Authorization_RequestDenied") == (response.status_code, error_code(response))
