"""Applications, service principals, templates, assignments over HTTP (contract §4.4, §5, §6.9)."""

import re
from typing import Any

import httpx
import pytest

from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import GraphApi, error_code

TEMPLATE = "/v1.0/applicationTemplates/518e5f48-1fc8-4c48-9387-9fdf28b0dfe7/instantiate"
GRAPH = "00000003-0000-0000-c000-000000000000"
JsonBody = dict[str, Any]


@pytest.fixture
def board(client: httpx.Client) -> JsonBody:
    """An application."""
    body: JsonBody = client.post("/v1.0/applications", json={"displayName": "Board"}).json()
    return body


@pytest.fixture
def configuration(client: httpx.Client) -> JsonBody:
    """The service principal of a synchronization."""
    body = client.post(TEMPLATE, json={"displayName": "Northwind to Tailwind"}).json()
    principal: JsonBody = body["servicePrincipal"]
    return principal


def test_the_synchronization_template_answers_both_objects(client: httpx.Client, home: str) -> None:
    response = client.post(TEMPLATE, json={"displayName": "Northwind to Tailwind"})

    assert response.status_code == 201
    body = response.json()
    assert body["@odata.context"].endswith("#microsoft.graph.applicationServicePrincipal")
    application, principal = body["application"], body["servicePrincipal"]
    [role] = principal["appRoles"]
    assert role == {
        "id": role["id"],
        "allowedMemberTypes": ["User"],
        "displayName": "msiam_access",
        "description": "msiam_access",
        "isEnabled": True,
        "value": None,
        "origin": "Application",
    }
    assert application["appRoles"] == principal["appRoles"]
    assert application["appId"] == principal["appId"]
    assert principal["appRoleAssignmentRequired"] is True
    assert principal["appOwnerOrganizationId"] == home
    assert principal["tags"] == ["WindowsAzureActiveDirectoryIntegratedApp"]
    assert application["web"]["homePageUrl"].endswith("metadata=aad2aadsync|ISV9.1|primary|z")
    assert principal["homepage"] == application["web"]["homePageUrl"]
    [scope] = application["api"]["oauth2PermissionScopes"]
    assert scope["value"] == "user_impersonation"


def test_a_configuration_is_found_by_its_template(
    client: httpx.Client, configuration: JsonBody
) -> None:
    condition = "applicationTemplateId eq '518e5f48-1fc8-4c48-9387-9fdf28b0dfe7'"

    found = client.get(f"/v1.0/servicePrincipals?$filter={condition}").json()["value"]

    assert [configuration["id"]] == [one["id"] for one in found]


def test_an_unknown_template_is_not_found(client: httpx.Client) -> None:
    path = TEMPLATE.replace("518e5f48", "518e5f49")

    assert client.post(path, json={"displayName": "x"}).status_code == 404


def test_an_application_keeps_what_it_was_given_and_shows_the_rest_by_default(
    client: httpx.Client,
) -> None:
    given = {
        "displayName": "Board",
        "web": {"redirectUris": ["https://board.test/in"]},
        "requiredResourceAccess": [
            {"resourceAppId": GRAPH, "resourceAccess": [{"id": GRAPH, "type": "Role"}]}
        ],
        "keyCredentials": [],
        "tags": ["a"],
    }

    created = client.post("/v1.0/applications", json=given).json()

    assert created["web"] == {
        "homePageUrl": None,
        "logoutUrl": None,
        "redirectUris": ["https://board.test/in"],
        "implicitGrantSettings": None,
        "redirectUriSettings": [],
    }
    assert created["requiredResourceAccess"] == given["requiredResourceAccess"]
    assert created["tags"] == ["a"]
    assert created["signInAudience"] == "AzureADMyOrg"
    assert created["info"]["logoUrl"] is None
    assert created["optionalClaims"] is None
    assert created["passwordCredentials"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/applications/{id}",
        "/v1.0/applications('{id}')",
        "/v1.0/applications(appId='{appId}')",
    ],
)
def test_an_application_is_changed_under_either_key(
    client: httpx.Client, board: JsonBody, path: str
) -> None:
    url = path.format(**board)

    assert client.patch(url, json={"notes": "n", "spa": {"redirectUris": ["x"]}}).status_code == 204

    changed = client.get(url).json()
    assert {**board, "notes": "n", "spa": {"redirectUris": ["x"]}} == changed


@pytest.mark.parametrize(
    ("given", "status", "target"),
    [
        ({"web": {"colour": "red"}}, 400, "web.colour"),
        ({"appRoles": [{"id": "1"}]}, 400, "appRoles[0].allowedMemberTypes"),
        ({"appId": GRAPH}, 400, "appId"),
        ({"uniqueName": "x"}, 501, "uniqueName"),
        ({"signInAudience": "Everybody"}, 400, "signInAudience"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_path(
    client: httpx.Client, board: JsonBody, given: JsonBody, status: int, target: str
) -> None:
    response = client.patch(f"/v1.0/applications/{board['id']}", json=given)

    assert (status, target) == (response.status_code, response.json()["error"]["target"])


def test_applications_are_found_as_command_lines_look_for_them(
    client: httpx.Client, board: JsonBody
) -> None:
    for condition in (
        f"appId eq '{board['appId']}'",
        "startswith(displayName,'Bo')",
        "displayName eq 'board'",
    ):
        found = client.get(f"/v1.0/applications?$filter={condition}").json()["value"]
        assert [board["id"]] == [one["id"] for one in found]


def test_a_secret_is_shown_once(client: httpx.Client, board: JsonBody) -> None:
    path = f"/v1.0/applications/{board['id']}"

    added = client.post(
        f"{path}/addPassword", json={"passwordCredential": {"displayName": "CI"}}
    ).json()

    assert added.pop("@odata.context").endswith("#microsoft.graph.passwordCredential")
    assert re.fullmatch(r"\w{40}", added["secretText"])
    assert client.get(path).json()["passwordCredentials"] == [{**added, "secretText": None}]

    key = {"keyId": added["keyId"]}
    assert client.post(f"{path}/removePassword", json=key).status_code == 204
    assert client.post(f"{path}/removePassword", json=key).status_code == 400
    assert client.get(path).json()["passwordCredentials"] == []


def test_a_service_principal_is_made_for_an_application(
    client: httpx.Client, board: JsonBody
) -> None:
    created = client.post("/v1.0/servicePrincipals", json={"appId": board["appId"]})
    again = client.post("/v1.0/servicePrincipals", json={"appId": board["appId"]})
    unknown = client.post("/v1.0/servicePrincipals", json={"appId": board["id"]})

    assert created.status_code == 201
    assert created.json()["servicePrincipalNames"] == [board["appId"]]
    assert (409, "Request_MultipleObjectsWithSameKeyValue") == (
        again.status_code,
        error_code(again),
    )
    assert (400, "appId") == (unknown.status_code, unknown.json()["error"]["target"])
    path = f"/v1.0/servicePrincipals(appId='{board['appId']}')"
    assert client.patch(path, json={"accountEnabled": False}).status_code == 204
    assert client.get(f"{path}?$select=accountEnabled").json()["accountEnabled"] is False
    secret = client.post(f"{path}/addPassword", json={}).json()
    assert [secret["keyId"]] == [
        one["keyId"] for one in client.get(path).json()["passwordCredentials"]
    ]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_permissions_of_graph_are_looked_up_by_name(client: httpx.Client) -> None:
    graph = client.get(f"/v1.0/servicePrincipals(appId='{GRAPH}')").json()

    roles = {role["value"]: role["id"] for role in graph["appRoles"]}
    scopes = {scope["value"]: scope["id"] for scope in graph["oauth2PermissionScopes"]}
    assert roles["User.Read.All"] == "df021288-bdef-4463-88db-98f22de89214"
    assert scopes["User.Read"] == "e1fe6dd8-ba31-4d61-89e7-88639da4683d"


def test_a_user_is_assigned_to_a_configuration(
    client: httpx.Client, configuration: JsonBody, new_user: AddObject
) -> None:
    mira = new_user("mira")
    path = f"/v1.0/servicePrincipals/{configuration['id']}/appRoleAssignedTo"
    body = {
        "principalId": mira,
        "resourceId": configuration["id"],
        "appRoleId": configuration["appRoles"][0]["id"],
    }

    response = client.post(path, json=body)

    assert response.status_code == 201
    created = response.json()
    assert created == {
        "@odata.context": "https://graph.tenantry.test/v1.0/$metadata#servicePrincipals"
        f"('{configuration['id']}')/appRoleAssignedTo/$entity",
        "id": created["id"],
        "deletedDateTime": None,
        "appRoleId": body["appRoleId"],
        "createdDateTime": created["createdDateTime"],
        "principalDisplayName": "Mira",
        "principalId": mira,
        "principalType": "User",
        "resourceDisplayName": "Northwind to Tailwind",
        "resourceId": configuration["id"],
    }
    assert re.fullmatch(r"[\w-]{43}", created["id"])
    again = client.post(path, json=body)
    assert (400, "The permission being assigned already exists on the object.") == (
        again.status_code,
        again.json()["error"]["message"],
    )
    for url in (
        path,
        f"/v1.0/users/{mira}/appRoleAssignments",
        "/v1.0/users/mira@northwind.test/appRoleAssignments",
        f"{path}?$filter=principalId eq '{mira}'",
        f"{path}?$filter=startswith(principalDisplayName,'mi')",
    ):
        assert [created["id"]] == [one["id"] for one in client.get(url).json()["value"]]
    assert client.get(f"{path}?$filter=principalDisplayName eq 'Kim'").json()["value"] == []

    assert client.delete(f"{path}/{created['id']}").status_code == 204
    assert client.get(path).json()["value"] == []


def test_an_assignment_is_about_the_object_in_the_path(
    client: httpx.Client, configuration: JsonBody, new_user: AddObject
) -> None:
    mira, kim = new_user("mira"), new_user("kim")
    body = {
        "principalId": mira,
        "resourceId": configuration["id"],
        "appRoleId": configuration["appRoles"][0]["id"],
    }

    assert client.post(f"/v1.0/users/{kim}/appRoleAssignments", json=body).status_code == 404
    assert client.get(f"/v1.0/users/{mira}/appRoleAssignments").json()["value"] == []
    assert client.post(f"/v1.0/users/{mira}/appRoleAssignments", json=body).status_code == 201


def test_assigning_needs_its_own_permission(
    api: GraphApi, home: str, configuration: JsonBody, new_user: AddObject
) -> None:
    body = {
        "principalId": new_user("mira"),
        "resourceId": configuration["id"],
        "appRoleId": configuration["appRoles"][0]["id"],
    }
    path = f"/v1.0/servicePrincipals/{configuration['id']}/appRoleAssignedTo"

    for permissions in (["Application.ReadWrite.All"], ["AppRoleAssignment.ReadWrite.All"]):
        assert api.client(home, *permissions).post(path, json=body).status_code == 403
    both = ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"]
    assert api.client(home, *both).post(path, json=body).status_code == 201


def test_deleting_an_application_deletes_its_service_principal(
    client: httpx.Client, configuration: JsonBody
) -> None:
    application = f"/v1.0/applications(appId='{configuration['appId']}')"

    assert client.delete(application).status_code == 204

    assert client.get(f"/v1.0/servicePrincipals/{configuration['id']}").status_code == 404
    deleted = client.get("/v1.0/directory/deletedItems/graph.servicePrincipal").json()["value"]
    assert [configuration["id"]] == [one["id"] for one in deleted]
