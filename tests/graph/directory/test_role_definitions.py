"""Custom roles and protected actions over HTTP (contract §6.8; behaviour §19)."""

import json
import re
from base64 import b64decode

import httpx
import pytest

from tenantry.directory import actions, roles
from tenantry.storage.database import Database
from tests.graph.directory.conftest import AddObject
from tests.support.delegates import delegate, give_role
from tests.support.graph_api import GraphApi, error_code

_ROLES = "/v1.0/roleManagement/directory"
_DEFINITIONS, _ASSIGNMENTS = f"{_ROLES}/roleDefinitions", f"{_ROLES}/roleAssignments"
_ACTIONS = "/beta/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions"
_CREATE = f"{_ACTIONS}/microsoft.directory-crossTenantAccessPolicy-partners-create-post"
_BOUND = {"authenticationContextId": "c1"}
_PARTNERS = "/v1.0/policies/crossTenantAccessPolicy/partners"
_KEEPER = {
    "displayName": "Keeper of partners",
    "description": "adds partners",
    "isEnabled": True,
    "rolePermissions": [{"allowedResourceActions": [actions.PARTNERS_CREATE]}],
}


def test_a_custom_role_is_made_read_changed_and_deleted(client: httpx.Client) -> None:
    made = client.post(_DEFINITIONS, json=_KEEPER)
    path = f"{_DEFINITIONS}/{made.json()['id']}"

    assert 201 == made.status_code
    assert made.json() == {
        **client.get(path).json(),
        "@odata.context": made.json()["@odata.context"],
    }
    assert ("Keeper of partners", False) == (made.json()["displayName"], made.json()["isBuiltIn"])
    assert 204 == client.patch(path, json={"isEnabled": False}).status_code
    assert client.get(path).json()["isEnabled"] is False
    assert 204 == client.delete(path).status_code
    assert 404 == client.get(path).status_code


def test_roles_are_found_by_name_and_kind(client: httpx.Client) -> None:
    client.post(_DEFINITIONS, json=_KEEPER)

    def names(condition: str) -> list[str]:
        found = client.get(f"{_DEFINITIONS}?$filter={condition}&$select=displayName").json()
        return [each["displayName"] for each in found["value"]]

    assert ["Keeper of partners"] == names("isBuiltIn eq false")
    assert ["Security Reader"] == names("displayName eq 'Security Reader'")


def test_a_built_in_role_tells_its_actions_and_cannot_be_changed(client: httpx.Client) -> None:
    path = f"{_DEFINITIONS}/{roles.SECURITY_ADMINISTRATOR}"

    [permission] = client.get(path).json()["rolePermissions"]
    assert actions.PARTNERS_CREATE in permission["allowedResourceActions"]
    assert 400 == client.patch(path, json={"description": "mine"}).status_code
    assert 400 == client.delete(path).status_code


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"displayName": None}, 400),
        ({"displayName": "Security Reader"}, 409),
        ({"isEnabled": "yes"}, 400),
        ({"rolePermissions": [{"allowedResourceActions": ["microsoft.directory/x/y"]}]}, 400),
        ({"rolePermissions": [{"allowedResourceActions": [actions.USERS_WRITE]}]}, 400),
        ({"rolePermissions": [{"excludedResourceActions": [actions.PARTNERS_CREATE]}]}, 501),
        ({"rolePermissions": [{"condition": "@x"}]}, 501),
        ({"isBuiltIn": True}, 400),
    ],
)
def test_what_no_custom_role_can_be_is_refused(
    client: httpx.Client, changes: dict[str, object], status: int
) -> None:
    assert status == client.post(_DEFINITIONS, json={**_KEEPER, **changes}).status_code


def test_a_role_that_is_held_cannot_be_deleted(client: httpx.Client, new_user: AddObject) -> None:
    role_id = client.post(_DEFINITIONS, json=_KEEPER).json()["id"]
    held = {"principalId": new_user("mira"), "roleDefinitionId": role_id, "directoryScopeId": "/"}
    assignment = client.post(_ASSIGNMENTS, json=held).json()["id"]

    assert 400 == client.delete(f"{_DEFINITIONS}/{role_id}").status_code
    [listed] = client.get(f"{_ASSIGNMENTS}?$filter=roleDefinitionId eq '{role_id}'").json()["value"]
    assert assignment == listed["id"]
    expanded = client.get(f"{_ASSIGNMENTS}?$expand=roleDefinition").json()["value"]
    assert "Keeper of partners" in [each["roleDefinition"]["displayName"] for each in expanded]
    assert 204 == client.delete(f"{_ASSIGNMENTS}/{assignment}").status_code
    assert 204 == client.delete(f"{_DEFINITIONS}/{role_id}").status_code


def test_what_happens_to_roles_is_audited(client: httpx.Client) -> None:
    path = f"{_DEFINITIONS}/{client.post(_DEFINITIONS, json=_KEEPER).json()['id']}"
    client.patch(path, json={"description": "adds and tells of partners"})
    client.patch(path, json={"description": "adds and tells of partners"})
    client.delete(path)

    entries = client.get("/v1.0/auditLogs/directoryAudits").json()["value"]
    told = [each["activityDisplayName"] for each in entries if each["category"] == "RoleManagement"]
    assert ["Add role definition", "Delete role definition", "Update role definition"] == sorted(
        told
    )


@pytest.mark.parametrize(("scope", "status"), [("/administrativeUnits/1", 400), ("/1", 501)])
def test_a_role_over_a_part_of_the_tenant_that_cannot_be_is_refused(
    client: httpx.Client, new_user: AddObject, scope: str, status: int
) -> None:
    held = {"principalId": new_user("mira"), "roleDefinitionId": roles.SECURITY_READER}

    response = client.post(_ASSIGNMENTS, json={**held, "directoryScopeId": scope})

    assert status == response.status_code


def test_the_last_global_administrator_stays(
    api: GraphApi, database: Database, home: str, client: httpx.Client, new_user: AddObject
) -> None:
    mira, kim = new_user("mira"), new_user("kim")
    give_role(database, home, mira, roles.GLOBAL_ADMINISTRATOR)
    [held] = client.get(_ASSIGNMENTS).json()["value"]
    assert 400 == client.delete(f"{_ASSIGNMENTS}/{held['id']}").status_code
    give_role(database, home, kim, roles.GLOBAL_ADMINISTRATOR)

    himself = api.client_of(delegate(database, home, mira))
    assert 400 == himself.delete(f"{_ASSIGNMENTS}/{held['id']}").status_code
    other = api.client_of(delegate(database, home, kim))
    assert 204 == other.delete(f"{_ASSIGNMENTS}/{held['id']}").status_code


def test_all_writes_of_cross_tenant_access_can_be_protected(client: httpx.Client) -> None:
    condition = "isAuthenticationContextSettable eq true"
    listed = client.get(f"{_ACTIONS}?$filter={condition}").json()["value"]
    documented = {each["name"] for each in listed if each["isDocumentedAsProtectable"]}

    names = {each["name"] for each in listed}
    assert names.issuperset(actions.ACCESS_WRITE | actions.IDENTITY_SYNC_WRITE)
    assert actions.PARTNERS_CREATE in documented
    assert names - documented == {actions.POLICY_UPDATE, *actions.IDENTITY_SYNC_WRITE}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (_CREATE, _BOUND, 204),
        (_CREATE, {"authenticationContextId": None}, 204),
        (_CREATE, {"authenticationContextId": "strong"}, 400),
        (_CREATE, {"isAuthenticationContextSettable": False}, 400),
        (
            f"{_ACTIONS}/microsoft.directory-users-create-post",
            {"authenticationContextId": "c1"},
            400,
        ),
        (f"{_ACTIONS}/nothing", {"authenticationContextId": "c1"}, 404),
        (_CREATE.replace("microsoft.directory/", "other/"), {"authenticationContextId": "c1"}, 404),
    ],
)
def test_what_can_be_bound_to_a_context(
    client: httpx.Client, path: str, body: object, status: int
) -> None:
    assert status == client.patch(path, json=body).status_code


def test_a_protected_action_is_challenged_until_the_sign_in_has_its_context(  # noqa: PLR0917  # fixtures
    api: GraphApi,
    database: Database,
    home: str,
    neighbour: str,
    client: httpx.Client,
    new_user: AddObject,
) -> None:
    client.patch(_CREATE, json=_BOUND)
    mira, ben = new_user("mira"), new_user("ben")
    give_role(database, home, mira, roles.SECURITY_ADMINISTRATOR)
    body = {"tenantId": neighbour}

    refused = api.client_of(delegate(database, home, mira)).post(_PARTNERS, json=body)
    assert (401, "InvalidAuthenticationToken") == (refused.status_code, error_code(refused))
    challenge = refused.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="", authorization_uri="')
    assert 'error="insufficient_claims"' in challenge
    [claims] = re.findall(r'claims="([^"]+)"', challenge)
    wanted = {"access_token": {"acrs": {"essential": True, "value": "c1"}}}
    assert wanted == json.loads(b64decode(claims))

    without_role = api.client_of(delegate(database, home, ben, contexts=["c1"]))
    assert 403 == without_role.post(_PARTNERS, json=body).status_code
    strong = api.client_of(delegate(database, home, mira, contexts=["c1"]))
    assert 201 == strong.post(_PARTNERS, json=body).status_code
    assert 204 == client.delete(f"{_PARTNERS}/{neighbour}").status_code
    assert 201 == client.post(_PARTNERS, json=body).status_code  # applications are not asked
