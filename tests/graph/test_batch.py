"""JSON batching (contract §1.12, clients §0.1 #6)."""

from typing import Any

import httpx
import pytest

from tests.graph.policies.addresses import WRITE
from tests.support.graph_api import GraphApi, error_code

# Nothing here depends on the kind of database.
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

POLICY = "/policies/crossTenantAccessPolicy"
PARTNERS = f"{POLICY}/partners"

Step = dict[str, Any]


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, WRITE)


def get(step_id: str, url: str = POLICY, **given: Any) -> Step:
    return {"id": step_id, "method": "GET", "url": url, **given}


def post(step_id: str, body: object, **given: Any) -> Step:
    headers = {"content-TYPE": "application/json"}
    step = {"id": step_id, "method": "post", "url": PARTNERS, "headers": headers, "body": body}
    return {**step, **given}


def responses_of(client: httpx.Client, *steps: Step) -> dict[str, Any]:
    response = client.post("/v1.0/$batch", json={"requests": steps})
    assert response.status_code == 200
    return {each["id"]: each for each in response.json()["responses"]}


def test_every_step_gets_its_own_answer(client: httpx.Client, neighbour: str) -> None:
    answers = responses_of(
        client,
        get("read"),
        post("add", {"tenantId": neighbour}),
        get("missing", "/nothing"),
    )

    assert {key: answer["status"] for key, answer in answers.items()} == {
        "read": 200,
        "add": 201,
        "missing": 400,
    }
    assert answers["read"]["body"]["displayName"] == "CrossTenantAccessPolicy"
    assert answers["read"]["headers"]["OData-Version"] == "4.0"
    assert answers["add"]["headers"]["Location"].endswith(f"{PARTNERS}/{neighbour}")
    assert answers["missing"]["body"]["error"]["code"] == "BadRequest"


def test_an_answer_without_a_body_has_null(client: httpx.Client, neighbour: str) -> None:
    step = {**post("2", {}, dependsOn=["1"]), "method": "PATCH", "url": f"{PARTNERS}/{neighbour}"}

    answers = responses_of(client, post("1", {"tenantId": neighbour}), step)

    assert answers["2"]["status"] == 204
    assert answers["2"]["body"] is None


@pytest.mark.parametrize(
    "url",
    [
        "policies/crossTenantAccessPolicy",
        "/policies/crossTenantAccessPolicy",
        "/v1.0/policies/crossTenantAccessPolicy",
        "https://graph.tenantry.test/v1.0/policies/crossTenantAccessPolicy",
        "https://graph.microsoft.com/v1.0//policies/crossTenantAccessPolicy",
        "//policies//crossTenantAccessPolicy?$select=id",
    ],
)
def test_a_step_is_found_however_its_url_is_written(client: httpx.Client, url: str) -> None:
    assert responses_of(client, get("1", url))["1"]["status"] == 200


def test_a_step_may_name_the_other_version(client: httpx.Client) -> None:
    answer = responses_of(client, get("1", f"/beta{POLICY}"))["1"]

    assert "/beta/$metadata#" in answer["body"]["@odata.context"]


@pytest.mark.parametrize("member", ["dependsOn", "depends_on"])
def test_a_step_waits_for_what_it_depends_on(
    client: httpx.Client, neighbour: str, member: str
) -> None:
    first = get("first", f"{PARTNERS}/{neighbour}", **{member: ["SECOND"]})

    answers = responses_of(client, first, post("second", {"tenantId": neighbour}))

    assert answers["first"]["status"] == 200


def test_what_depends_on_a_failed_step_fails_too(client: httpx.Client) -> None:
    answers = responses_of(
        client,
        get("1", "/nothing"),
        get("2", dependsOn=["1"]),
        get("3", dependsOn=["2"]),
        get("4"),
    )

    assert [answers[key]["status"] for key in "1234"] == [400, 424, 424, 200]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([], "1 to 20"),
        ([get("1"), get("1")], "given twice"),
        ([get("a"), get("A")], "given twice"),
        ([get("")], "requests[0].id"),
        ([{"method": "GET", "url": POLICY}], "requests[0].id"),
        ([{"id": 1, "method": "GET", "url": POLICY}], "must be a string, not a number"),
        ([{"id": "1", "url": POLICY}], "requests[0].method"),
        ([{"id": "1", "method": "GET"}], "requests[0].url"),
        (["text"], "requests[0]"),
        ([get("1", headers=[])], "requests[0].headers"),
        ([get("1", headers={"a": 1})], "requests[0].headers.a"),
        ([get("1", dependsOn="2")], "requests[0].dependsOn"),
        ([get("1", dependsOn=["2"])], "not in the batch"),
        ([get("1", dependsOn=["1"])], "circle"),
        ([get("1", dependsOn=["2"]), get("2", dependsOn=["1"])], "circle"),
        ([post("1", {}, headers={})], "Content-Type"),
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(
    client: httpx.Client, steps: list[Any], message: str
) -> None:
    response = client.post("/v1.0/$batch", json={"requests": steps})

    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_a_batch_has_at_most_20_steps(client: httpx.Client) -> None:
    steps = [get(str(number)) for number in range(21)]

    response = client.post("/v1.0/$batch", json={"requests": steps})

    assert response.status_code == 400
    assert error_code(response) == "MaximumValueExceeded"


@pytest.mark.parametrize("url", ["/$batch", "/v1.0/%24batch"])
def test_a_batch_cannot_hold_a_batch(client: httpx.Client, url: str) -> None:
    inner = post("1", {"requests": [get("1")]}, url=url)

    answer = responses_of(client, inner)["1"]

    assert answer["status"] == 400
    assert "another batch" in answer["body"]["error"]["message"]


def test_a_step_has_the_permissions_of_the_batch_and_no_others(
    api: GraphApi, home: str, neighbour: str
) -> None:
    stronger = api.client(home, WRITE).headers["Authorization"]
    step = post("1", {"tenantId": neighbour})
    step["headers"]["Authorization"] = stronger

    answer = responses_of(api.client(home, "Policy.Read.All"), step)["1"]

    assert answer["status"] == 403


def test_a_batch_needs_a_token(api: GraphApi) -> None:
    response = api.anonymous().post("/v1.0/$batch", json={"requests": [get("1", "/$metadata")]})

    assert response.status_code == 401
