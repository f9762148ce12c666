"""Owners of groups, applications and service principals: who they are, and what they may do."""

from typing import Any

import httpx
import pytest

from tenantry.actor import Actor, ActorKind
from tenantry.directory import roles
from tenantry.storage.database import Database
from tests.support.delegates import delegate, give_role
from tests.support.directory import add_tenant, add_user
from tests.support.graph_api import GraphApi

_HOST = "https://graph.microsoft.com/v1.0"
_GROUP = {
    "displayName": "Writers",
    "mailEnabled": False,
    "mailNickname": "writers",
    "securityEnabled": True,
}

Json = dict[str, Any]


class World:
    """A tenant with Mira and Ben, and an administrator's application."""

    def __init__(self, database: Database) -> None:
        self._database, self._api = database, GraphApi(database)
        with database.write() as work:
            actor = add_tenant(work, "northwind")
            self.mira, self.ben = (add_user(work, actor, name)["id"] for name in ("mira", "ben"))
        self._tenant_id = actor.tenant_id
        self.script = self._api.client(
            actor.tenant_id,
            *("Application.ReadWrite.All", "Group.ReadWrite.All", "User.Read.All"),
            "RoleManagement.ReadWrite.Directory",
        )

    def client_of(self, user_id: str, *scopes: str) -> httpx.Client:
        """Return a user who calls through an application with *scopes*, or with all."""
        return self._api.client_of(delegate(self._database, self._tenant_id, user_id, *scopes))

    def application(self, principal_id: str, app_id: str, *permissions: str) -> httpx.Client:
        """Return an application that calls with *permissions*."""
        actor = Actor(
            tenant_id=self._tenant_id,
            kind=ActorKind.APPLICATION,
            actor_id=principal_id,
            app_id=app_id,
            permissions=frozenset(permissions),
        )
        return self._api.client_of(actor)

    def give_role(self, user_id: str, role_id: str) -> None:
        give_role(self._database, self._tenant_id, user_id, role_id)

    def made(self, path: str, body: Json) -> str:
        """Return the path of an object that the script makes."""
        response = self.script.post(f"/v1.0/{path}", json=body)
        assert response.status_code == 201, response.text
        return f"/v1.0/{path}/{response.json()['id']}"

    def own(self, path: str, owner_id: str) -> httpx.Response:
        """Let the script make somebody an owner."""
        reference = {"@odata.id": f"{_HOST}/directoryObjects/{owner_id}"}
        return self.script.post(f"{path}/owners/$ref", json=reference)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def _ids(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return sorted(each["id"] for each in response.json()["value"])


def _status(response: httpx.Response) -> int:
    return response.status_code


def test_owners_are_added_listed_and_taken_away(world: World) -> None:
    application = world.made("applications", {"displayName": "Board"})
    app_id = world.script.get(application).json()["appId"]
    paths = [
        application,
        world.made("groups", _GROUP),
        world.made("servicePrincipals", {"appId": app_id}),
    ]

    for path in paths:
        added = [world.own(path, each) for each in (world.mira, world.ben, world.ben)]
        first = world.script.get(f"{path}/owners?$top=1&$select=displayName").json()
        rest = world.script.get(first["@odata.nextLink"]).json()
        removed = world.script.delete(f"{path}/owners/{world.ben}/$ref")
        again = world.script.delete(f"{path}/owners/{world.ben}/$ref")

        assert [204, 204, 400] == [_status(each) for each in added]
        assert ["Ben", "Mira"] == sorted(
            each["displayName"] for each in (*first["value"], *rest["value"])
        )
        assert (204, 404) == (_status(removed), _status(again))
        assert [world.mira] == _ids(world.script.get(f"{path}/owners/microsoft.graph.user"))
        assert [] == _ids(world.script.get(f"{path}/owners/graph.servicePrincipal"))
        assert [] == _ids(world.script.get(f"/v1.0/users/{world.ben}/ownedObjects"))
    owned = sorted(path.rpartition("/")[2] for path in paths)
    assert owned == _ids(world.client_of(world.mira).get("/v1.0/me/ownedObjects"))
    count = world.script.get(
        f"/v1.0/users/{world.mira}/ownedObjects/$count", headers={"ConsistencyLevel": "eventual"}
    )
    assert "3" == count.text


def test_the_last_user_who_owns_a_group_stays(world: World) -> None:
    bound = {"owners@odata.bind": [f"{_HOST}/users/{world.mira}"]}
    group = world.made("groups", {**_GROUP, **bound})

    refused = world.script.delete(f"{group}/owners/{world.mira}/$ref")
    world.own(group, world.ben)
    removed = world.script.delete(f"{group}/owners/{world.mira}/$ref")

    assert (409, 204) == (_status(refused), _status(removed))
    assert [world.ben] == _ids(world.script.get(f"{group}/owners"))


def test_an_owner_looks_after_the_group_without_a_role(world: World) -> None:
    group = world.made("groups", _GROUP)
    reference = {"@odata.id": f"{_HOST}/users/{world.mira}"}
    world.own(group, world.ben)

    mira, ben = world.client_of(world.mira), world.client_of(world.ben)
    asked = [
        [client.post(f"{group}/members/$ref", json=reference) for client in (mira, ben)],
        [client.patch(group, json={"description": "Ours"}) for client in (mira, ben)],
        [client.post(f"{group}/owners/$ref", json=reference) for client in (mira, ben)],
    ]
    reader = world.client_of(world.ben, "Group.Read.All")
    narrow = reader.patch(group, json={"description": "Theirs"})

    assert [[403, 204]] * 3 == [[_status(each) for each in pair] for pair in asked]
    assert 403 == _status(narrow)
    assert [world.mira, world.ben] == _ids(world.script.get(f"{group}/owners"))


def test_an_owner_of_a_group_for_roles_needs_the_permission_on_roles_beside(world: World) -> None:
    group = world.made("groups", {**_GROUP, "isAssignableToRole": True})
    reference = {"@odata.id": f"{_HOST}/users/{world.mira}"}
    world.own(group, world.ben)

    beside = "RoleManagement.ReadWrite.Directory"
    clients = [world.client_of(world.ben, "Group.ReadWrite.All", *each) for each in ((), (beside,))]
    asked = [client.post(f"{group}/members/$ref", json=reference) for client in clients]

    assert [403, 204] == [_status(each) for each in asked]


def test_an_owner_says_how_the_application_signs_in(world: World) -> None:
    application = world.made("applications", {"displayName": "Board"})
    world.give_role(world.mira, roles.HYBRID_IDENTITY_ADMINISTRATOR)
    world.own(application, world.ben)

    key = {"passwordCredential": {"displayName": "Key"}}
    asked = [
        world.client_of(each).post(f"{application}/addPassword", json=key)
        for each in (world.mira, world.ben)
    ]
    deleted = [world.client_of(each).delete(application) for each in (world.mira, world.ben)]

    assert [403, 200] == [_status(each) for each in asked]
    assert [403, 204] == [_status(each) for each in deleted]


def test_an_application_that_may_write_its_own_changes_what_it_owns(world: World) -> None:
    robot = world.made("applications", {"displayName": "Robot"})
    app_id = world.script.get(robot).json()["appId"]
    principal = world.made("servicePrincipals", {"appId": app_id}).rpartition("/")[2]
    board = world.made("applications", {"displayName": "Board"})
    caller = world.application(principal, app_id, "Application.ReadWrite.OwnedBy")

    before = caller.patch(board, json={"displayName": "Mine"})
    world.own(board, principal)
    after = caller.patch(board, json={"displayName": "Mine"})
    made = caller.post("/v1.0/applications", json={"displayName": "New"}).json()["id"]

    assert (403, 204) == (_status(before), _status(after))
    owned = _ids(caller.get(f"/v1.0/servicePrincipals/{principal}/ownedObjects"))
    assert sorted([board.rpartition("/")[2], made]) == owned
