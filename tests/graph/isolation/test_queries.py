"""No query option reaches into another tenant: what only its objects have is found nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from docs._generate.conformance import find_entities
from tenantry.graph.metadata.catalogue import MODELS
from tenantry.graph.routes import Route
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import unlike
from tests.support.package_bodies import FOR_PEOPLE
from tests.support.two_tenants import Reply, TwoTenants

Item = Mapping[str, Any]

_READING = [
    route for route in built_routes() if route.method == "GET" and title(route) not in FOR_PEOPLE
]
_SELECTS = {
    entity.collection: ",".join(each.name for each in entity.properties)
    for entity in find_entities()
}
"""`$select` of everything, by entity set."""

_RELATIONSHIPS = sorted(
    {each.name for model in MODELS for kind in model.entity_types for each in kind.navigations}
)
_OF_ONE_VALUE = (
    "$filter={property} eq '{value}'",
    "$filter={property} in ('{value}')",
    "$filter=startswith({property},'{value}')",
    "$filter=endswith({property},'{value}')",
    "$filter=contains({property},'{value}')",
    '$search="{property}:{value}"',
)
_OF_SEVERAL_VALUES = (
    "$filter={property}/any(x:x eq '{value}')",
    "$filter={property}/any(x:startswith(x,'{value}'))",
    "$filter=not({property}/any(x:x eq '{value}'))",
)


@pytest.mark.parametrize("route", _READING, ids=title)
def test_a_value_that_only_another_tenant_has_is_a_value_that_nobody_has(
    tenants: TwoTenants, route: Route
) -> None:
    template, items = _richest(tenants, route)
    is_count = template.path.endswith("/$count")
    queries = [one for one in _queries(tenants, items) if not is_count or " eq " in one[0]]
    own = [template.filled(tenants.own.names).with_query(query) for query, _ in queries]
    asked = [{"value": value} for _, value in queries]
    absent = [{"value": unlike(value)} for _, value in queries]

    replies = tenants.ask_together(map(Template.filled, own, asked))
    about_nothing = tenants.ask_together(map(Template.filled, own, absent))

    for reply in replies:
        tenants.check_shows_nothing(reply)
    assert list(map(Reply.with_names, about_nothing, absent)) == list(
        map(Reply.with_names, replies, asked)
    )
    assert _finds_its_own(tenants, template, queries)


@pytest.mark.parametrize("route", _READING, ids=title)
def test_nothing_of_another_tenant_is_expanded_or_sorted_in(
    tenants: TwoTenants, route: Route
) -> None:
    template = next(templates_of(route)).filled(tenants.own.names)
    queries = [f"$expand={name}" for name in _RELATIONSHIPS]
    queries += [f"$orderby={name} desc&$top=2" for name in ("id", "displayName", "createdDateTime")]

    for reply in tenants.ask_together(map(template.with_query, queries)):
        tenants.check_shows_nothing(reply)


def _richest(tenants: TwoTenants, route: Route) -> tuple[Template, list[Item]]:
    """Return the first request for *route* where the neighbour has items, and these.

    Where it has none, such as for a single object, that is any request which is answered.
    """
    templates = list(templates_of(route))
    replies = tenants.ask_together(
        [template.filled(tenants.other.names) for template in templates], tenants.other
    )
    answered = [
        template for template, reply in zip(templates, replies, strict=True) if not reply.is_error
    ]
    rich = ((template, _items(tenants, template)) for template in answered)
    return next((each for each in rich if each[1]), (answered[0], []))


def _items(tenants: TwoTenants, template: Template) -> list[Item]:
    """Return what the neighbour finds at *template*, with every property that can be selected."""
    collection = replace(template, path=template.path.removesuffix("/$count"))
    asked = collection.filled(tenants.other.names)
    body = tenants.ask(asked, tenants.other).body
    if "value" not in body:
        return []
    context = body["@odata.context"].rpartition("#")[2]
    if context in _SELECTS:
        selected = asked.with_query(f"$select={_SELECTS[context]}")
        body = tenants.ask(selected, tenants.other).body
    return [item for item in body["value"] if isinstance(item, dict)]


def _queries(tenants: TwoTenants, items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Yield queries with `{value}` left open, and a value that only the neighbour has.

    One value of each property is enough.
    """
    values: dict[tuple[str, bool], str] = {}
    for item in items:
        for name, value in item.items():
            several = isinstance(value, list)
            for each in value if several else [value]:
                if isinstance(each, str) and tenants.is_only_the_neighbours(each):
                    values[name, several] = each
    for (name, several), value in values.items():
        for query in _OF_SEVERAL_VALUES if several else _OF_ONE_VALUE:
            yield query.replace("{property}", name), value


def _finds_its_own(
    tenants: TwoTenants, template: Template, queries: Iterable[tuple[str, str]]
) -> bool:
    """Return whether the neighbour itself finds something by those queries that are answered."""
    asked = template.filled(tenants.other.names)
    replies = tenants.ask_together(
        [
            asked.with_query(query).filled({"value": value})
            for query, value in queries
            if " eq " in query
        ],
        tenants.other,
    )
    found = [_items_of(reply) for reply in replies if not reply.is_error]
    return any(found) or not found


def _items_of(reply: Reply) -> object:
    """Return the items in *reply*, or how many there are."""
    return int(reply.body) if isinstance(reply.body, str) else reply.body["value"]
