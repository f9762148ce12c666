"""What every request of the Graph API meets: version, path, token, body, headers."""

import json
from xml.etree import ElementTree as ET

import httpx
import pytest

from tenantry.actor import operator
from tests.graph.policies.addresses import PARTNERS, POLICY, WRITE
from tests.support.graph_api import GraphApi, error_code

# Nothing here depends on the kind of database.
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, WRITE)


def test_a_call_without_a_token_is_sent_to_sign_in(api: GraphApi) -> None:
    response = api.anonymous().get(POLICY)

    assert response.status_code == 401
    assert error_code(response) == "InvalidAuthenticationToken"
    assert response.headers["WWW-Authenticate"] == (
        'Bearer realm="", authorization_uri="https://login.tenantry.test/common/oauth2/authorize",'
        ' client_id="00000003-0000-0000-c000-000000000000"'
    )


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer unknown", "Basic abc", "Bearer a b"])
def test_a_token_that_nobody_issued_is_refused(api: GraphApi, authorization: str) -> None:
    response = api.anonymous().get(POLICY, headers={"Authorization": authorization})

    assert response.status_code == 401


def test_without_a_token_nobody_learns_whether_an_object_exists(
    api: GraphApi, neighbour: str
) -> None:
    response = api.anonymous().get(f"{PARTNERS}/{neighbour}")

    assert response.status_code == 401


def test_a_token_without_the_permission_is_refused(api: GraphApi, home: str) -> None:
    response = api.client(home, "User.Read.All").get(POLICY)

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "Authorization_RequestDenied"
    assert response.json()["error"]["message"] == (
        "Insufficient privileges to complete the operation."
    )


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0//policies/crossTenantAccessPolicy",
        "/v1.0/policies//crossTenantAccessPolicy/",
        "/v1.0/POLICIES/crosstenantaccesspolicy",
        "/beta/policies/crossTenantAccessPolicy",
        "/v1.0/policies/crossTenant%41ccessPolicy",
    ],
)
def test_a_path_is_found_however_it_is_written(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "code", "message"),
    [
        ("GET /v1.0/nothing", 400, "BadRequest", "segment 'nothing'"),
        ("GET /v1.0/policies/nothing/more", 400, "BadRequest", "segment 'nothing'"),
        (f"GET {POLICY}/nothing", 400, "BadRequest", "segment 'nothing'"),
        (f"DELETE {POLICY}", 405, "Request_BadRequest", "method is not allowed"),
        ("POST /v1.0/$metadata", 405, "Request_BadRequest", "method is not allowed"),
        ("GET /v1.0/directory/remoteTenantGroups", 501, "NotImplemented", "'GET /directory"),
        (f"PATCH {POLICY}/templates", 501, "NotImplemented", "'PATCH /policies"),
        ("GET /v1.0/users%00", 400, "Request_BadRequest", "null character"),
        ("GET /v1.0/users%ff", 400, "Request_BadRequest", "UTF-8"),
    ],
)
def test_a_path_that_is_not_served_says_so(
    client: httpx.Client, asked: str, status: int, code: str, message: str
) -> None:
    response = client.request(*asked.split())

    assert response.status_code == status
    assert error_code(response) == code
    assert message in response.json()["error"]["message"]


def test_a_wrong_verb_tells_the_right_ones(client: httpx.Client) -> None:
    assert client.delete(POLICY).headers["Allow"] == "GET, PATCH"


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (b"{", "application/json", "not JSON"),
        (b"\xff", "application/json", "not JSON"),
        (b"[" * 100_000, "application/json", "not JSON"),
        (b'{"displayName": "\\ud800"}', "application/json", "not JSON"),
        (b"[]", "application/json", "must be a JSON object, not an array"),
        (b'"text"', "application/json", "must be a JSON object, not a string"),
        (b'{"tenantId": "\\u0000"}', "application/json", "null character"),
        (b'{"\\u0000": 1}', "application/json", "null character"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "application/json", "more than 64 levels"),
        (b"<a/>", "text/xml", "'Content-Type' must be 'application/json', not 'text/xml'"),
        (b"", "application/json", "must be a JSON object, not null"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_plainly(
    client: httpx.Client, body: bytes, content_type: str, message: str
) -> None:
    response = client.post(PARTNERS, content=body, headers={"Content-Type": content_type})

    assert response.status_code == 400
    assert error_code(response) == "Request_BadRequest"
    assert message in response.json()["error"]["message"]


def test_a_body_of_more_than_4_mib_is_refused(client: httpx.Client) -> None:
    response = client.post(PARTNERS, json={"tenantId": "x" * (4 * 1024 * 1024)})

    assert response.status_code == 413


def test_an_answer_has_the_documented_headers(client: httpx.Client) -> None:
    headers = client.get(POLICY).headers

    assert headers["Content-Type"] == (
        "application/json;odata.metadata=minimal;odata.streaming=true"
        ";IEEE754Compatible=false;charset=utf-8"
    )
    assert headers["OData-Version"] == "4.0"
    assert headers["Cache-Control"] == "no-cache"
    assert headers["request-id"] == headers["client-request-id"]
    assert "ServerInfo" in json.loads(headers["x-ms-ags-diagnostic"])


def test_the_id_that_the_client_gave_a_request_is_echoed(client: httpx.Client) -> None:
    given = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"

    response = client.get("/v1.0/nothing", headers={"client-request-id": given})

    inner = response.json()["error"]["innerError"]
    assert response.headers["client-request-id"] == given
    assert inner["client-request-id"] == given
    assert inner["request-id"] == response.headers["request-id"]
    assert not inner["date"].endswith("Z")


def test_a_client_may_leave_out_annotations(client: httpx.Client, neighbour: str) -> None:
    client.post(PARTNERS, json={"tenantId": neighbour})

    response = client.get(
        f"{PARTNERS}?$count=true&$select=tenantId",
        headers={"Accept": "application/json;odata.metadata=none"},
    )

    assert response.json() == {"@odata.count": 1, "value": [{"tenantId": neighbour}]}
    assert "odata.metadata=none" in response.headers["Content-Type"]


@pytest.mark.parametrize(
    ("headers", "root"),
    [
        ({"Host": "localhost:8443"}, "https://localhost:8443"),
        ({"Host": "[::1]:8443"}, "https://[::1]:8443"),
        (
            {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "graph.example.com, inner"},
            "http://graph.example.com",
        ),
        (
            {"X-Forwarded-Host": "graph.example.com", "X-Forwarded-Port": "8443"},
            "https://graph.example.com:8443",
        ),
        (
            {"X-Forwarded-Host": "graph.example.com", "X-Forwarded-Port": "443"},
            "https://graph.example.com",
        ),
        ({"X-Forwarded-Prefix": "/graph/"}, "https://graph.tenantry.test/graph"),
        ({"X-Forwarded-Host": 'evil"><script>'}, "https://graph.tenantry.test"),
        ({"X-Forwarded-Proto": "javascript"}, "https://graph.tenantry.test"),
    ],
)
def test_links_carry_the_address_that_the_client_called(
    client: httpx.Client, headers: dict[str, str], root: str
) -> None:
    context = client.get(POLICY, headers=headers).json()["@odata.context"]

    assert context == f"{root}/v1.0/$metadata#policies/crossTenantAccessPolicy/$entity"


def test_head_is_get_without_a_body(client: httpx.Client) -> None:
    response = client.head(POLICY)

    assert response.status_code == 200
    assert response.content == b""
    assert int(response.headers["Content-Length"]) > 0


def test_an_object_has_no_versions_to_match(client: httpx.Client) -> None:
    assert client.get(POLICY, headers={"If-Match": "*"}).status_code == 200
    assert client.get(POLICY, headers={"If-Match": 'W/"1"'}).status_code == 412


def test_a_client_may_ask_for_no_more_than_an_update_gives_anyway(
    client: httpx.Client, neighbour: str
) -> None:
    client.post(PARTNERS, json={"tenantId": neighbour})
    preference = {"Prefer": 'respond-async, return="minimal"'}

    response = client.patch(f"{PARTNERS}/{neighbour}", json={}, headers=preference)

    assert response.status_code == 204
    assert response.headers["Preference-Applied"] == "return=minimal"


def test_a_page_of_another_origin_may_call(client: httpx.Client) -> None:
    asked = {"Origin": "https://spa.test", "Access-Control-Request-Headers": "authorization,x-a"}

    preflight = client.options(POLICY, headers=asked)
    response = client.get(POLICY, headers={"Origin": "https://spa.test"})

    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Headers"] == "authorization,x-a"
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "request-id" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("root", ["/v1.0", "/v1.0/", "/beta/"])
def test_the_service_document_needs_no_token(api: GraphApi, root: str) -> None:
    document = api.anonymous().get(root).json()

    assert {"name": "policies", "kind": "Singleton", "url": "policies"} in document["value"]


def test_the_metadata_document_resolves_every_type_it_names(api: GraphApi) -> None:
    response = api.anonymous().get("/v1.0/$metadata")

    schema = ET.fromstring(response.content)[0][0]  # noqa: S314  # our own document
    declared = {element.get("Name") for element in schema}
    named = {
        name.removeprefix("Collection(").removesuffix(")")
        for element in schema.iter()
        for name in (element.get("Type"), element.get("BaseType"), element.get("EntityType"))
        if name
    }
    ours = {name.rpartition(".")[2] for name in named if not name.startswith("Edm.")}
    assert response.headers["Content-Type"] == "application/xml"
    assert ours <= declared


def test_an_unexpected_fault_shows_nothing_of_its_cause(api: GraphApi) -> None:
    client = api.client_of(operator("/etc/tenant"))  # the ids of tenants are GUIDs

    response = client.get(POLICY)

    error = response.json()["error"]
    assert response.status_code == 500
    assert error["code"] == "generalException"
    assert response.headers["request-id"] in error["message"]
    assert "/etc/tenant" not in response.text
    assert "UUID" not in response.text
