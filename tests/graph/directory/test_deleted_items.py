"""`/directory/deletedItems` and `/directoryObjects` over HTTP (contract §6.1, §6.3)."""

import httpx
import pytest

from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import error_code

BIN = "/v1.0/directory/deletedItems"


@pytest.mark.parametrize("path", [f"{BIN}/microsoft.graph.user", f"{BIN}/graph.user"])
def test_deleted_users_are_listed_by_their_type(
    client: httpx.Client, new_user: AddObject, new_group: AddObject, path: str
) -> None:
    mira, design = new_user("mira"), new_group("design")
    client.delete(f"/v1.0/users/{mira}")
    client.delete(f"/v1.0/groups/{design}")

    response = client.get(
        f"{path}?$select=id,displayName,deletedDateTime&$count=true",
        headers={"ConsistencyLevel": "eventual"},
    ).json()

    [item] = response["value"]
    assert response["@odata.context"].endswith("#users(id,displayName,deletedDateTime)")
    assert response["@odata.count"] == 1
    assert (mira, "Mira") == (item["id"], item["displayName"])
    assert len(item["deletedDateTime"]) == len("2026-10-02T16:56:36Z")


@pytest.mark.claim("CTS-110")
def test_a_restored_user_is_answered_with_its_type(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira")
    client.delete(f"/v1.0/users/{mira}")

    response = client.post(
        f"{BIN}/{mira}/restore", headers={"Content-Type": "application/json;odata.metadata=none"}
    )

    assert response.status_code == 200
    body = response.json()
    assert body["@odata.context"].endswith("#directoryObjects/$entity")
    assert ("#microsoft.graph.user", mira) == (body["@odata.type"], body["id"])
    assert client.get(f"/v1.0/users/{mira}").status_code == 200


def test_a_user_whose_name_is_taken_is_restored_under_another(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira")
    client.delete(f"/v1.0/users/{mira}")
    new_user("mira")

    refused = client.post(f"{BIN}/{mira}/restore")
    restored = client.post(
        f"{BIN}/{mira}/restore", json={"newUserPrincipalName": "mira2@northwind.test"}
    )

    assert (400, "Request_BadRequest") == (refused.status_code, error_code(refused))
    assert "mira2@northwind.test" == restored.json()["userPrincipalName"]


@pytest.mark.claim("CTS-116")
def test_a_purged_user_is_gone_for_good(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")
    client.delete(f"/v1.0/users/{mira}")

    assert client.get(f"{BIN}/{mira}").json()["@odata.type"] == "#microsoft.graph.user"
    assert client.delete(f"{BIN}/{mira}").status_code == 204
    assert client.get(f"{BIN}/{mira}").status_code == 404
    assert client.post(f"{BIN}/{mira}/restore").status_code == 404


def test_a_live_user_is_not_purged(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")

    assert client.delete(f"{BIN}/{mira}").status_code == 404
    assert client.get(f"/v1.0/users/{mira}").status_code == 200


@pytest.mark.parametrize(("cast", "status"), [("administrativeUnit", 501), ("chair", 400)])
def test_types_that_are_not_built_and_unknown_ones_are_told_apart(
    client: httpx.Client, cast: str, status: int
) -> None:
    assert status == client.get(f"{BIN}/microsoft.graph.{cast}").status_code


def test_objects_are_found_by_ids_whatever_they_are(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira, design = new_user("mira", department="Design"), new_group("design")
    unknown = mira[:-1] + ("0" if mira[-1] != "0" else "1")
    ids = {"ids": [design, mira, unknown]}

    everything = client.post("/v1.0/directoryObjects/getByIds", json=ids).json()
    users = client.post(
        "/v1.0/directoryObjects/microsoft.graph.getByIds", json={**ids, "types": ["USER"]}
    ).json()

    assert everything["@odata.context"].endswith("#directoryObjects")
    assert [(design, "#microsoft.graph.group"), (mira, "#microsoft.graph.user")] == [
        (one["id"], one["@odata.type"]) for one in everything["value"]
    ]
    [user] = users["value"]
    assert ("Design", True) == (user["department"], user["accountEnabled"])


def test_at_most_a_thousand_ids_are_asked_for(client: httpx.Client) -> None:
    response = client.post("/v1.0/directoryObjects/getByIds", json={"ids": ["x"] * 1001})

    assert (400, "ids") == (response.status_code, response.json()["error"]["target"])


def test_an_object_is_read_and_deleted_without_knowing_what_it_is(
    client: httpx.Client, new_group: AddObject
) -> None:
    design = new_group("design")
    path = f"/v1.0/directoryObjects/{design}"

    assert client.get(f"{path}?$select=displayName").json()["displayName"] == "Design"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.get(f"{BIN}/{design}").status_code == 200
