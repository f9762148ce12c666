"""SKUs of a tenant and the licences of its users, over Graph (contract §6.1, §6.13)."""

from typing import Any

import httpx
import pytest

from tenantry.actor import operator
from tenantry.directory.operations.licences import set_units
from tenantry.storage.database import Database
from tests.graph.directory.conftest import AddObject

P1, P2 = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "84a661c4-e949-4bd2-a560-ed7766fcaf2b"
P1_PLAN, MFA_PLAN = "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "8a256a2b-b617-496d-b51b-e76466e88db0"
_LICENCES = "assignedLicenses,assignedPlans,licenseAssignmentStates"


@pytest.fixture(autouse=True)
def _subscribed(database: Database, home: str, neighbour: str) -> None:
    with database.write() as work:
        set_units(work, operator(home), "AAD_PREMIUM", 2)
        set_units(work, operator(neighbour), "AAD_PREMIUM_P2", 7)


def assign(
    client: httpx.Client, user_id: str, *added: dict[str, Any], removed: tuple[str, ...] = ()
) -> httpx.Response:
    body = {"addLicenses": list(added), "removeLicenses": list(removed)}
    return client.post(f"/v1.0/users/{user_id}/assignLicense", json=body)


def licence(sku: str = P1, *disabled: str) -> dict[str, Any]:
    return {"skuId": sku, "disabledPlans": list(disabled)}


def consumed(client: httpx.Client, home: str) -> int:
    return int(client.get(f"/v1.0/subscribedSkus/{home}_{P1}").json()["consumedUnits"])


def test_a_tenant_sees_its_own_skus_alone(client: httpx.Client, home: str) -> None:
    [sku] = client.get("/v1.0/subscribedSkus").json()["value"]

    units = {"enabled": 2, "lockedOut": 0, "suspended": 0, "warning": 0}
    expected = {
        "id": f"{home}_{P1}",
        "accountName": "Northwind",
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": 0,
        "prepaidUnits": units,
        "skuId": P1,
        "skuPartNumber": "AAD_PREMIUM",
    }
    assert expected.items() <= sku.items()
    assert "AAD_PREMIUM" in [plan["servicePlanName"] for plan in sku["servicePlans"]]
    assert {"Success"} == {plan["provisioningStatus"] for plan in sku["servicePlans"]}


def test_the_organization_tells_the_plans_that_it_has(client: httpx.Client) -> None:
    [organization] = client.get("/v1.0/organization?$select=assignedPlans").json()["value"]

    plans = {plan["servicePlanId"]: plan["service"] for plan in organization["assignedPlans"]}
    assert "AADPremiumService" == plans[P1_PLAN]
    assert 3 == len(plans)


def test_a_sku_of_another_tenant_is_not_found(
    client: httpx.Client, home: str, neighbour: str
) -> None:
    foreign = [f"{neighbour}_{P2}", f"{home}_{P2}", f"{neighbour}_{P1}", "nothing"]

    answers = [client.get(f"/v1.0/subscribedSkus/{each}") for each in foreign]

    assert [404] * 4 == [answer.status_code for answer in answers]


def test_an_assigned_licence_is_told_by_the_user_and_consumes_a_unit(
    client: httpx.Client, home: str, new_user: AddObject
) -> None:
    mira = new_user("mira", usage_location="NZ")

    answer = assign(client, mira, licence(P1, MFA_PLAN))

    assert 200 == answer.status_code
    assert mira == answer.json()["id"]
    user = client.get(f"/v1.0/users/{mira}?$select={_LICENCES}").json()
    assert [licence(P1, MFA_PLAN)] == user["assignedLicenses"]
    assert MFA_PLAN not in [plan["servicePlanId"] for plan in user["assignedPlans"]]
    assert ("AADPremiumService", "Enabled") in [
        (plan["service"], plan["capabilityStatus"]) for plan in user["assignedPlans"]
    ]
    assert ["Active"] == [state["state"] for state in user["licenseAssignmentStates"]]
    assert 1 == consumed(client, home)


def test_license_details_tell_each_plan(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira", usage_location="NZ")
    assign(client, mira, licence(P1, MFA_PLAN))

    [details] = client.get(f"/v1.0/users/{mira}/licenseDetails").json()["value"]

    states = {plan["servicePlanId"]: plan["provisioningStatus"] for plan in details["servicePlans"]}
    assert (P1, "AAD_PREMIUM") == (details["skuId"], details["skuPartNumber"])
    assert ("Success", "Disabled") == (states[P1_PLAN], states[MFA_PLAN])


def test_users_are_found_by_their_licences(client: httpx.Client, new_user: AddObject) -> None:
    mira, kim = new_user("mira", usage_location="NZ"), new_user("kim", usage_location="NZ")
    assign(client, mira, licence())

    def found(condition: str) -> set[str]:
        page = client.get(
            "/v1.0/users",
            params={"$filter": condition, "$count": "true", "$select": "id"},
            headers={"ConsistencyLevel": "eventual"},
        )
        return {user["id"] for user in page.json()["value"]}

    assert {mira} == found(f"assignedLicenses/any(s:s/skuId eq {P1})")
    assert set() == found(f"assignedLicenses/any(s:s/skuId eq {P2})")
    assert {kim} == found("assignedLicenses/$count eq 0")


def test_no_more_users_are_licensed_than_there_are_units(
    client: httpx.Client, home: str, new_user: AddObject
) -> None:
    people = [new_user(name, usage_location="NZ") for name in ("mira", "kim", "ines")]

    statuses = [assign(client, person, licence()).status_code for person in people]
    again = assign(client, people[0], licence(P1, MFA_PLAN))
    client.delete(f"/v1.0/users/{people[1]}")
    after_a_deletion = assign(client, people[2], licence())

    assert [200, 200, 400] == statuses
    assert (200, 200) == (again.status_code, after_a_deletion.status_code)
    assert 2 == consumed(client, home)


@pytest.mark.parametrize(
    ("added", "removed", "refusal"),
    [
        ([licence(P2)], (), ("addLicenses[0].skuId", "no SKU of this tenant")),
        ([licence(P1, P2)], (), ("addLicenses[0].disabledPlans[0]", "no service plan")),
        ([licence(P1)], (P1,), ("removeLicenses[0]", "both added and removed")),
        ([], (P1,), ("removeLicenses[0]", "does not have the licence")),
        ([{"disabledPlans": []}], (), ("addLicenses[0].skuId", "required")),
        ([{"skuId": "one"}], (), ("addLicenses[0].skuId", "GUID")),
    ],
)
def test_what_cannot_be_assigned_is_refused_by_path(
    client: httpx.Client,
    new_user: AddObject,
    added: list[dict[str, Any]],
    removed: tuple[str, ...],
    refusal: tuple[str, str],
) -> None:
    mira = new_user("mira", usage_location="NZ")

    answer = assign(client, mira, *added, removed=removed)

    target, told = refusal
    error = answer.json()["error"]
    assert (400, target) == (answer.status_code, error["target"])
    assert told in error["message"]


def test_a_user_without_a_usage_location_gets_no_licence(
    client: httpx.Client, new_user: AddObject
) -> None:
    answer = assign(client, new_user("mira"), licence())

    assert (400, "usageLocation") == (answer.status_code, answer.json()["error"]["target"])


def test_both_lists_are_required(client: httpx.Client, new_user: AddObject) -> None:
    path = f"/v1.0/users/{new_user('mira', usage_location='NZ')}/assignLicense"

    answers = [client.post(path, json=body) for body in ({"addLicenses": [licence()]}, {})]

    assert ["removeLicenses", "addLicenses"] == [
        answer.json()["error"]["target"] for answer in answers
    ]


def test_a_change_of_licences_is_audited_and_followed(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira", usage_location="NZ")
    start = client.get("/v1.0/users/delta?$select=assignedLicenses&$deltatoken=latest").json()
    assign(client, mira, licence())
    assign(client, mira, removed=(P1,))
    assign(client, mira)

    changed = client.get(start["@odata.deltaLink"]).json()["value"]
    audits = client.get(
        "/v1.0/auditLogs/directoryAudits",
        params={"$filter": "activityDisplayName eq 'Change user license'"},
    ).json()["value"]
    assert [(mira, [])] == [(user["id"], user["assignedLicenses"]) for user in changed]
    assert 2 == len(audits)
    [removal] = audits[0]["targetResources"][0]["modifiedProperties"]
    assert P1 in removal["oldValue"]
    assert removal["newValue"] is None or P1 not in removal["newValue"]
