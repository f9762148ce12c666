"""Delta queries over HTTP (contract §1.11)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import GraphApi, error_code

Item = dict[str, Any]


class Follower:
    """A client of a delta query: follows links, and keeps the last one."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self._client = client
        self.link = url

    def follow(self, **headers: str) -> list[Item]:
        """Return everything up to the next delta link."""
        items: list[Item] = []
        while True:
            response = self._client.get(self.link, headers=headers)
            assert response.status_code == 200, response.text
            body = response.json()
            assert ("@odata.nextLink" in body) != ("@odata.deltaLink" in body)
            items += body["value"]
            self.link = body.get("@odata.nextLink") or body["@odata.deltaLink"]
            if "@odata.deltaLink" in body:
                return items


def test_the_first_round_tells_everything_that_has_a_value(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira", department="Design")

    items = Follower(client, "/v1.0/users/delta?$select=displayName,department,city").follow()

    assert [{"id": mira, "displayName": "Mira", "department": "Design"}] == items


@pytest.mark.parametrize(
    "path", ["users/delta()", "users/microsoft.graph.delta", "users/microsoft.graph.delta()"]
)
def test_the_function_is_called_in_every_form(client: httpx.Client, path: str) -> None:
    assert client.get(f"/v1.0/{path}").status_code == 200


def test_changes_are_told_once_and_only_those_that_are_followed(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira, kim = new_user("mira", city="Oslo"), new_user("kim")
    follower = Follower(client, "/v1.0/users/delta?$select=displayName,city")
    follower.follow()

    client.patch(f"/v1.0/users/{mira}", json={"city": None})
    client.patch(f"/v1.0/users/{kim}", json={"jobTitle": "Writer"})
    ada = new_user("ada")

    assert [
        {"id": mira, "displayName": "Mira", "city": None},
        {"id": ada, "displayName": "Ada"},
    ] == follower.follow()
    assert [] == follower.follow()


def test_minimal_answers_hold_only_what_changed(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")
    follower = Follower(client, "/v1.0/users/delta?$select=displayName,city")
    follower.follow()

    client.patch(f"/v1.0/users/{mira}", json={"city": "Oslo"})

    assert [{"id": mira, "city": "Oslo"}] == follower.follow(Prefer="return=minimal")


def test_deleted_restored_and_purged_objects_are_told_apart(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira")
    follower = Follower(client, "/v1.0/users/delta?$select=displayName")
    follower.follow()
    bin_ = f"/v1.0/directory/deletedItems/{mira}"

    client.delete(f"/v1.0/users/{mira}")
    assert [{"id": mira, "@removed": {"reason": "changed"}}] == follower.follow()

    client.post(f"{bin_}/restore")
    assert [{"id": mira, "displayName": "Mira"}] == follower.follow()

    client.delete(f"/v1.0/users/{mira}")
    client.delete(bin_)
    assert [{"id": mira, "@removed": {"reason": "deleted"}}] == follower.follow()


def test_latest_skips_everything_there_is(client: httpx.Client, new_user: AddObject) -> None:
    new_user("mira")
    follower = Follower(client, "/v1.0/users/delta?$select=displayName&$deltatoken=latest")

    assert [] == follower.follow()
    kim = new_user("kim")
    assert [{"id": kim, "displayName": "Kim"}] == follower.follow()


def test_some_users_are_followed_by_id(client: httpx.Client, new_user: AddObject) -> None:
    mira, kim, ada = new_user("mira"), new_user("kim"), new_user("ada")
    condition = f"id eq '{mira}' or id eq '{ada}'"
    follower = Follower(client, f"/v1.0/users/delta?$select=displayName&$filter={condition}")

    assert {mira, ada} == {item["id"] for item in follower.follow()}
    for user in (mira, kim):
        client.patch(f"/v1.0/users/{user}", json={"displayName": "X"})
    assert [mira] == [item["id"] for item in follower.follow()]


def test_groups_tell_their_members(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira, kim = new_user("mira"), new_user("kim")
    design = new_group("design", mira)
    follower = Follower(client, "/v1.0/groups/delta")

    [group] = follower.follow()
    assert group["members@delta"] == [{"@odata.type": "#microsoft.graph.user", "id": mira}]

    members = f"/v1.0/groups/{design}/members"
    client.delete(f"{members}/{mira}/$ref")
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{kim}"}
    client.post(f"{members}/$ref", json=reference)

    [changed] = follower.follow()
    assert changed["members@delta"] == [
        {
            "@odata.type": "#microsoft.graph.user",
            "id": mira,
            "@removed": {"reason": "deleted"},
        },
        {"@odata.type": "#microsoft.graph.user", "id": kim},
    ]


def test_members_are_not_told_where_they_are_not_selected(
    client: httpx.Client, new_user: AddObject, new_group: AddObject
) -> None:
    mira = new_user("mira")
    design = new_group("design")
    follower = Follower(client, "/v1.0/groups/delta?$select=displayName")
    assert [{"id": design, "displayName": "Design"}] == follower.follow()

    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{mira}"}
    client.post(f"/v1.0/groups/{design}/members/$ref", json=reference)

    assert [] == follower.follow()


def test_a_manager_is_followed_where_it_is_selected(
    client: httpx.Client, new_user: AddObject
) -> None:
    ada, bo, cy = new_user("ada"), new_user("bo"), new_user("cy")
    follower = Follower(client, "/v1.0/users/delta?$select=displayName,manager")
    follower.follow()
    path = f"/v1.0/users/{ada}/manager/$ref"

    for manager in (bo, cy):
        client.put(path, json={"@odata.id": f"https://graph.microsoft.com/v1.0/users/{manager}"})

    [item] = follower.follow()
    assert item["manager@delta"] == [
        {"@odata.type": "#microsoft.graph.user", "id": cy},
        {"@odata.type": "#microsoft.graph.user", "id": bo, "@removed": {"reason": "deleted"}},
    ]
    client.delete(path)
    [item] = follower.follow()
    assert [cy] == [one["id"] for one in item["manager@delta"] if "@removed" in one]


@pytest.mark.parametrize("collection", ["applications", "servicePrincipals"])
def test_applications_are_followed_too(client: httpx.Client, collection: str) -> None:
    follower = Follower(client, f"/v1.0/{collection}/delta?$select=displayName")
    follower.follow()

    application = client.post("/v1.0/applications", json={"displayName": "Board"}).json()
    client.post("/v1.0/servicePrincipals", json={"appId": application["appId"]})

    assert ["Board"] == [item["displayName"] for item in follower.follow()]


def test_a_token_is_for_one_tenant_and_one_collection(
    api: GraphApi, client: httpx.Client, neighbour: str
) -> None:
    follower = Follower(client, "/v1.0/users/delta")
    follower.follow()

    elsewhere = api.client(neighbour, "User.Read.All").get(follower.link)
    other = client.get(follower.link.replace("/users/", "/groups/"))

    for response in (elsewhere, other):
        assert (410, "syncStateNotFound") == (response.status_code, error_code(response))
        assert response.headers["Location"].endswith("/delta?$deltatoken=")


def test_a_token_lives_seven_days(api: GraphApi, database: Database, home: str) -> None:
    lab = Database(database.engine.url.render_as_string(hide_password=False), movable_clock=True)
    with lab:
        client = GraphApi(lab).client(home, "User.Read.All")
        follower = Follower(client, "/v1.0/users/delta")
        follower.follow()
        for days, status in ((6, 200), (8, 410)):
            with database.write() as work:
                set_offset(work.connection, timedelta(days=days).total_seconds())
            assert status == client.get(follower.link).status_code


@pytest.mark.parametrize(
    "query",
    [
        "$deltatoken=nonsense",
        "$top=5",
        "$orderby=displayName",
        "$select=colour",
        "$filter=displayName eq 'x'",
        "$filter=not(id eq 'x')",
    ],
)
def test_what_a_delta_query_does_not_know_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/v1.0/users/delta?{query}").status_code == 400


def test_at_most_fifty_ids_are_followed(client: httpx.Client) -> None:
    ids = ",".join(f"'01a1fde4-0000-7000-8000-{number:012}'" for number in range(51))

    assert client.get(f"/v1.0/users/delta?$filter=id in ({ids})").status_code == 400
