"""Administrative units over HTTP, and what a role over one lets its holder do (contract §6.7)."""

from typing import Any

import httpx
import pytest

from tenantry.directory import roles
from tenantry.storage.database import Database
from tests.support.delegates import delegate
from tests.support.directory import add_group, add_tenant, add_user
from tests.support.graph_api import GraphApi

UNITS = "/v1.0/directory/administrativeUnits"
ASSIGNMENTS = "/v1.0/roleManagement/directory/roleAssignments"
_HOST = "https://graph.microsoft.com/v1.0"

Json = dict[str, Any]


class World:
    """A tenant with people and groups, a unit with Mira and the group of the north in it."""

    def __init__(self, database: Database) -> None:
        self._database, self._api = database, GraphApi(database)
        with database.write() as work:
            actor = add_tenant(work, "northwind")
            names = ("mira", "ben", "cleo", "dara")
            self.mira, self.ben, self.cleo, self.dara = (
                add_user(work, actor, name, usage_location="NZ")["id"] for name in names
            )
            self.north = add_group(work, actor, "north", members=[])["id"]
            self.south = add_group(work, actor, "south", members=[])["id"]
        self._tenant_id = actor.tenant_id
        self.script = self._api.client(
            actor.tenant_id,
            *("AdministrativeUnit.ReadWrite.All", "RoleManagement.ReadWrite.Directory"),
            *("User.ReadWrite.All", "Group.ReadWrite.All"),
        )
        made = self.script.post(UNITS, json={"displayName": "North"}).json()
        self.unit: str = made["id"]
        self.path = f"{UNITS}/{self.unit}"
        for each in (self.mira, self.north):
            assert self.add(each).status_code == 204

    def add(self, object_id: str) -> httpx.Response:
        """Bring an object into the unit."""
        reference = {"@odata.id": f"{_HOST}/directoryObjects/{object_id}"}
        return self.script.post(f"{self.path}/members/$ref", json=reference)

    def give_role(self, role_id: str) -> httpx.Response:
        """Give Ben a role over the unit."""
        body = {
            "principalId": self.ben,
            "roleDefinitionId": role_id,
            "directoryScopeId": f"/administrativeUnits/{self.unit}",
        }
        return self.script.post(ASSIGNMENTS, json=body)

    def ben_with(self, *scopes: str) -> httpx.Client:
        """Return Ben through an application with *scopes*, or with all."""
        return self._api.client_of(delegate(self._database, self._tenant_id, self.ben, *scopes))


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def _ids(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {each["id"] for each in response.json()["value"]}


def _statuses(*responses: httpx.Response) -> list[int]:
    return [each.status_code for each in responses]


def test_a_unit_is_made_filled_changed_and_deleted(world: World) -> None:
    script, path = world.script, world.path
    changed = script.patch(path, json={"description": "Of the north"})
    found = script.get(f"{UNITS}?$filter=displayName eq 'north'").json()["value"]
    members = _ids(script.get(f"{path}/members"))
    people = _ids(script.get(f"{path}/members/microsoft.graph.user"))
    again = world.add(world.mira)
    removed = script.delete(f"{path}/members/{world.mira}/$ref")
    missing = script.delete(f"{path}/members/{world.mira}/$ref")
    gone = script.delete(path)

    assert [204, 400, 204, 404, 204] == _statuses(changed, again, removed, missing, gone)
    assert [(world.unit, "Of the north")] == [(each["id"], each["description"]) for each in found]
    assert ({world.mira, world.north}, {world.mira}) == (members, people)
    assert 404 == script.get(path).status_code
    assert 200 == script.get(f"/v1.0/groups/{world.north}").status_code


def test_a_role_over_a_unit_is_listed_in_every_way_and_ends_with_it(world: World) -> None:
    script, path = world.script, f"{world.path}/scopedRoleMembers"
    assigned = world.give_role(roles.USER_ADMINISTRATOR)
    again = world.give_role(roles.USER_ADMINISTRATOR)
    whole = world.give_role(roles.SECURITY_ADMINISTRATOR)
    role = script.get(f"/v1.0/directoryRoles(roleTemplateId='{roles.GROUPS_ADMINISTRATOR}')")
    body = {"roleId": role.json()["id"], "roleMemberInfo": {"id": world.cleo}}
    added = script.post(path, json=body)
    listed = script.get(path).json()["value"]
    of_cleo = script.get(f"/v1.0/users/{world.cleo}/scopedRoleMemberOf").json()["value"]
    of_role = script.get(f"{role.request.url}/scopedMembers").json()["value"]
    removed = script.delete(f"{path}/{added.json()['id']}")
    holders = script.get(f"{role.request.url}/members").json()["value"]
    script.delete(world.path)

    assert [201, 409, 400, 201, 204] == _statuses(assigned, again, whole, added, removed)
    assert {("Ben", world.unit), ("Cleo", world.unit)} == {
        (each["roleMemberInfo"]["displayName"], each["administrativeUnitId"]) for each in listed
    }
    assert [added.json()["id"]] == [each["id"] for each in of_cleo]
    assert of_cleo == of_role
    assert [] == holders
    assert [] == script.get(f"{ASSIGNMENTS}?$filter=principalId eq '{world.ben}'").json()["value"]


def test_a_user_administrator_of_a_unit_looks_after_its_users_alone(world: World) -> None:
    change = {"jobTitle": "Writer"}
    before = world.ben_with().patch(f"/v1.0/users/{world.mira}", json=change)
    world.give_role(roles.USER_ADMINISTRATOR)
    ben = world.ben_with()
    narrow = world.ben_with("User.Read.All").patch(f"/v1.0/users/{world.mira}", json=change)
    inside = ben.patch(f"/v1.0/users/{world.mira}", json=change)
    outside = [
        ben.patch(f"/v1.0/users/{world.dara}", json=change),
        ben.delete(f"/v1.0/users/{world.dara}"),
        ben.post("/v1.0/users", json=_NEW),
        ben.post(f"/v1.0/users/{world.dara}/revokeSignInSessions"),
    ]
    sessions = ben.post(f"/v1.0/users/{world.mira}/revokeSignInSessions")
    group = ben.patch(f"/v1.0/groups/{world.north}", json={"description": "Ours"})
    deleted = ben.delete(f"/v1.0/users/{world.mira}")

    assert [403, 403, 204, 200, 204, 204] == _statuses(
        before, narrow, inside, sessions, group, deleted
    )
    assert [403] * 4 == _statuses(*outside)


def test_a_groups_administrator_of_a_unit_keeps_its_groups_and_no_people(world: World) -> None:
    world.give_role(roles.GROUPS_ADMINISTRATOR)
    ben, member = world.ben_with(), {"@odata.id": f"{_HOST}/users/{world.cleo}"}
    inside = ben.post(f"/v1.0/groups/{world.north}/members/$ref", json=member)
    refused = [
        ben.post(f"/v1.0/groups/{world.south}/members/$ref", json=member),
        ben.patch(f"/v1.0/users/{world.mira}", json={"jobTitle": "Writer"}),
        ben.patch(f"/v1.0/users/{world.cleo}", json={"jobTitle": "Writer"}),
    ]

    assert [204] == _statuses(inside)
    assert [403] * 3 == _statuses(*refused)


def test_who_looks_after_groups_with_roles_alone_changes_no_other_groups(world: World) -> None:
    body = {
        "principalId": world.ben,
        "roleDefinitionId": roles.PRIVILEGED_ROLE_ADMINISTRATOR,
        "directoryScopeId": "/",
    }
    world.script.post(ASSIGNMENTS, json=body)

    refused = world.ben_with().patch(f"/v1.0/groups/{world.north}", json={"description": "Mine"})

    assert 403 == refused.status_code


def test_hidden_members_show_to_administrators_of_units_alone(world: World) -> None:
    paths = [f"{world.path}/members", f"{world.path}/members/microsoft.graph.user"]
    ben = world.ben_with()
    shown = [ben.get(path) for path in paths]
    world.script.patch(world.path, json={"visibility": "HiddenMembership"})
    hidden = [ben.get(path) for path in paths]
    body = {"principalId": world.ben, "roleDefinitionId": roles.PRIVILEGED_ROLE_ADMINISTRATOR}
    world.script.post(ASSIGNMENTS, json={**body, "directoryScopeId": "/"})

    assert [200, 200, 403, 403] == _statuses(*shown, *hidden)
    assert {world.mira, world.north} == _ids(world.ben_with().get(paths[0]))


@pytest.mark.parametrize(
    ("role_id", "is_over_unit"),
    [(roles.SECURITY_ADMINISTRATOR, False), (roles.GROUPS_ADMINISTRATOR, True)],
)
def test_administrators_in_a_unit_are_safe_from_its_administrator(
    world: World, role_id: str, *, is_over_unit: bool
) -> None:
    world.give_role(roles.USER_ADMINISTRATOR)
    body = {
        "principalId": world.mira,
        "roleDefinitionId": role_id,
        "directoryScopeId": f"/administrativeUnits/{world.unit}" if is_over_unit else "/",
    }
    world.script.post(ASSIGNMENTS, json=body)

    password = {"passwordProfile": {"password": "Correct-Horse-8"}}
    refused = world.ben_with().patch(f"/v1.0/users/{world.mira}", json=password)

    assert 403 == refused.status_code


_NEW = {
    "accountEnabled": True,
    "displayName": "Tess",
    "mailNickname": "tess",
    "passwordProfile": {"password": "Correct-Horse-7"},
    "userPrincipalName": "tess@northwind.test",
}
