"""Every route asks for the permissions that it documents: any of them, and nothing less."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.graph.routes import Route
from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.graph_api import GraphApi, error_code
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import Names, settle
from tests.support.package_bodies import FOR_PEOPLE

ALL = frozenset(permission.name for permission in GRAPH_PERMISSIONS)
OWN_OBJECTS_ONLY = "Application.ReadWrite.OwnedBy"

_EVENTUAL = {"ConsistencyLevel": "eventual"}
_PROTECTED = [route for route in built_routes() if route.permissions]

_NEEDED_BESIDE = {"AppRoleAssignment.ReadWrite.All": "Application.Read.All"}
"""A new assignment shows the application, so it takes both (contract §5)."""

_NEEDED_BESIDE_FOR = {
    "auditLogs/signIns": "Directory.Read.All",
    "identityGovernance/entitlementManagement/resourceRequests": "GroupMember.ReadWrite.All",
    "auditLogs/signIns/{signIn}": "Directory.Read.All",
}
"""The sign-in log takes both (contract §6.12), and so does what a package can give."""

_OPEN_TO_NOBODY = "DELETE groups/{group}/members/{member}"

Ask = Callable[..., int]
Worlds = Callable[[], AbstractContextManager[tuple[Ask, Names]]]


@pytest.fixture
def worlds(sqlite_databases: SqliteDatabases) -> Worlds:
    """Gives a tenant with one of everything, each time a new copy, and what asks it."""

    @contextmanager
    def world() -> Iterator[tuple[Ask, Names]]:
        with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:

            def ask(request: Template, *permissions: str) -> int:
                client = GraphApi(database).client(names["tenant"], *permissions)
                path = f"/{request.version}/{request.path}"
                response = client.request(
                    request.method, path, json=request.body, headers=_EVENTUAL
                )
                if response.status_code == 403:
                    assert error_code(response) == "Authorization_RequestDenied"
                return response.status_code

            yield ask, names

    return world


@pytest.mark.parametrize("route", _PROTECTED, ids=title)
def test_a_route_is_closed_without_one_of_its_permissions(worlds: Worlds, route: Route) -> None:
    requests = list(templates_of(route))

    with worlds() as (ask, names):
        without = [ask(each.filled(names)) for each in requests]
        with_others = [
            ask(each.filled(names), *ALL.difference(route.permissions)) for each in requests
        ]

    assert all(status >= 400 for status in [*without, *with_others])
    assert (403 in without and 403 in with_others) or title(route) == _OPEN_TO_NOBODY


@pytest.mark.parametrize(
    "route", [each for each in _PROTECTED if title(each) not in FOR_PEOPLE], ids=title
)
def test_each_permission_of_a_route_is_enough(worlds: Worlds, route: Route) -> None:
    for permission in {*route.permissions} - {OWN_OBJECTS_ONLY}:
        beside = _NEEDED_BESIDE.get(permission) or _NEEDED_BESIDE_FOR.get(route.pattern, permission)
        held = {permission, beside}
        assert any(_opens(worlds, held, template) for template in templates_of(route)), permission


def _opens(worlds: Worlds, permissions: Collection[str], template: Template) -> bool:
    """Return whether a caller with *permissions* is let through to an object that is there."""
    with worlds() as (ask, names):
        return ask(template.filled(names), *permissions) not in {403, 404}
