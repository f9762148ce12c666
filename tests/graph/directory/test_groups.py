"""`/groups`, members and memberships over HTTP (contract §6.2)."""

import httpx
import pytest

from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import GraphApi, error_code

EVENTUAL = {"ConsistencyLevel": "eventual"}
NEW = {
    "displayName": "Design",
    "mailEnabled": False,
    "mailNickname": "design",
    "securityEnabled": True,
}


def reference(object_id: str) -> dict[str, str]:
    return {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{object_id}"}


def test_a_new_group_has_all_default_properties(client: httpx.Client) -> None:
    response = client.post("/v1.0/groups", json={**NEW, "description": "Designers"})

    assert response.status_code == 201
    group = response.json()
    group_id, created = group["id"], group["createdDateTime"]
    assert group == {
        "@odata.context": "https://graph.tenantry.test/v1.0/$metadata#groups/$entity",
        "id": group_id,
        "deletedDateTime": None,
        "classification": None,
        "createdDateTime": created,
        "description": "Designers",
        "displayName": "Design",
        "expirationDateTime": None,
        "groupTypes": [],
        "isAssignableToRole": None,
        "mail": None,
        "mailEnabled": False,
        "mailNickname": "design",
        "membershipRule": None,
        "membershipRuleProcessingState": None,
        "onPremisesDomainName": None,
        "onPremisesLastSyncDateTime": None,
        "onPremisesNetBiosName": None,
        "onPremisesSamAccountName": None,
        "onPremisesSecurityIdentifier": None,
        "onPremisesSyncEnabled": None,
        "preferredDataLocation": None,
        "preferredLanguage": None,
        "proxyAddresses": [],
        "renewedDateTime": created,
        "resourceBehaviorOptions": [],
        "resourceProvisioningOptions": [],
        "securityEnabled": True,
        "securityIdentifier": group["securityIdentifier"],
        "theme": None,
        "uniqueName": None,
        "visibility": None,
        "onPremisesProvisioningErrors": [],
    }
    assert group["securityIdentifier"].startswith("S-1-12-1-")
    assert len(created) == len("2026-09-10T07:09:14Z")
    assert group == client.get(f"/v1.0/groups/{group_id}").json()


def test_a_group_is_made_with_members(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")
    body = {**NEW, "members@odata.bind": [f"https://graph.microsoft.com/v1.0/users/{mira}"]}

    group = client.post("/v1.0/groups", json=body).json()

    members = client.get(f"/v1.0/groups/{group['id']}/members").json()["value"]
    assert [mira] == [member["id"] for member in members]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"groupTypes": ["DynamicMembership"]}, 501),
        ({"mailNickname": "my design"}, 400),
        ({"displayName": None}, 400),
        ({"mail": "design@northwind.test"}, 400),
        ({"owners@odata.bind": ["https://graph.microsoft.com/v1.0/teams/1"]}, 400),
        ({"isArchived": True}, 501),
    ],
)
def test_a_group_that_cannot_be_is_refused(
    client: httpx.Client, given: dict[str, object], status: int
) -> None:
    assert status == client.post("/v1.0/groups", json={**NEW, **given}).status_code


def test_groups_are_listed_filtered_and_counted(client: httpx.Client, new_group: AddObject) -> None:
    design = new_group("design")
    new_group("sales")

    listed = client.get("/v1.0/groups?$select=displayName&$orderby=displayName").json()
    found = client.get(
        "/v1.0/groups?$filter=displayName eq 'Design' and mailNickname eq 'design'"
    ).json()
    counted = client.get("/v1.0/groups/$count", headers=EVENTUAL)

    assert [{"displayName": "Design"}, {"displayName": "Sales"}] == listed["value"]
    assert [design] == [group["id"] for group in found["value"]]
    assert counted.text == "2"


def test_a_group_is_changed_and_deleted(client: httpx.Client, new_group: AddObject) -> None:
    design = new_group("design", description="Designers")
    path = f"/v1.0/groups/{design}"

    assert client.patch(path, json={"displayName": "Design team"}).status_code == 204
    changed = client.get(f"{path}?$select=displayName,description").json()
    assert ("Design team", "Designers") == (changed["displayName"], changed["description"])

    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_members_are_added_and_removed_by_reference(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira, design = new_user("mira"), new_group("design")
    members = f"/v1.0/groups/{design}/members"

    assert client.post(f"{members}/$ref", json=reference(mira)).status_code == 204
    again = client.post(f"{members}/$ref", json=reference(mira))
    nobody = "4d3c2b1a-0f9e-4d8c-b7a6-958473625116"
    unknown = client.post(f"{members}/$ref", json=reference(nobody))
    assert (400, 404) == (again.status_code, unknown.status_code)

    forgotten = client.delete(f"{members}/{mira}")
    assert (400, "Request_BadRequest") == (forgotten.status_code, error_code(forgotten))
    assert client.delete(f"{members}/{mira}/$ref").status_code == 204
    assert client.delete(f"{members}/{mira}/$ref").status_code == 404
    assert client.get(f"/v1.0/users/{mira}").status_code == 200


def test_more_members_are_added_by_a_change_of_the_group_all_or_none(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira, kim = new_user("mira"), new_user("kim")
    design = new_group("design", mira)
    path = f"/v1.0/groups/{design}"

    def bind(*ids: str) -> httpx.Response:
        urls = [f"https://graph.microsoft.com/v1.0/directoryObjects/{one}" for one in ids]
        return client.patch(path, json={"members@odata.bind": urls})

    assert bind(kim, mira).status_code == 400
    members = client.get(f"{path}/members").json()["value"]
    assert [mira] == [member["id"] for member in members]

    assert bind(kim).status_code == 204
    assert bind(*[kim] * 21).status_code == 400
    assert client.get(f"{path}/members/$count", headers=EVENTUAL).text == "2"


def test_members_carry_their_type_and_come_in_pages(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira, inner = new_user("mira"), new_group("inner")
    design = new_group("design", mira, inner)

    first = client.get(f"/v1.0/groups/{design}/members?$top=1&$select=id,displayName").json()
    second = client.get(first["@odata.nextLink"]).json()

    assert first["@odata.context"].endswith("#directoryObjects(id,displayName)")
    assert [
        {"@odata.type": "#microsoft.graph.user", "id": mira, "displayName": "Mira"},
        {"@odata.type": "#microsoft.graph.group", "id": inner, "displayName": "Inner"},
    ] == [*first["value"], *second["value"]]
    assert "@odata.nextLink" not in second


@pytest.mark.parametrize("cast", ["graph.user", "microsoft.graph.user"])
def test_members_of_one_type_are_filtered_and_counted(
    client: httpx.Client, new_user: AddObject, new_group: AddObject, cast: str
) -> None:
    mira, kim, inner = new_user("mira"), new_user("kim"), new_group("inner")
    design = new_group("design", mira, kim, inner)
    path = f"/v1.0/groups/{design}/members/{cast}"

    listed = client.get(path).json()["value"]
    found = client.get(f"{path}?$filter=displayName eq 'Kim'").json()["value"]

    assert {mira, kim} == {user["id"] for user in listed}
    assert [kim] == [user["id"] for user in found]
    assert client.get(f"{path}/$count", headers=EVENTUAL).text == "2"


def test_groups_of_a_user_are_found_directly_and_through_groups(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira = new_user("mira")
    inner = new_group("inner", mira)
    outer = new_group("outer", inner)
    user = "/v1.0/users/mira@northwind.test"

    direct = client.get(f"{user}/memberOf").json()["value"]
    above = client.get(f"{user}/transitiveMemberOf/microsoft.graph.group").json()["value"]
    below = client.get(f"/v1.0/groups/{outer}/transitiveMembers").json()["value"]
    ids = client.post(f"{user}/getMemberGroups", json={"securityEnabledOnly": True}).json()
    checked = client.post(f"{user}/checkMemberGroups", json={"groupIds": [outer]}).json()

    assert [(inner, "#microsoft.graph.group")] == [
        (one["id"], one["@odata.type"]) for one in direct
    ]
    assert {inner, outer} == {one["id"] for one in above}
    assert {inner, mira} == {one["id"] for one in below}
    assert {inner, outer} == set(ids["value"])
    assert [outer] == checked["value"]
    assert ids["@odata.context"].endswith("#Collection(Edm.String)")


def test_a_path_below_users_is_about_users(client: httpx.Client, new_group: AddObject) -> None:
    design = new_group("design")

    assert client.get(f"/v1.0/users/{design}/memberOf").status_code == 404
    assert client.get(f"/v1.0/groups/{design}/memberOf").status_code == 200
    assert client.get(f"/v1.0/directoryObjects/{design}/memberOf").status_code == 200


def test_who_may_only_see_memberships_adds_none(
    api: GraphApi, home: str, new_user: AddObject, new_group: AddObject
) -> None:
    mira, design = new_user("mira"), new_group("design")
    client = api.client(home, "GroupMember.Read.All")

    response = client.post(f"/v1.0/groups/{design}/members/$ref", json=reference(mira))

    assert response.status_code == 403
