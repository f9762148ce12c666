"""App role assignments and directory roles."""

import re

import pytest

from tenantry.actor import Actor
from tenantry.directory.applications import DEFAULT_APP_ROLE_ID, SYNC_TEMPLATE_ID
from tenantry.directory.operations.assignments import (
    count_assigned_to,
    count_assignments,
    create_assignment,
    delete_assignment,
    get_assignment,
    list_assigned_to,
    list_assignments,
)
from tenantry.directory.operations.roles import (
    create_role_assignment,
    delete_role_assignment,
    get_role,
    get_role_assignment,
    list_role_assignments,
    list_role_members,
)
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.operations.users import delete_user, get_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.values import Record
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotBuiltError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.identifiers import new_id
from tenantry.storage.filters.fields import Kind, Operator, make_field
from tenantry.storage.filters.tree import Comparison, StartsWith
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_group, add_service_principal, add_user, an_application

EVERYTHING = PageQuery()
PRINCIPAL_NAME = make_field(
    "principalDisplayName", "eq startsWith", folded_column="principal_display_name_key"
)
PRINCIPAL_ID = make_field("principalId", "eq", kind=Kind.ID)
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"


@pytest.fixture
def configuration(work: UnitOfWork, home: Actor) -> Record:
    """The service principal of a synchronization."""
    _, principal = instantiate_template(work, home, SYNC_TEMPLATE_ID, "Northwind to Tailwind")
    return principal


def assign(work: UnitOfWork, actor: Actor, resource: Record, principal: Record) -> Record:
    values = {
        "app_role_id": resource["app_roles"][0]["id"],
        "principal_id": principal["id"],
        "resource_id": resource["id"],
    }
    return create_assignment(work, actor, values)


def test_an_assignment_names_both_sides(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    mira = add_user(work, home, "mira")

    assignment = assign(work, home, configuration, mira)

    assert ("Mira", "User", "Northwind to Tailwind") == (
        assignment["principal_display_name"],
        assignment["principal_type"],
        assignment["resource_display_name"],
    )
    assert re.fullmatch(r"[\w-]{43}", assignment["id"])
    assert assignment == get_assignment(work, home, configuration["id"], assignment["id"])
    assert [assignment] == list_assigned_to(work, home, configuration["id"], EVERYTHING).records
    assert [assignment] == list_assignments(work, home, mira["id"], EVERYTHING).records
    assert count_assigned_to(work, home, configuration["id"], EVERYTHING) == 1
    assert count_assignments(work, home, mira["id"], EVERYTHING) == 1


def test_groups_are_assignable_to_roles_for_users_and_service_principals_are_not(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    group = assign(work, home, configuration, add_group(work, home, "design"))

    assert group["principal_type"] == "Group"
    with pytest.raises(InvalidValueError, match="cannot be assigned"):
        assign(work, home, configuration, add_service_principal(work, home, "Board"))


def test_an_application_is_granted_a_permission_of_graph(work: UnitOfWork, home: Actor) -> None:
    board = add_service_principal(work, home, "Board")
    graph = find_service_principal(work, home.tenant_id, GRAPH_APP_ID)
    assert graph is not None

    values = {
        "app_role_id": ROLE_ID_OF["User.Read.All"],
        "principal_id": board["id"],
        "resource_id": graph["id"],
    }

    assert create_assignment(work, home, values)["principal_type"] == "ServicePrincipal"
    with pytest.raises(InvalidValueError, match="cannot be assigned"):
        create_assignment(
            work, home, {**values, "principal_id": add_user(work, home, "mira")["id"]}
        )


def test_the_default_role_is_for_resources_without_roles(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    mira = add_user(work, home, "mira")
    board = add_service_principal(work, home, "Board")
    values = {"app_role_id": DEFAULT_APP_ROLE_ID, "principal_id": mira["id"]}

    create_assignment(work, home, {**values, "resource_id": board["id"]})

    with pytest.raises(InvalidValueError, match="no enabled app role"):
        create_assignment(work, home, {**values, "resource_id": configuration["id"]})


def test_an_assignment_is_made_once(work: UnitOfWork, home: Actor, configuration: Record) -> None:
    mira = add_user(work, home, "mira")
    assign(work, home, configuration, mira)

    with pytest.raises(InvalidValueError, match="already exists"):
        assign(work, home, configuration, mira)


def test_an_assignment_is_taken_away_from_either_side(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    for side in ("principal_id", "resource_id"):
        assignment = assign(work, home, configuration, add_user(work, home, f"mira-{side[:4]}"))

        delete_assignment(work, home, assignment[side], assignment["id"])

        with pytest.raises(NotFoundError):
            get_assignment(work, home, configuration["id"], assignment["id"])


def test_an_assignment_is_not_reached_through_another_object(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    assignment = assign(work, home, configuration, mira)

    with pytest.raises(NotFoundError):
        delete_assignment(work, home, kim["id"], assignment["id"])


def test_assignments_of_deleted_people_are_not_listed(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    mira = add_user(work, home, "mira")
    assign(work, home, configuration, mira)

    delete_user(work, home, mira["id"])

    assert [] == list_assigned_to(work, home, configuration["id"], EVERYTHING).records


def test_assignments_are_filtered_by_the_name_of_the_principal(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    for principal in (add_user(work, home, "mira"), add_group(work, home, "design")):
        assign(work, home, configuration, principal)

    query = PageQuery(condition=StartsWith(PRINCIPAL_NAME, "des"))

    found = list_assigned_to(work, home, configuration["id"], query).records
    assert ["Design"] == [one["principal_display_name"] for one in found]


def test_assignments_come_in_pages(work: UnitOfWork, home: Actor, configuration: Record) -> None:
    made = [
        assign(work, home, configuration, add_user(work, home, name))["id"]
        for name in ("ada", "bo", "cy")
    ]

    first = list_assigned_to(work, home, configuration["id"], PageQuery(limit=2))
    rest = PageQuery(limit=2, after=first.next)
    second = list_assigned_to(work, home, configuration["id"], rest)

    assert sorted(made) == sorted(one["id"] for one in (*first.records, *second.records))
    assert second.next is None


def test_assignments_stay_in_their_tenant(
    work: UnitOfWork, home: Actor, neighbour: Actor, configuration: Record
) -> None:
    theirs = get_user(work, neighbour, "mira@tailwind.test")
    assignment = assign(work, home, configuration, add_user(work, home, "mira"))

    for attempt in (
        lambda: assign(work, home, configuration, theirs),
        lambda: assign(work, neighbour, configuration, theirs),
        lambda: list_assigned_to(work, neighbour, configuration["id"], EVERYTHING),
        lambda: delete_assignment(work, neighbour, configuration["id"], assignment["id"]),
        lambda: list_assignments(work, home, theirs["id"], EVERYTHING),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_assignments_need_their_own_permission(
    work: UnitOfWork, home: Actor, configuration: Record
) -> None:
    mira = add_user(work, home, "mira")
    assignment = assign(work, home, configuration, mira)
    writer = an_application(home, "Application.ReadWrite.All")

    for attempt in (
        lambda: assign(work, writer, configuration, mira),
        lambda: delete_assignment(work, writer, mira["id"], assignment["id"]),
        lambda: list_assigned_to(work, an_application(home), configuration["id"], EVERYTHING),
        lambda: list_assignments(work, an_application(home), mira["id"], EVERYTHING),
    ):
        with pytest.raises(NotPermittedError):
            attempt()


def test_a_role_is_given_found_and_taken_away(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    values = {
        "directory_scope_id": "/",
        "principal_id": mira["id"],
        "role_template_id": USER_ADMINISTRATOR,
    }

    assignment = create_role_assignment(work, home, values)

    assert assignment["id"].endswith("-1")
    held = PageQuery(condition=Comparison(PRINCIPAL_ID, Operator.EQ, mira["id"]))
    other = PageQuery(condition=Comparison(PRINCIPAL_ID, Operator.EQ, new_id()))
    assert [assignment] == [
        {name: one[name] for name in assignment}
        for one in list_role_assignments(work, home, held).records
    ]
    assert [] == list_role_assignments(work, home, other).records
    members = list_role_members(work, home, USER_ADMINISTRATOR)
    assert [(mira["id"], "user")] == [(one["id"], one["object_type"]) for one in members]
    with pytest.raises(AlreadyExistsError):
        create_role_assignment(work, home, values)

    delete_role_assignment(work, home, assignment["id"])

    with pytest.raises(NotFoundError):
        get_role_assignment(work, home, assignment["id"])


def test_only_some_groups_hold_roles(work: UnitOfWork, home: Actor) -> None:
    values = {"directory_scope_id": "/", "role_template_id": USER_ADMINISTRATOR}
    plain = add_group(work, home, "plain")
    made_for_it = add_group(work, home, "admins", is_assignable_to_role=True)

    create_role_assignment(work, home, {**values, "principal_id": made_for_it["id"]})

    with pytest.raises(InvalidValueError):
        create_role_assignment(work, home, {**values, "principal_id": plain["id"]})


def test_a_role_over_a_unit_that_is_not_there_is_refused(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    values = {
        "directory_scope_id": f"/administrativeUnits/{new_id()}",
        "principal_id": mira["id"],
        "role_template_id": USER_ADMINISTRATOR,
    }

    with pytest.raises(InvalidValueError, match="no administrative unit"):
        create_role_assignment(work, home, values)


def test_a_role_over_an_application_is_not_built(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    values = {
        "directory_scope_id": f"/{new_id()}",
        "principal_id": mira["id"],
        "role_template_id": USER_ADMINISTRATOR,
    }

    with pytest.raises(NotBuiltError):
        create_role_assignment(work, home, values)


def test_roles_stay_in_their_tenant_and_need_their_permission(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira = add_user(work, home, "mira")
    values = {
        "directory_scope_id": "/",
        "principal_id": mira["id"],
        "role_template_id": USER_ADMINISTRATOR,
    }
    assignment = create_role_assignment(work, home, values)

    assert [] == list_role_assignments(work, neighbour, EVERYTHING).records
    assert [] == list_role_members(work, neighbour, USER_ADMINISTRATOR)
    with pytest.raises(NotFoundError):
        create_role_assignment(work, neighbour, values)
    with pytest.raises(NotFoundError):
        delete_role_assignment(work, neighbour, assignment["id"])
    with pytest.raises(NotPermittedError):
        create_role_assignment(work, an_application(home, "Directory.ReadWrite.All"), values)
    with pytest.raises(NotPermittedError):
        get_role(an_application(home), USER_ADMINISTRATOR)
