"""Whatever a client sends is answered, and never by a fault of ours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as some

from tenantry.access.operations.partners import add_partner
from tenantry.actor import Actor, operator
from tenantry.graph.catalogue import ROUTES
from tenantry.graph.dispatching import dispatch
from tenantry.graph.requests import Call, Headers
from tenantry.graph.routes import Route
from tenantry.storage.database import Database
from tests.support.directory import add_group, add_service_principal, add_tenant, add_user
from tests.support.graph_api import GraphApi

SERVED = [route for route in ROUTES if isinstance(route, Route)]
EXAMPLES = settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

_KEY = re.compile(r"/?\{[^}]*\}")

texts = some.text(max_size=12)
json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | texts,
    lambda inside: some.lists(inside, max_size=3) | some.dictionaries(texts, inside, max_size=3),
    max_leaves=6,
)
properties = some.sampled_from(
    [
        "@odata.id",
        "accountEnabled",
        "b2bCollaborationInbound",
        "displayName",
        "id",
        "inboundTrust",
        "members@odata.bind",
        "parameters",
        "tenantId",
        "templateId",
        "userPrincipalName",
        "userSyncInbound",
        "value",
    ]
)
queries = {
    "$count": some.sampled_from(["true", "false", "1"]),
    "$deltatoken": texts,
    "$expand": some.sampled_from(["identitySynchronization", "manager($levels=max)", "x("]),
    "$filter": some.builds(
        "{} {} {}".format,
        properties,
        some.sampled_from(["eq", "ne", "ge", "in", "has"]),
        some.sampled_from(["null", "true", "1", "''", "('a','b')", "2026-01-01T00:00:00Z"]) | texts,
    ),
    "$orderby": some.builds("{} desc".format, properties),
    "$search": some.builds('"displayName:{}"'.format, texts),
    "$select": some.lists(properties, min_size=1, max_size=3).map(",".join),
    "$skiptoken": texts,
    "$top": some.integers(-1, 1000).map(str),
}
headers = some.dictionaries(
    some.sampled_from(["ConsistencyLevel", "Prefer", "Accept", "Content-Type", "If-Match"]),
    some.sampled_from(["eventual", "return=minimal", "application/json", "*", "*"]) | texts,
    max_size=1,
)


@dataclass(frozen=True)
class Caller:
    """Who calls, and the ids of objects that exist."""

    actor: Actor
    ids: Sequence[str]


@pytest.fixture
def caller(database: Database) -> Caller:
    with database.write() as work:
        actor = operator(add_tenant(work, "northwind").tenant_id)
        partner_id = add_tenant(work, "tailwind").tenant_id
        add_partner(work, actor, partner_id, {})
        mira = add_user(work, actor, "mira")
        objects = [mira, add_group(work, actor, "design"), add_service_principal(work, actor, "A")]
    return Caller(actor=actor, ids=[partner_id, *(each["id"] for each in objects)])


@some.composite
def paths(draw: some.DrawFn, pattern: str, ids: Sequence[str]) -> str:
    """Return a path of *pattern*, mostly with keys of objects that exist."""

    def key(found: re.Match[str]) -> str:
        value = quote(draw(some.sampled_from(ids) | texts))
        written = [f"/{value}", f"('{value}')", f"(appId='{value}')"]
        return draw(some.sampled_from(written)) if found.group().startswith("/") else value

    return _KEY.sub(key, pattern.removesuffix("/**"))


@some.composite
def calls(draw: some.DrawFn, caller: Caller, token: str) -> Call:
    """Return a request of a route that is served, or of anything at all."""
    route = draw(some.sampled_from(SERVED))
    path = draw(paths(route.pattern, caller.ids))
    body = some.dictionaries(properties, json_values | some.sampled_from(caller.ids), max_size=4)
    query = some.fixed_dictionaries({}, optional=queries).map(
        lambda given: "&".join(f"{name}={quote(value)}" for name, value in given.items())
    )
    fields = draw(headers)
    return Call(
        root="https://graph.tenantry.test",
        version=draw(some.sampled_from(["v1.0", "beta"])),
        method=draw(some.sampled_from([*[route.method] * 8, "PATCH", "TRACE"])),
        path=draw(some.sampled_from([path, path, path, f"{path}/{draw(texts)}", draw(texts)])),
        query=draw(some.just("") | query | some.text(max_size=30).map(quote)),
        headers=Headers([*fields.items(), ("Authorization", f"Bearer {token}")]),
        body=draw(body.map(msgspec.json.encode) | some.binary(max_size=40)),
    )


@EXAMPLES
@given(data=some.data())
def test_no_request_is_answered_by_a_fault_of_ours(
    api: GraphApi, caller: Caller, data: some.DataObject
) -> None:
    call = data.draw(calls(caller, api.tokens.issue(caller.actor)))

    answer = dispatch(api.services, call)

    assert answer.status != 500
    assert all(f"{name}: {value}".isprintable() for name, value in answer.headers.items())
    assert msgspec.json.encode(answer.body)


steps = some.fixed_dictionaries(
    {},
    optional={
        "id": some.sampled_from(["1", "2", "3", "", 4]),
        "method": some.sampled_from(["GET", "post", "PATCH", "X", None]),
        "url": some.sampled_from(["/policies/crossTenantAccessPolicy/partners", "/$batch"]) | texts,
        "headers": some.dictionaries(texts, texts, max_size=2)
        | some.just({"Content-Type": "application/json"}),
        "body": json_values,
        "dependsOn": some.lists(some.sampled_from(["1", "2", "3"]), max_size=2) | json_values,
    },
)


@EXAMPLES
@given(requests=some.lists(steps, max_size=4))
def test_no_batch_is_answered_by_a_fault_of_ours(
    api: GraphApi, caller: Caller, requests: list[Any]
) -> None:
    call = Call(
        root="https://graph.tenantry.test",
        version="v1.0",
        method="POST",
        path="/$batch",
        headers=Headers([("Authorization", f"Bearer {api.tokens.issue(caller.actor)}")]),
        body=msgspec.json.encode({"requests": requests}),
    )

    answer = dispatch(api.services, call)

    assert answer.status in {200, 400}
    if answer.status == 200:
        assert isinstance(answer.body, Mapping)
        responses: Any = answer.body["responses"]
        assert len(responses) == len(requests)
        assert all(response["status"] != 500 for response in responses)
