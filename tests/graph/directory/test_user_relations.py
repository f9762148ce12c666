"""Managers and direct reports over HTTP (contract §6.1)."""

import httpx

from tenantry.actor import operator
from tenantry.directory.operations.managers import set_manager
from tenantry.storage.database import Database
from tests.graph.directory.conftest import AddObject
from tests.graph.directory.test_users import NEW


def test_a_manager_is_expanded_and_the_chain_above_with_levels(
    client: httpx.Client, database: Database, home: str, new_user: AddObject
) -> None:
    ada, bo, cy = new_user("ada"), new_user("bo"), new_user("cy")
    with database.write() as work:
        set_manager(work, operator(home), ada, bo)
        set_manager(work, operator(home), bo, cy)

    listed = client.get("/v1.0/users?$expand=manager&$select=id").json()["value"]
    chain = client.get(
        f"/v1.0/users/{ada}?$expand=manager($levels=max;$select=id,displayName)&$select=id"
    ).json()

    assert [bo, cy, None] == [user.get("manager", {}).get("id") for user in listed]
    assert listed[0]["manager"]["@odata.type"] == "#microsoft.graph.user"
    assert chain["manager"]["manager"] == {
        "@odata.type": "#microsoft.graph.user",
        "id": cy,
        "displayName": "Cy",
    }


def test_a_manager_is_set_by_reference_and_cleared(
    client: httpx.Client, new_user: AddObject
) -> None:
    ada, bo = new_user("ada"), new_user("bo")
    path = f"/v1.0/users/{ada}/manager"

    assert client.get(path).status_code == 404
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{bo}"}
    assert client.put(f"{path}/$ref", json=reference).status_code == 204

    assert (bo, "#microsoft.graph.user") == (
        client.get(path).json()["id"],
        client.get(path).json()["@odata.type"],
    )
    reports = client.get(f"/v1.0/users/{bo}/directReports").json()["value"]
    assert [(ada, "#microsoft.graph.user")] == [(one["id"], one["@odata.type"]) for one in reports]
    assert client.delete(f"{path}/$ref").status_code == 204
    assert client.delete(f"{path}/$ref").status_code == 404


def test_a_new_user_may_be_bound_to_a_manager(client: httpx.Client, new_user: AddObject) -> None:
    bo = new_user("bo")

    body = {**NEW, "manager@odata.bind": f"https://graph.microsoft.com/v1.0/users('{bo}')"}
    mira = client.post("/v1.0/users", json=body).json()["id"]

    assert bo == client.get(f"/v1.0/users/{mira}/manager").json()["id"]


def test_sponsors_of_a_guest_are_added_listed_and_taken_away(
    client: httpx.Client, new_user: AddObject
) -> None:
    guest, bo = new_user("guest"), new_user("bo")
    path = f"/v1.0/users/{guest}/sponsors"
    others = [new_user(f"sponsor{number}") for number in range(5)]

    def add(user: str) -> int:
        reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{user}"}
        return client.post(f"{path}/$ref", json=reference).status_code

    added = [add(each) for each in (bo, bo, "00000000-0000-7000-8000-0000000000f1", *others)]
    listed = client.get(f"{path}/$ref").json()["value"]
    count = client.get(f"{path}/$count", headers={"ConsistencyLevel": "eventual"})
    removed = [client.delete(f"{path}/{bo}/$ref").status_code for _ in range(2)]

    assert [204, 400, 404, 204, 204, 204, 204, 400] == added
    assert [bo, *others[:4]] == sorted(each["@odata.id"].rpartition("/")[2] for each in listed)
    assert ("5", [204, 404]) == (count.text, removed)
    assert others[:4] == [each["id"] for each in client.get(path).json()["value"]]


def test_members_of_a_group_are_listed_as_references(
    client: httpx.Client, new_user: AddObject
) -> None:
    ada, bo = new_user("ada"), new_user("bo")
    users = [f"https://graph.microsoft.com/v1.0/users/{each}" for each in (ada, bo)]
    group = {
        "displayName": "Design",
        "mailEnabled": False,
        "mailNickname": "design",
        "securityEnabled": True,
        "members@odata.bind": users,
        "owners@odata.bind": users[:1],
    }
    path = f"/v1.0/groups/{client.post('/v1.0/groups', json=group).json()['id']}"

    first = client.get(f"{path}/members/$ref?$top=1").json()
    rest = client.get(first["@odata.nextLink"]).json()
    owners = client.get(f"{path}/owners/$ref").json()["value"]

    assert [ada, bo] == [
        each["@odata.id"].rpartition("/directoryObjects/")[2]
        for each in (*first["value"], *rest["value"])
    ]
    assert [ada] == [each["@odata.id"].rpartition("/")[2] for each in owners]
