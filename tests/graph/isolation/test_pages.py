"""The links of another tenant's pages lead nowhere but into the own tenant."""

from collections.abc import Iterator

import pytest

from tenantry.graph.routes import Route
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.two_tenants import Reply, TwoTenants

_LINKS = ("@odata.nextLink", "@odata.deltaLink")
_PAGED = [
    route
    for route in built_routes()
    if route.method == "GET" and not {"$skiptoken", "$deltatoken"}.isdisjoint(route.query_options)
]


@pytest.mark.parametrize("route", _PAGED, ids=title)
def test_a_link_of_another_tenants_page_shows_nothing_of_it(
    tenants: TwoTenants, route: Route
) -> None:
    requests = [
        template.filled(tenants.other.names).with_query(query)
        for template in templates_of(route)
        for query in ("$top=1", "")
    ]

    pages = tenants.ask_together(requests, tenants.other)
    replies = tenants.ask_together([link for page in pages for link in _links(page)])

    for reply in replies:
        tenants.check_shows_nothing(reply)


@pytest.mark.parametrize("path", ["users", "groups", "applications", "servicePrincipals"])
def test_the_token_of_another_tenants_page_starts_among_the_own_objects(
    tenants: TwoTenants, path: str
) -> None:
    first = tenants.ask(Template(method="GET", path=f"{path}?$top=1"), tenants.other)
    [link] = _links(first)

    own = {item["id"] for item in tenants.ask(Template(method="GET", path=path)).body["value"]}
    shown = {item["id"] for item in tenants.ask(link).body["value"]}

    assert shown <= own


def _links(reply: Reply) -> Iterator[Template]:
    """Yield what the links of a page ask for."""
    if isinstance(reply.body, dict):
        for name in _LINKS:
            if name in reply.body:
                path = reply.body[name].partition("/v1.0/")[2]
                yield Template(method="GET", path=path)
