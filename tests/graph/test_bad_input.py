"""Whatever is wrong with a request, the answer says what and where, and nothing is changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from tenantry.graph.odata.options import KNOWN_OPTIONS
from tenantry.graph.routes import Route
from tenantry.storage import tables
from tenantry.storage.database import Database
from tenantry.sync.engine.cycles import Cycle
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import Names, settle
from tests.support.rows import Rows, rows_of
from tests.support.two_tenants import ALL_PERMISSIONS

_WITH_BODY = [
    route for route in built_routes() if any(each.body is not None for each in templates_of(route))
]
_JOB = "servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}"
_OF_OTHER_TYPES: tuple[Any, ...] = (17, True, "seventeen", ["seventeen"], {"seventeen": 17})
_ANY_TYPE = frozenset({"definition", "targetAttributeDefinition", "id", "version", "directories"})


class Tenant:
    """A tenant with one of everything, in the hands of an application that may do everything."""

    def __init__(self, database: Database, names: Names) -> None:
        self._database = database
        self.names = names

    def send(self, request: Template, content: bytes | None = None) -> httpx.Response:
        """Return the answer to *request*, with *content* as it is in place of its body."""
        client = GraphApi(self._database).client(self.names["tenant"], *ALL_PERMISSIONS)
        filled = request.filled(self.names)
        if content is None:
            content = b"" if filled.body is None else json.dumps(filled.body).encode()
        headers = {"Content-Type": "application/json"}
        return client.request(
            filled.method, f"/{filled.version}/{filled.path}", content=content, headers=headers
        )

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self.send(Template(method=method, path=path, body=body))

    def rows(self) -> Rows:
        return self.rows_of("tenant")

    def rows_of(self, name: str) -> Rows:
        """Return what is stored of the tenant called *name*."""
        return rows_of(self._database, self.names[name])

    def remove(self, tenant_id: str) -> None:
        """Take another tenant away."""
        with self._database.write() as work:
            where = tables.tenants.c.id == tenant_id
            gone = update(tables.tenants).where(where).values(deleted_at=work.instant)
            work.connection.execute(gone)

    def run_cycle(self) -> None:
        """Run a cycle of the job now."""
        Cycle(self._database, self.names["tenant"], self.names["job"]).run()


@pytest.fixture
def tenant(sqlite_databases: SqliteDatabases) -> Iterator[Tenant]:
    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        yield Tenant(database, names)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{", id="cut off"),
        pytest.param(b"[]", id="an array"),
        pytest.param(b'"text"', id="a text"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(b'{"displayName": "\\u0000"}', id="a null character"),
        pytest.param(b'{"displayName": "\\ud800"}', id="half a character"),
        pytest.param(b'{"a":' * 100 + b"1" + b"}" * 100, id="very deep"),
    ],
)
def test_a_body_that_cannot_be_read_changes_nothing(tenant: Tenant, content: bytes) -> None:
    before = tenant.rows()

    for route in _WITH_BODY:
        response = tenant.send(next(templates_of(route)), content)
        assert "body" == _refusal_of(response)["target"], title(route)

    assert before == tenant.rows()


@pytest.mark.parametrize("route", _WITH_BODY, ids=title)
def test_a_value_of_another_type_is_refused_by_its_name(tenant: Tenant, route: Route) -> None:
    before = tenant.rows()

    for template in templates_of(route):
        for name, body in _with_another_type(template.body):
            response = tenant.send(replace(template, body=body))
            error = _refusal_of(response)
            assert name in f"{error.get('target')} {error['message']}", (body, error)

    assert before == tenant.rows()


def test_an_unknown_property_is_refused_by_its_name(tenant: Tenant) -> None:
    before = tenant.rows()

    for route in _WITH_BODY:
        for template in templates_of(route):
            if template.body is not None:
                body = {**template.body, "favouriteColour": "green"}
                response = tenant.send(replace(template, body=body))
                assert "favouriteColour" == _refusal_of(response)["target"], title(route)

    assert before == tenant.rows()


def test_an_option_that_a_path_does_not_know_is_refused_by_its_name(tenant: Tenant) -> None:
    before = tenant.rows()

    for route in built_routes():
        for option in {*KNOWN_OPTIONS, "$skip", "$format", "$colour"} - {*route.query_options}:
            response = tenant.send(next(templates_of(route)).with_query(f"{option}=1"))
            assert option == _refusal_of(response)["target"], title(route)

    assert before == tenant.rows()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("users/not-an-id", 404),
        ("users/%20", 404),
        ("users/%27", 404),
        ("users/" + "x" * 5000, 404),
        ("users/%00", 400),
        ("users/%ff", 400),
        ("users('{user}", 400),
        ("users(userPrincipalName='{user})", 400),
        ("users(favouriteColour='green')", 400),
        ("groups/00000000-0000-0000-0000-000000000000", 404),
        ("groups(uniqueName='design')", 501),
        ("directoryRoles/{user}", 404),
        ("policies/crossTenantAccessPolicy/partners/not-an-id", 404),
        ("servicePrincipals/{servicePrincipal}/synchronization/jobs/not-an-id", 404),
        ("directory/deletedItems/microsoft.graph.dragon", 400),
        ("users/{user}/favouriteColour", 400),
    ],
)
def test_a_path_that_leads_nowhere_says_so(tenant: Tenant, path: str, status: int) -> None:
    response = tenant.ask("GET", path)

    assert status == response.status_code, response.text
    assert (
        "'" in response.json()["error"]["message"] or "path" in response.json()["error"]["message"]
    )


@pytest.mark.parametrize(
    ("path", "name", "longest"),
    [
        ("users/{user}", "companyName", 64),
        ("users/{user}", "department", 64),
        ("users/{user}", "displayName", 256),
        ("users/{user}", "employeeId", 16),
        ("users/{user}", "jobTitle", 128),
        ("users/{user}", "mailNickname", 64),
        ("users/{user}", "streetAddress", 1024),
        ("groups/{group}", "displayName", 256),
        ("groups/{group}", "mailNickname", 64),
    ],
)
def test_a_text_may_be_as_long_as_documented_and_no_longer(
    tenant: Tenant, path: str, name: str, longest: int
) -> None:
    just_right = tenant.ask("PATCH", path, {name: "x" * longest})
    too_long = tenant.ask("PATCH", path, {name: "y" * (longest + 1)})

    assert just_right.status_code == 204
    error = _refusal_of(too_long)
    assert name == error["target"]
    assert str(longest) in error["message"]


@pytest.mark.parametrize("manager", ["{user}", "{report}"])
def test_nobody_is_their_own_manager_not_even_around_a_circle(tenant: Tenant, manager: str) -> None:
    before = tenant.rows()

    reference = {"@odata.id": f"https://graph.test/v1.0/users/{manager}"}
    response = tenant.ask("PUT", "users/{user}/manager/$ref", reference)

    assert "manager" in _refusal_of(response)["target"]
    assert before == tenant.rows()


def test_an_expression_has_at_most_10_000_characters(tenant: Tenant) -> None:
    longest = f'"{"x" * 9_998}"'

    parsed, refused = (
        tenant.ask("POST", f"{_JOB}/schema/parseExpression", {"expression": text}).json()
        for text in (longest, f"{longest} ")
    )

    assert parsed["parsingSucceeded"]
    assert not refused["parsingSucceeded"]
    assert "10,000" in refused["error"]["message"]


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        pytest.param(
            {"source": {"expression": f'"{"x" * 9_999}"', "name": "", "type": "Function"}},
            "attributeMappings",
            "10,000",
            id="an expression that is too long",
        ),
        pytest.param(
            {"source": {"expression": "Upper([city])", "name": "Upper", "type": "Function"}},
            "attributeMappings",
            "Upper",
            id="an unknown function",
        ),
        pytest.param(
            {"source": {"expression": "[shoeSize]", "name": "shoeSize", "type": "Attribute"}},
            "attributeMappings",
            "shoeSize",
            id="a source attribute that does not exist",
        ),
        pytest.param(
            {"targetAttributeName": "shoeSize"},
            "targetAttributeName",
            "shoeSize",
            id="a target attribute that does not exist",
        ),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_by_its_place(
    tenant: Tenant, change: dict[str, Any], place: str, message: str
) -> None:
    schema = tenant.ask("GET", f"{_JOB}/schema").json()
    mappings = _users_of(schema)["attributeMappings"]
    [city] = [each for each in mappings if each["targetAttributeName"] == "city"]
    city.update(change)
    before = tenant.rows()

    error = _refusal_of(tenant.ask("PUT", f"{_JOB}/schema", _sendable(schema)))

    assert place in error["target"]
    assert message in error["message"]
    assert before == tenant.rows()


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ({"operatorName": "SOUNDS LIKE", "sourceOperandName": "city"}, "SOUNDS LIKE"),
        ({"operatorName": "EQUALS", "sourceOperandName": "shoeSize"}, "shoeSize"),
        ({"operatorName": "REGEX MATCH", "sourceOperandName": "city"}, "("),
    ],
)
def test_a_scoping_filter_that_cannot_work_is_refused_by_its_place(
    tenant: Tenant, clause: dict[str, Any], message: str
) -> None:
    schema = tenant.ask("GET", f"{_JOB}/schema").json()
    clause = {**clause, "targetOperand": {"values": ["("]}}
    _users_of(schema)["scope"] = {"groups": [{"name": "some", "clauses": [clause]}]}
    before = tenant.rows()

    error = _refusal_of(tenant.ask("PUT", f"{_JOB}/schema", _sendable(schema)))

    assert "groups[0].clauses[0]" in error["target"]
    assert message in error["message"]
    assert before == tenant.rows()


def test_a_job_whose_target_is_gone_says_so_and_changes_nobody(tenant: Tenant) -> None:
    tenant.remove(tenant.names["hub"])
    before = tenant.rows_of("hub")

    tenant.run_cycle()

    status = tenant.ask("GET", _JOB).json()["status"]
    assert status["lastExecution"]["state"] == "Failed"
    assert tenant.names["hub"] in status["lastExecution"]["error"]["message"]
    assert before == tenant.rows_of("hub")


def _users_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping of users in a schema."""
    users: dict[str, Any] = schema["synchronizationRules"][0]["objectMappings"][0]
    return users


def _sendable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"synchronizationRules": schema["synchronizationRules"]}


def _with_another_type(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name of each property of *body*, and *body* with another type of value there."""
    for name, value in (body or {}).items():
        if "@" in name or name in _ANY_TYPE:
            continue
        for other in _OF_OTHER_TYPES:
            if type(other) is not type(value):
                yield name, {**body, name: other}
        if isinstance(value, dict):
            for inner, changed in _with_another_type(value):
                yield inner, {**body, name: changed}


def _refusal_of(response: httpx.Response) -> dict[str, Any]:
    """Return the error of a response that must tell a bad request."""
    assert response.status_code == 400, response.text
    error: dict[str, Any] = response.json()["error"]
    assert {"code", "message", "innerError"} <= set(error)
    return error
