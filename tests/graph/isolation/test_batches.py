"""A batch reaches no further than its steps alone."""

from tests.support.graph_requests import built_routes, templates_of, title
from tests.support.telling_routes import TELLS_OF_TENANTS
from tests.support.two_tenants import TwoTenants


def test_steps_are_told_of_another_tenants_objects_what_they_are_told_alone(
    tenants: TwoTenants,
) -> None:
    requests = [
        template.filled(tenants.other.names)
        for route in built_routes()
        if title(route) not in TELLS_OF_TENANTS
        for template in templates_of(route)
        if template.names
    ]

    together = tenants.ask_together(requests)

    for reply in together:
        tenants.check_shows_nothing(reply)
    assert [tenants.ask(request).status for request in requests] == [
        reply.status for reply in together
    ]
    tenants.check_neighbour_is_unchanged()
