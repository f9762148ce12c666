"""Every property of the CSDL, written and asked for with whatever its type lets through."""

from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings, strategies as some

from tenantry.graph.metadata.catalogue import MODELS
from tenantry.graph.metadata.model import ComplexType, EntityType, Property
from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.look_alikes import settle
from tests.support.two_tenants import ALL_PERMISSIONS

_TYPES: dict[str, EntityType | ComplexType] = {
    **{one.name: one for model in MODELS for one in model.entity_types},
    **{one.name: one for model in MODELS for one in model.complex_types},
}
_ENUMS = {enum.name: [*enum.members] for model in MODELS for enum in model.enum_types}
_ADDRESSES = {
    "application": ("applications", "applications/{application}"),
    "crossTenantAccessPolicyConfigurationDefault": ("policies/crossTenantAccessPolicy/default",),
    "crossTenantAccessPolicyConfigurationPartner": (
        "policies/crossTenantAccessPolicy/partners",
        "policies/crossTenantAccessPolicy/partners/{partner}",
    ),
    "domain": ("domains", "domains/{domain}"),
    "group": ("groups", "groups/{group}"),
    "organization": ("organization/{tenant}",),
    "servicePrincipal": ("servicePrincipals", "servicePrincipals/{tool}"),
    "subscribedSku": ("subscribedSkus",),
    "user": ("users", "users/{user}"),
}
"""Entity type → the addresses of its set and of an object, or of the one object."""

_INSTANTS = some.datetimes().map(lambda instant: f"{instant.isoformat()}Z")
_PRIMITIVES: dict[str, some.SearchStrategy[Any]] = {
    "Boolean": some.booleans(),
    "DateTimeOffset": _INSTANTS | some.text(max_size=5),
    "Duration": some.sampled_from(["P1D", "PT", "x"]),
    "Guid": some.uuids().map(str) | some.text(max_size=5),
    "Int32": some.integers(),
    "Int64": some.integers(),
    "String": some.text(max_size=300) | some.sampled_from(["a@b.test", "AllUsers", "Member"]),
}
_ANYTHING = some.none() | some.booleans() | some.integers() | some.text(max_size=5)


def _values(kind: str, depth: int = 0) -> some.SearchStrategy[Any]:
    """Return values of the CSDL type *kind*, now and then of another one."""
    if kind.startswith("["):
        return some.lists(_values(kind[1:-1], depth), max_size=2) | _ANYTHING
    if kind in _ENUMS:
        return some.sampled_from(_ENUMS[kind]) | _ANYTHING
    if kind in _TYPES and depth < 3:
        members = {one.name: _values(one.type, depth + 1) for one in _properties(kind)}
        return some.fixed_dictionaries({}, optional=members) | _ANYTHING
    return _PRIMITIVES.get(kind, _ANYTHING) | some.none()


def _properties(kind: str) -> list[Property]:
    """Return the properties of a type and of its bases."""
    declared = _TYPES[kind]
    inherited = _properties(declared.base) if declared.base in _TYPES else []
    return [*inherited, *declared.properties]


@some.composite
def _bodies(draw: some.DrawFn, kind: str) -> dict[str, Any]:
    chosen = draw(some.lists(some.sampled_from(_properties(kind)), max_size=4))
    return {one.name: draw(_values(one.type)) for one in chosen}


@some.composite
def _queries(draw: some.DrawFn, kind: str) -> dict[str, str]:
    one = draw(some.sampled_from(_properties(kind)))
    operator = draw(some.sampled_from(["eq", "ne", "ge", "in", "not"]))
    literal = draw(some.sampled_from(["null", "true", "1", "'a'", "('a')", "2026-01-01T00:00:00Z"]))
    option = draw(some.sampled_from(["$select", "$filter", "$orderby", "$search"]))
    return {
        "$select": {"$select": one.name},
        "$filter": {"$filter": f"{one.name} {operator} {literal}", "$count": "true"},
        "$orderby": {"$orderby": f"{one.name} desc"},
        "$search": {"$search": f'"{one.name}:a"'},
    }[option]


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(data=some.data())
def test_no_property_is_answered_by_a_fault_of_ours(
    sqlite_databases: SqliteDatabases, data: some.DataObject
) -> None:
    kind = data.draw(some.sampled_from(sorted(_ADDRESSES)))
    address = data.draw(some.sampled_from(_ADDRESSES[kind]))
    is_read = kind == "subscribedSku" or data.draw(some.booleans())
    method = "GET" if is_read else "PATCH" if address == _ADDRESSES[kind][-1] else "POST"
    query = data.draw(_queries(kind)) if is_read else {}
    body = None if is_read else data.draw(_bodies(kind))

    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        client = GraphApi(database).client(names["tenant"], *ALL_PERMISSIONS)
        response = client.request(
            method,
            f"/v1.0/{address.format(**names)}?{httpx.QueryParams(query)}",
            json=body,
            headers={"ConsistencyLevel": "eventual"},
        )

    assert response.is_success or response.status_code in {400, 404, 405, 409, 413, 501}
