"""Whatever is wrong with a request, the answer says what and where, and nothing is changed."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tenantry.graph.odata.options import KNOWN_OPTIONS
from tenantry.graph.routes import Route
from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import Names, settle
from tests.support.rows import Rows, rows_of
from tests.support.two_tenants import ALL_PERMISSIONS

_WITH_BODY = [
    route for route in built_routes() if any(each.body is not None for each in templates_of(route))
]
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
            filled.method, f"/v1.0/{filled.path}", content=content, headers=headers
        )

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return self.send(Template(method=method, path=path, body=body))

    def rows(self) -> Rows:
        return rows_of(self._database, self.names["tenant"])


@pytest.fixture
def tenant(sqlite_databases: SqliteDatabases) -> Iterator[Tenant]:
    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        yield Tenant(database, names)


@pytest.mark.parametrize("route", _WITH_BODY, ids=title)
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
def test_a_body_that_cannot_be_read_changes_nothing(
    tenant: Tenant, route: Route, content: bytes
) -> None:
    before = tenant.rows()

    response = tenant.send(next(templates_of(route)), content)

    assert _refusal_of(response)["target"] == "body"
    assert before == tenant.rows()


@pytest.mark.parametrize("route", _WITH_BODY, ids=title)
def test_a_value_of_another_type_is_refused_by_its_name(tenant: Tenant, route: Route) -> None:
    before = tenant.rows()

    for template in templates_of(route):
        for name, body in _with_another_type(template.body):
            response = tenant.send(Template(method=route.method, path=template.path, body=body))
            error = _refusal_of(response)
            assert name in f"{error.get('target')} {error['message']}", (body, error)

    assert before == tenant.rows()


@pytest.mark.parametrize("route", _WITH_BODY, ids=title)
def test_an_unknown_property_is_refused_by_its_name(tenant: Tenant, route: Route) -> None:
    for template in templates_of(route):
        if template.body is not None:
            body = {**template.body, "favouriteColour": "green"}
            response = tenant.send(Template(method=route.method, path=template.path, body=body))
            assert _refusal_of(response)["target"] == "favouriteColour"


@pytest.mark.parametrize("route", built_routes(), ids=title)
def test_an_option_that_a_path_does_not_know_is_refused_by_its_name(
    tenant: Tenant, route: Route
) -> None:
    before = tenant.rows()

    for option in {*KNOWN_OPTIONS, "$skip", "$format", "$colour"} - {*route.query_options}:
        response = tenant.send(next(templates_of(route)).with_query(f"{option}=1"))
        assert _refusal_of(response)["target"] == option

    assert before == tenant.rows()


def _with_another_type(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name of each property of *body*, and *body* with another type of value there."""
    for name, value in (body or {}).items():
        if "@" in name or name in _ANY_TYPE:
            continue
        for other in _OF_OTHER_TYPES:
            if _kind(other) != _kind(value):
                yield name, {**body, name: other}
        if isinstance(value, dict):
            for inner, changed in _with_another_type(value):
                yield inner, {**body, name: changed}


def _kind(value: Any) -> type:
    return type(value)


def _refusal_of(response: httpx.Response) -> dict[str, Any]:
    """Return the error of a response that must tell a bad request."""
    assert response.status_code == 400, response.text
    error: dict[str, Any] = response.json()["error"]
    assert {"code", "message", "innerError"} <= set(error)
    return error
