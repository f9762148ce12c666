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
