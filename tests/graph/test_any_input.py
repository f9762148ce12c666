"""Whatever is sent to whatever route: never a fault of ours, always an error that can be read."""

import json
from dataclasses import replace
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings, strategies as st

from tenantry.graph.odata.options import KNOWN_OPTIONS
from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import settle
from tests.support.package_bodies import FOR_PEOPLE
from tests.support.two_tenants import ALL_PERMISSIONS

# A line break in a path is no path of this API (the server answers 404), and clients resolve dots.
_NAMES = st.text(min_size=1).filter(lambda name: "\n" not in name and name.strip("."))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_TEMPLATES = [template for route in built_routes() for template in templates_of(route)]
_FOR_PEOPLE = {
    (template.method, template.path)
    for route in built_routes()
    if title(route) in FOR_PEOPLE
    for template in templates_of(route)
}
_WORDS = ("id", "displayName", "createdDateTime", "eq", "in", "not", "and", "any", "x", "null")
_MARKS = ("(", ")", "'", "/", ",", ":", "'a'", "1", "true", "2026-01-01T00:00:00Z", "manager")
_VALUES = st.lists(st.sampled_from([*_WORDS, *_MARKS]), max_size=8).map(" ".join) | st.text()
_PLAIN_FAULTS = {"Directory_ExpiredPageToken"}  # their sentence names the token


@st.composite
def _requests(draw: st.DrawFn) -> tuple[Template, dict[str, str], dict[str, str]]:
    """Return a request, names that replace right ones, and query options."""
    template = draw(st.sampled_from(_TEMPLATES))
    if template.body is not None and draw(st.booleans()):
        body = draw(_changed(template.body))
        template = replace(template, body=body)
    replaced = st.dictionaries(st.sampled_from(template.names or ("none",)), _NAMES, max_size=2)
    options = st.dictionaries(st.sampled_from([*KNOWN_OPTIONS, "$skip"]), _VALUES, max_size=3)
    return template, draw(replaced), draw(options)


@st.composite
def _changed(draw: st.DrawFn, value: Any) -> Any:
    """Return *value* with something else somewhere in it."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(value)))
        return {**value, name: draw(_changed(value[name]))}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [draw(_changed(value[0])), *value[1:]]
    return draw(_JSON)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=_requests(), is_advanced=st.booleans())
def test_any_request_is_answered(
    sqlite_databases: SqliteDatabases,
    asked: tuple[Template, dict[str, str], dict[str, str]],
    is_advanced: bool,  # noqa: FBT001  # drawn
) -> None:
    template, replaced, options = asked

    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        request = template.filled({**names, **replaced})
        client = GraphApi(database).client(names["tenant"], *ALL_PERMISSIONS)
        response = client.request(
            request.method,
            f"/{request.version}/{request.path}?{httpx.QueryParams(options)}",
            content=None if request.body is None else json.dumps(request.body),
            headers={
                "Content-Type": "application/json",
                **({"ConsistencyLevel": "eventual"} if is_advanced else {}),
            },
        )

    expected = {400, 404, 405, 409, 413, 429, 501}
    if (template.method, template.path) in _FOR_PEOPLE:
        expected |= {403}  # an application asks, with every permission
    assert response.is_success or response.status_code in expected
    if response.is_error:
        error = response.json()["error"]
        assert {"code", "message", "innerError"} <= set(error)
        names_it = "target" in error or "'" in error["message"] or error["code"] in _PLAIN_FAULTS
        assert names_it or response.status_code != 400
