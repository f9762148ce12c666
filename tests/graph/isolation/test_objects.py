"""An object of another tenant is like none: whoever names it gets the answer for nothing."""

import pytest

from tenantry.graph.routes import Route
from tests.support.graph_requests import built_routes, templates_of, title
from tests.support.telling_routes import FACTS_OF_TENANTS, TELLS_OF_TENANTS
from tests.support.two_tenants import TwoTenants


def test_the_presence_of_a_neighbour_changes_no_answer(tenants: TwoTenants) -> None:
    assert tenants.alone == tenants.beside


@pytest.mark.parametrize("route", built_routes(), ids=title)
def test_an_object_of_another_tenant_is_like_none(tenants: TwoTenants, route: Route) -> None:
    for template in templates_of(route):
        for foreign, nothing in tenants.foreign_names(template):
            reply = tenants.ask(template.filled(foreign))
            if title(route) not in FACTS_OF_TENANTS:
                tenants.check_shows_nothing(reply)
            if title(route) not in TELLS_OF_TENANTS:
                about_nothing = tenants.ask(template.filled(nothing))
                assert about_nothing.with_names(nothing) == reply.with_names(foreign)

    tenants.check_neighbour_is_unchanged()
