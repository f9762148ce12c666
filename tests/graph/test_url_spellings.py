"""Every way in which real clients write a URL, a header or a name (clients §0.1)."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template
from tests.support.look_alikes import Names, settle
from tests.support.two_tenants import ALL_PERMISSIONS


class Script:
    """A client that names the objects of its tenant by what they are: `/users/{user}`."""

    def __init__(self, client: httpx.Client, names: Names) -> None:
        self._client = client
        self._names = names

    def __call__(self, method: str, url: str, body: Any = None, **headers: str) -> httpx.Response:
        request = Template(method=method, path=url, body=body).filled(self._names)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.request(method, request.path, json=request.body, headers=sent)


@pytest.fixture
def script(sqlite_databases: SqliteDatabases) -> Iterator[Script]:
    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        yield Script(GraphApi(database).client(names["tenant"], *ALL_PERMISSIONS), names)


@pytest.mark.parametrize(
    ("plain", "spelling"),
    [
        # 1: the SDK's default base URL ends in a slash
        ("/v1.0/users", "/v1.0//users"),
        ("/v1.0/users/{user}", "/v1.0//users//{user}/"),
        # 2: functions without parameters
        ("/v1.0/users/delta", "/v1.0/users/delta()"),
        ("/v1.0/users/delta", "/v1.0/users/microsoft.graph.delta"),
        ("/v1.0/users/delta", "/v1.0/users/microsoft.graph.delta()"),
        # 3: type casts
        (
            "/v1.0/directory/deletedItems/microsoft.graph.user",
            "/v1.0/directory/deletedItems/graph.user",
        ),
        (
            "/v1.0/directory/deletedItems/microsoft.graph.group",
            "/v1.0/directory/deleteditems/graph.group",
        ),
        (
            "/v1.0/groups/{group}/members/microsoft.graph.user",
            "/v1.0/groups/{group}/members/graph.user",
        ),
        # 4: keys in parentheses
        ("/v1.0/users/{user}", "/v1.0/users('{user}')"),
        ("/v1.0/users/{user}/manager", "/v1.0/users('{user}')/manager"),
        ("/v1.0/users/{user}", "/v1.0/users('{userPrincipalName}')"),
        ("/v1.0/users/{user}", "/v1.0/users(userPrincipalName='{userPrincipalName}')"),
        ("/v1.0/applications/{application}", "/v1.0/applications(appId='{appId}')"),
        (
            "/v1.0/servicePrincipals/{servicePrincipal}",
            "/v1.0/servicePrincipals(appId='{syncAppId}')",
        ),
        # 5: raw or encoded
        ("/v1.0/users?$select=id,displayName", "/v1.0/users?%24select=id%2CdisplayName"),
        ("/v1.0/users?$select=id,displayName", "/v1.0/users?select=id,displayName"),
        ("/v1.0/users?$select=id,displayName", "/v1.0/users?$SELECT=id,%20displayName"),
        ("/v1.0/users?$filter=displayName eq 'Mira'", "/v1.0/users?$filter=displayName+eq+'Mira'"),
        (
            "/v1.0/users?$filter=displayName eq 'Mira'",
            "/v1.0/users?%24filter=displayName%20eq%20%27Mira%27",
        ),
        ("/v1.0/users?$orderby=displayName", "/v1.0/users?$orderBy=displayName"),
        ("/v1.0/users/kim@northwind.test", "/v1.0/users/kim%40northwind.test"),
        ("/v1.0/users/kim@northwind.test", "/v1.0/users/KIM@Northwind.Test"),
        # segments in any casing
        ("/v1.0/auditLogs/directoryAudits", "/v1.0/auditlogs/directoryaudits"),
    ],
)
def test_a_url_means_the_same_however_it_is_written(
    script: Script, plain: str, spelling: str
) -> None:
    expected, actual = script("GET", plain), script("GET", spelling)

    assert expected.status_code == 200
    assert _told(expected) == _told(actual)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "/v1.0/users('{user}')/revokeSignInSessions"),
        ("POST", "/v1.0/users/{user}/microsoft.graph.revokeSignInSessions"),
        ("POST", "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/start"),
        ("POST", "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/start/"),
        (
            "POST",
            "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/microsoft.graph.pause",
        ),
        (
            "GET",
            "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/schema/functions()",
        ),
        (
            "GET",
            "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/schema/filterOperators()",
        ),
    ],
)
def test_an_operation_is_found_however_it_is_written(script: Script, method: str, url: str) -> None:
    assert script(method, url).is_success


@pytest.mark.parametrize(
    "url",
    [
        "/users/{user}",
        "users/{user}",
        "/v1.0/users/{user}",
        "/v1.0//users/{user}",
        "https://graph.tenantry.test/v1.0/users/{user}",
        "https://graph.microsoft.com/v1.0//users/{user}",
    ],
)
def test_a_step_of_a_batch_is_found_however_it_is_written(script: Script, url: str) -> None:
    step = {"id": "1", "method": "GET", "url": url, "HEADERS": {}}

    response = script("POST", "/v1.0/$batch", {"requests": [step]})

    [answer] = response.json()["responses"]
    assert answer["status"] == 200
    assert {"id", "status", "headers", "body"} == set(answer)


@pytest.mark.parametrize("name", ["dependsOn", "depends_on"])
def test_a_step_waits_under_either_name(script: Script, name: str) -> None:
    steps = [
        {"id": "1", "method": "GET", "url": "/users/nobody"},
        {"id": "2", "method": "GET", "url": "/users", name: ["1"]},
    ]

    answers = script("POST", "/v1.0/$batch", {"requests": steps}).json()["responses"]

    assert {"1": 404, "2": 424} == {each["id"]: each["status"] for each in answers}


@pytest.mark.parametrize(
    "body",
    [
        {"mailNickName": "k"},
        {"MAILNICKNAME": "k"},
        {"@odata.type": "#microsoft.graph.user", "mailNickname": "k"},
        {"@odata.type": "microsoft.graph.user", "mailNickname": "k", "jobTitle": None},
    ],
)
def test_a_property_is_known_in_any_casing_beside_annotations_and_nulls(
    script: Script, body: dict[str, Any]
) -> None:
    assert script("PATCH", "/v1.0/users/{user}", body).status_code == 204

    user = script("GET", "/v1.0/users/{user}?$select=mailNickname").json()
    assert user["mailNickname"] == "k"


def test_a_group_may_be_made_with_an_explicit_null(script: Script) -> None:
    group = {
        "@odata.type": "#microsoft.graph.group",
        "displayName": "Writers",
        "mailEnabled": False,
        "mailNickName": "writers",
        "securityEnabled": True,
        "visibility": None,
    }

    assert script("POST", "/v1.0/groups", group).status_code == 201


def test_a_client_may_do_without_annotations(script: Script) -> None:
    plain = "application/json;odata.metadata=none"

    listed = script("GET", "/v1.0/users?$top=1", accept=plain).json()
    restored = script(
        "POST",
        "/v1.0/directory/deletedItems/{deletedUser}/restore",
        accept=plain,
        content_type=plain,
    )

    assert {"@odata.nextLink", "value"} == set(listed)
    assert restored.status_code == 200


@pytest.mark.parametrize("host", ["graph.tenantry.test", "graph.microsoft.com", "localhost:8443"])
@pytest.mark.parametrize(
    "object_", ["directoryObjects/{guest}", "users/{guest}", "users('{guest}')"]
)
def test_a_reference_is_understood_whatever_its_host(
    script: Script, host: str, object_: str
) -> None:
    reference = {"@odata.id": f"https://{host}/v1.0/{object_}"}

    assert script("POST", "/v1.0/groups/{group}/members/$ref", reference).status_code == 204


def test_items_of_any_kind_tell_their_type(script: Script) -> None:
    members = script("GET", "/v1.0/groups/{group}/members").json()["value"]

    assert {
        "#microsoft.graph.user",
        "#microsoft.graph.group",
        "#microsoft.graph.servicePrincipal",
    } == {member["@odata.type"] for member in members}


def test_an_error_has_what_every_client_prints(script: Script) -> None:
    request_id = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"

    response = script("GET", "/v1.0/users/nobody", client_request_id=request_id)

    error = response.json()["error"]
    assert {"code", "message", "innerError"} <= set(error)
    assert {"date", "request-id", "client-request-id"} == set(error["innerError"])
    assert request_id == error["innerError"]["client-request-id"]
    assert request_id == response.headers["client-request-id"]


def test_who_asks_too_often_is_told_when_to_come_back(script: Script) -> None:
    url = "/v1.0/servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/provisionOnDemand"
    subject = {"objectId": "{user}", "objectTypeName": "User"}
    body = {"parameters": [{"ruleId": "{rule}", "subjects": [subject]}]}

    responses = [script("POST", url, body) for _ in range(6)]

    assert responses[-1].status_code == 429
    assert int(responses[-1].headers["Retry-After"]) >= 1


def test_a_page_of_another_origin_may_ask_with_a_token(script: Script) -> None:
    response = script(
        "OPTIONS",
        "/v1.0/users",
        origin="https://app.test",
        access_control_request_method="GET",
        access_control_request_headers="authorization",
    )

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "authorization" in response.headers["Access-Control-Allow-Headers"]


def _told(response: httpx.Response) -> Any:
    """Return the body without the links, which repeat how the request was written."""
    return {name: value for name, value in response.json().items() if "Link" not in name}
