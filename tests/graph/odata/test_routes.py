"""A route is found by its path in every spelling; a name beats a type, a type a key."""

import pytest

from tenantry.graph.odata.paths import AlternateKey, parse_path
from tenantry.graph.odata.routes import Found, KeyValue, OtherMethods, RouteTable

BUILT = [
    ("GET", "users"),
    ("GET", "users/{user}"),
    ("PATCH", "users/{user}"),
    ("GET", "users/delta"),
    ("GET", "users/$count"),
    ("PUT", "users/{user}/manager/$ref"),
    ("POST", "users/{id}/revokeSignInSessions"),
    ("GET", "directory/deletedItems/{cast:type}"),
    ("GET", "directory/deletedItems/{object}"),
    ("DELETE", "directory/deletedItems/{object}"),
    ("GET", "groups/{group}/members/{cast:type}/$count"),
    ("GET", "applications/{application}"),
    ("POST", "servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/start"),
    ("GET", "tenantRelationships/findTenantInformationByTenantId(tenantId={tenant})"),
    ("GET", "reports/between(start={from},End={to})"),
    ("GET", "domains/{domain}"),
]
NOT_BUILT = [("DELETE", "users/{user}"), ("GET", "users/{user}/messages/**")]


@pytest.fixture(scope="module")
def table() -> RouteTable[str]:
    """Routes whose endpoint is their pattern."""
    table: RouteTable[str] = RouteTable()
    for method, pattern in BUILT:
        table.add(method, pattern, pattern)
    for method, pattern in NOT_BUILT:
        table.add_not_built(method, pattern)
    return table


@pytest.mark.parametrize(
    ("method", "path", "pattern", "keys"),
    [
        ("GET", "users", "users", {}),
        ("GET", "Users//", "users", {}),
        ("HEAD", "users", "users", {}),
        ("get", "users", "users", {}),
        ("GET", "users/a@b.test", "users/{user}", {"user": "a@b.test"}),
        ("GET", "users('a')", "users/{user}", {"user": "a"}),
        ("GET", "users/delta", "users/delta", {}),
        ("GET", "users/delta()", "users/delta", {}),
        ("GET", "users/microsoft.graph.delta()", "users/delta", {}),
        ("GET", "users('delta')", "users/{user}", {"user": "delta"}),
        ("GET", "users/$COUNT", "users/$count", {}),
        ("PUT", "users/a/Manager/$ref", "users/{user}/manager/$ref", {"user": "a"}),
        ("PUT", "users/delta/manager/$ref", "users/{user}/manager/$ref", {"user": "delta"}),
        (
            "POST",
            "users('a')/microsoft.graph.revokeSignInSessions",
            "users/{id}/revokeSignInSessions",
            {"id": "a"},
        ),
        (
            "GET",
            "directory/deleteditems/graph.user",
            "directory/deletedItems/{cast:type}",
            {"cast": "user"},
        ),
        (
            "GET",
            "directory/deletedItems/microsoft.graph.group",
            "directory/deletedItems/{cast:type}",
            {"cast": "group"},
        ),
        (
            "GET",
            "directory/deletedItems/user",
            "directory/deletedItems/{object}",
            {"object": "user"},
        ),
        (
            "GET",
            "groups/g/members/graph.user/$count",
            "groups/{group}/members/{cast:type}/$count",
            {"group": "g", "cast": "user"},
        ),
        (
            "GET",
            "applications(appId='x')",
            "applications/{application}",
            {"application": AlternateKey("appId", "x")},
        ),
        (
            "POST",
            "servicePrincipals/s/synchronization/jobs/Azure2Azure.1.2//start/",
            "servicePrincipals/{servicePrincipal}/synchronization/jobs/{job}/start",
            {"servicePrincipal": "s", "job": "Azure2Azure.1.2"},
        ),
        (
            "GET",
            "tenantRelationships/microsoft.graph.findTenantInformationByTenantId(TENANTID='t')",
            "tenantRelationships/findTenantInformationByTenantId(tenantId={tenant})",
            {"tenant": "t"},
        ),
        (
            "GET",
            "reports/between(end='2',start='1')",
            "reports/between(start={from},End={to})",
            {"from": "1", "to": "2"},
        ),
        ("GET", "domains/graph.a.test", "domains/{domain}", {"domain": "graph.a.test"}),
    ],
)
def test_a_route_is_found_with_its_keys(
    table: RouteTable[str], method: str, path: str, pattern: str, keys: dict[str, KeyValue]
) -> None:
    found = table.find(parse_path(path), method)

    assert isinstance(found, Found)
    assert pattern == found.route.endpoint
    assert keys == found.keys


@pytest.mark.parametrize(
    ("method", "path", "pattern"),
    [
        ("DELETE", "users/a", "users/{user}"),
        ("GET", "users/a/messages", "users/{user}/messages/**"),
        ("GET", "users/a/messages/b/attachments('c')", "users/{user}/messages/**"),
    ],
)
def test_what_is_not_built_is_found_without_an_endpoint(
    table: RouteTable[str], method: str, path: str, pattern: str
) -> None:
    found = table.find(parse_path(path), method)

    assert isinstance(found, Found)
    assert pattern == found.route.pattern
    assert found.route.endpoint is None


@pytest.mark.parametrize(
    ("method", "path", "methods"),
    [
        ("POST", "users/a", ("DELETE", "GET", "PATCH")),
        ("PATCH", "users/delta", ("GET",)),
        ("POST", "users/a/messages", ("GET",)),
    ],
)
def test_a_path_without_the_method_tells_those_it_has(
    table: RouteTable[str], method: str, path: str, methods: tuple[str, ...]
) -> None:
    assert OtherMethods(methods=methods) == table.find(parse_path(path), method)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "users/a/manager",
        "users/a/b",
        "directory",
        "applications(a='1',b='2')",
        "tenantRelationships/findTenantInformationByTenantId",
        "tenantRelationships/findTenantInformationByTenantId(domainName='x')",
    ],
)
def test_an_unknown_path_is_not_found(table: RouteTable[str], path: str) -> None:
    assert table.find(parse_path(path), "GET") is None


def test_the_table_lists_its_routes(table: RouteTable[str]) -> None:
    assert BUILT + NOT_BUILT == [(route.method, route.pattern) for route in table]


def test_two_endpoints_for_one_path_are_refused(table: RouteTable[str]) -> None:
    with pytest.raises(ValueError, match="stands in the table already"):
        table.add("GET", "Users/{other}", "again")
