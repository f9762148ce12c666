"""What guests of each level read: a written table, and nothing but that (behaviour §14.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tenantry.actor import operator
from tenantry.directory.delegation import (
    FULL_GUEST_ROLE,
    LIMITED_GUEST_ROLE,
    RESTRICTED_GUEST_ROLE,
)
from tenantry.directory.operations.authorization import update_policy
from tenantry.directory.operations.groups import create_group
from tenantry.directory.operations.memberships import add_member
from tenantry.directory.operations.users import update_user
from tenantry.directory.roles import DIRECTORY_READERS
from tenantry.graph.routes import Route
from tenantry.storage.database import Database
from tests.support.databases import SqliteDatabases
from tests.support.delegates import delegate, give_role
from tests.support.directory import group_values
from tests.support.graph_api import GraphApi
from tests.support.graph_requests import Template, built_routes, templates_of, title
from tests.support.look_alikes import Names, settle
from tests.support.package_bodies import FOR_PEOPLE
from tests.support.telling_routes import FACTS_OF_TENANTS

_FOR_EVERYBODY = frozenset(
    {
        "GET applications",
        "GET applications/$count",
        "GET applications/{application}",
        "GET applications/{application}/extensionProperties",
        "GET applications/{application}/federatedIdentityCredentials",
        "GET applications/{application}/federatedIdentityCredentials/{credential}",
        "GET domains",
        "GET domains/{domain}",
        "GET domains/{domain}/rootDomain",
        "GET domains/{domain}/serviceConfigurationRecords",
        "GET domains/{domain}/verificationDnsRecords",
        "GET organization",
        "GET organization/{organization}",
        "GET servicePrincipals",
        "GET servicePrincipals/$count",
        "GET servicePrincipals/{servicePrincipal}",
        "GET servicePrincipals/{servicePrincipal}/federatedIdentityCredentials",
        *(each for each in FOR_PEOPLE if each.startswith("GET")),
        *FACTS_OF_TENANTS,
    }
)
"""What restricted guests read, too: applications, the names of the tenant, their own requests."""

_BY_IDS = frozenset({"GET directoryObjects/{object}", "POST directoryObjects/getByIds"})
"""What leaves out of the answer whatever the guest may not see."""

_OF_OTHERS = frozenset(
    {
        "GET groups/{group}",
        *(
            f"GET groups/{{group}}/{members}{cast}{count}"
            for members in ("members", "owners", "transitiveMembers")
            for cast in ("", "/{cast:type}")
            for count in ("", "/$count")
        ),
        *(f"GET groups/{{group}}/{members}/$ref" for members in ("members", "owners")),
        "GET users/{user}",
        "GET users/{user}/directReports",
        "GET users/{user}/directReports/$count",
        "GET users/{user}/manager",
        *(f"GET users/{{user}}/sponsors{ending}" for ending in ("", "/$count", "/$ref")),
    }
)
"""What limited guests read of others, by their ids."""

_OWN = frozenset(
    {
        *(
            f"GET users/{{user}}/{memberships}{cast}{count}"
            for memberships in ("memberOf", "transitiveMemberOf")
            for cast in ("", "/{cast:type}")
            for count in ("", "/$count")
        ),
        *(
            f"GET users/{{user}}/authentication/{kind}{one}"
            for kind in ("methods", "passwordMethods", "softwareOathMethods", "fido2Methods")
            for one in ("", "/{method}")
        ),
        *(
            f"GET users/{{user}}/ownedObjects{cast}{count}"
            for cast in ("", "/{cast:type}")
            for count in ("", "/$count")
        ),
        *(
            f"GET users/{{user}}/{devices}{count}"
            for devices in ("ownedDevices", "registeredDevices")
            for count in ("", "/$count")
        ),
        "GET users/{user}",
        "GET users/{user}/appRoleAssignments",
        "GET users/{user}/appRoleAssignments/$count",
        "GET users/{user}/appRoleAssignments/{assignment}",
        "GET users/{user}/licenseDetails",
        *(f"GET users/{{user}}/sponsors{ending}" for ending in ("", "/$count", "/$ref")),
        "POST users/{user}/checkMemberGroups",
        "POST users/{user}/checkMemberObjects",
        "POST users/{user}/getMemberGroups",
        "POST users/{user}/getMemberObjects",
    }
)
"""What every guest reads of themselves."""

_OF_LIMITED = frozenset(
    {"id", "displayName", "identities", "mail", "userPrincipalName", "userType"}
)
"""The properties of others that limited guests see; `identities` have the sign-in name again."""

_READING = [route for route in built_routes() if route.only_reads]


@pytest.fixture
def world(sqlite_databases: SqliteDatabases) -> Iterator[tuple[Database, Names]]:
    """A tenant with one of everything, in which somebody is a guest."""
    with sqlite_databases.prepared(settle) as (url, names), Database(url) as database:
        with database.write() as work:
            guest = {"user_type": "Guest"}
            update_user(work, operator(names["tenant"]), names["guest"], guest)
        yield database, names


@pytest.mark.parametrize("guest_role", [LIMITED_GUEST_ROLE, RESTRICTED_GUEST_ROLE])
def test_guests_read_what_the_table_says_and_nothing_else(
    world: tuple[Database, Names], guest_role: str
) -> None:
    wrong = []
    with _guest(world, guest_role) as client:
        for route in _READING:
            answers = {_ask(client, each.filled(world[1])) for each in _requests(route, own=False)}
            is_open = _is_open(route, guest_role)
            if route.permissions and is_open != bool(answers & {200}) and answers != {400}:
                wrong.append((title(route), answers))
            own = {_ask(client, each.filled(world[1])) for each in _requests(route, own=True)}
            if title(route) in _OWN and 403 in own:
                wrong.append((title(route), own))

    assert not wrong, "\n".join(map(str, wrong))


def test_guests_may_be_given_what_members_see(world: tuple[Database, Names]) -> None:
    database, names = world
    with _guest(world, FULL_GUEST_ROLE) as client:
        as_guest = _answers(client, names)
    with database.write() as work:
        update_user(work, operator(names["tenant"]), names["guest"], {"user_type": "Member"})
    with _guest(world, RESTRICTED_GUEST_ROLE) as client:
        as_member = _answers(client, names)

    assert as_member == as_guest
    assert 200 in as_guest["GET users", "users"]


@pytest.mark.parametrize(
    ("guest_role", "of_users", "of_groups"),
    [
        (LIMITED_GUEST_ROLE, _OF_LIMITED, None),
        (RESTRICTED_GUEST_ROLE, frozenset({"id"}), frozenset({"id"})),
    ],
)
def test_no_answer_tells_a_guest_more_of_others_than_the_table_says(
    world: tuple[Database, Names],
    guest_role: str,
    of_users: frozenset[str],
    of_groups: frozenset[str] | None,
) -> None:
    database, names = world
    with database.write() as work:
        add_member(work, operator(names["tenant"]), names["group"], names["guest"])
    allowed = {names[name]: of_users for name in ("user", "manager", "deletedUser")}
    if of_groups is not None:
        allowed |= {names[name]: of_groups for name in ("group", "innerGroup")}
    told: dict[str, set[str]] = {}
    with _guest(world, guest_role) as client:
        for route in _READING:
            for template in templates_of(route):
                answer = _response(client, template.filled(names))
                for found in _objects(answer.json() if answer.content else None):
                    shown = {name for name, value in found.items() if _tells(name, value)}
                    if shown - allowed.get(found.get("id", ""), shown):
                        told.setdefault(title(route), set()).update(shown)

    assert not told, told


def test_a_guest_with_a_role_reads_like_a_member(world: tuple[Database, Names]) -> None:
    database, names = world
    give_role(database, names["tenant"], names["guest"], DIRECTORY_READERS)

    with _guest(world, RESTRICTED_GUEST_ROLE) as client:
        assert 200 == client.get("/v1.0/users").status_code


def test_a_limited_guest_sees_five_properties_of_others(world: tuple[Database, Names]) -> None:
    with _guest(world, LIMITED_GUEST_ROLE) as client:
        path = f"/v1.0/users/{world[1]['user']}?$select=displayName,userType,department,jobTitle"
        seen = client.get(path).json()

    assert ("Member", None, None) == (seen["userType"], seen["department"], seen["jobTitle"])
    assert seen["displayName"].startswith("Kim")


def test_a_restricted_guest_knows_of_joined_groups_that_they_are_there(
    world: tuple[Database, Names],
) -> None:
    database, names = world
    with database.write() as work:
        add_member(work, operator(names["tenant"]), names["group"], names["guest"])

    with _guest(world, RESTRICTED_GUEST_ROLE) as client:
        group = client.get(f"/v1.0/groups/{names['group']}").json()
        joined = client.get("/v1.0/me/memberOf").json()["value"]
        other = client.get(f"/v1.0/groups/{names['innerGroup']}").status_code

    assert (names["group"], None) == (group["id"], group["displayName"])
    assert [(names["group"], None)] == [(one["id"], one["displayName"]) for one in joined]
    assert 403 == other


def test_a_guest_does_not_see_who_is_in_a_hidden_group(world: tuple[Database, Names]) -> None:
    database, names = world
    hidden = group_values(
        "board",
        visibility="HiddenMembership",
        group_types=["Unified"],
        mail_enabled=True,
    )
    with database.write() as work:
        group_id = create_group(work, operator(names["tenant"]), hidden)["id"]

    with _guest(world, LIMITED_GUEST_ROLE) as client:
        assert 200 == client.get(f"/v1.0/groups/{group_id}").status_code
        assert 403 == client.get(f"/v1.0/groups/{group_id}/members").status_code


def test_a_guest_sees_the_names_of_the_tenant_only(world: tuple[Database, Names]) -> None:
    with _guest(world, LIMITED_GUEST_ROLE) as client:
        [organization] = client.get("/v1.0/organization").json()["value"]

    assert organization["verifiedDomains"]
    assert [] == organization["technicalNotificationMails"]


@contextmanager
def _guest(world: tuple[Database, Names], guest_role: str) -> Iterator[httpx.Client]:
    """Give a client of the guest, where guests are of this level."""
    database, names = world
    with database.write() as work:
        update_policy(work, operator(names["tenant"]), {"guest_user_role_id": guest_role})
    actor = delegate(database, names["tenant"], names["guest"])
    with GraphApi(database).client_of(actor) as client:
        yield client


def _is_open(route: Route, guest_role: str) -> bool:
    is_limited = guest_role == LIMITED_GUEST_ROLE
    seen = _FOR_EVERYBODY | _BY_IDS | (_OF_OTHERS if is_limited else frozenset())
    return title(route) in seen


def _requests(route: Route, *, own: bool) -> Iterator[Template]:
    for template in templates_of(route):
        if ("{guest}" in template.path) == own:
            yield template


def _ask(client: httpx.Client, request: Template) -> int:
    return _response(client, request).status_code


def _response(client: httpx.Client, request: Template) -> httpx.Response:
    return client.request(
        request.method,
        f"/{request.version}/{request.path}",
        json=request.body,
        headers={"ConsistencyLevel": "eventual"},
    )


def _answers(client: httpx.Client, names: Names) -> dict[tuple[str, str], set[int]]:
    """Return the status of every way to read, by route and path."""
    answers: dict[tuple[str, str], set[int]] = {}
    for route in _READING:
        for template in templates_of(route):
            status = _ask(client, template.filled(names))
            answers.setdefault((title(route), template.path), set()).add(status)
    return answers


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, however deep."""
    if isinstance(told, dict):
        yield told
        told = list(told.values())
    if isinstance(told, list):
        for each in told:
            yield from _objects(each)


def _tells(name: str, value: Any) -> bool:
    """Return whether a property says something that the id does not say."""
    if "@odata" in name or name == "securityIdentifier":
        return False
    if isinstance(value, dict):
        return any(_tells(member, each) for member, each in value.items())
    return value not in (None, [])
