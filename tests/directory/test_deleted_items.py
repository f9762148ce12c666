"""The recycle bin: restored within 30 days, or deleted for good with all that refers to it."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, select

from tenantry.actor import Actor
from tenantry.directory.applications import SYNC_TEMPLATE_ID
from tenantry.directory.operations.applications import (
    delete_application,
    get_application,
)
from tenantry.directory.operations.assignments import create_assignment, list_assigned_to
from tenantry.directory.operations.deleted_items import (
    count_deleted,
    get_deleted,
    list_deleted,
    restore,
)
from tenantry.directory.operations.groups import delete_group
from tenantry.directory.operations.lookups import ByAppId
from tenantry.directory.operations.managers import get_manager, set_manager
from tenantry.directory.operations.memberships import list_members
from tenantry.directory.operations.purging import purge, purge_expired
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import (
    delete_service_principal,
    get_service_principal,
)
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.operations.users import delete_user, get_user, list_users
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tenantry.storage.pages import PageQuery
from tenantry.storage.tables import (
    app_role_assignments,
    application_secrets,
    memberships,
    users,
)
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import (
    add_group,
    add_service_principal,
    add_user,
    an_application,
)

EVERYTHING = PageQuery()


def days_later(work: UnitOfWork, days: float) -> UnitOfWork:
    """Return the same transaction at a later time."""
    return UnitOfWork(work.connection, work.now + timedelta(days=days), days * 86400)


def rows_of(work: UnitOfWork, table: Table, tenant_id: str) -> int:
    query = select(table.c.tenant_id).where(table.c.tenant_id == tenant_id)
    return len(work.connection.execute(query).all())


@pytest.mark.claim("CTS-107", "CTS-110")
def test_a_restored_user_is_the_same_with_memberships_manager_and_assignments(
    work: UnitOfWork, home: Actor
) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    set_manager(work, home, mira["id"], kim["id"])
    design = add_group(work, home, "design", members=[mira])
    _, resource = instantiate_template(work, home, SYNC_TEMPLATE_ID, "Sync")
    create_assignment(
        work,
        home,
        {
            "app_role_id": resource["app_roles"][0]["id"],
            "principal_id": mira["id"],
            "resource_id": resource["id"],
        },
    )
    before = get_user(work, home, mira["id"])
    delete_user(work, home, mira["id"])

    restored = restore(days_later(work, 29), home, mira["id"])

    assert restored == {**before, "object_type": "user"}
    assert kim["id"] == get_manager(work, home, mira["id"])["id"]
    members = list_members(work, home, design["id"], EVERYTHING).records
    assert [mira["id"]] == [member["id"] for member in members]
    assigned = list_assigned_to(work, home, resource["id"], EVERYTHING).records
    assert [mira["id"]] == [one["principal_id"] for one in assigned]


def test_the_recycle_bin_lists_one_kind_and_says_when_it_was_deleted(
    work: UnitOfWork, home: Actor
) -> None:
    mira, design = add_user(work, home, "mira"), add_group(work, home, "design")
    delete_user(work, home, mira["id"])
    delete_group(work, home, design["id"])

    deleted = list_deleted(work, home, "user", EVERYTHING).records

    assert [(mira["id"], work.instant)] == [(one["id"], one["deleted_at"]) for one in deleted]
    assert count_deleted(work, home, "group", EVERYTHING) == 1
    assert get_deleted(work, home, design["id"])["object_type"] == "group"


def test_a_live_object_is_not_in_the_recycle_bin(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")

    for attempt in (get_deleted, restore, purge):
        with pytest.raises(NotFoundError):
            attempt(work, home, mira["id"])


def test_a_user_whose_name_is_taken_comes_back_under_another(work: UnitOfWork, home: Actor) -> None:
    first = add_user(work, home, "mira")
    delete_user(work, home, first["id"])
    add_user(work, home, "mira")

    with pytest.raises(AlreadyExistsError, match="under a new name"):
        restore(work, home, first["id"])
    with pytest.raises(InvalidValueError, match="not verified"):
        restore(work, home, first["id"], user_principal_name="mira@elsewhere.test")

    restored = restore(work, home, first["id"], user_principal_name="mira2@northwind.test")

    assert restored == {
        **first,
        "user_principal_name": "mira2@northwind.test",
        "object_type": "user",
    }


def test_an_application_comes_back_with_the_service_principal_that_went_with_it(
    work: UnitOfWork, home: Actor
) -> None:
    principal = add_service_principal(work, home, "Board")
    application = get_application(work, home, ByAppId(principal["app_id"]))
    delete_application(work, home, application["id"])

    restore(work, home, application["id"])

    assert application == get_application(work, home, application["id"])
    assert principal == get_service_principal(work, home, principal["id"])


def test_a_service_principal_that_was_deleted_before_stays_deleted(
    work: UnitOfWork, home: Actor
) -> None:
    principal = add_service_principal(work, home, "Board")
    application = get_application(work, home, ByAppId(principal["app_id"]))
    delete_service_principal(work, home, principal["id"])
    delete_application(days_later(work, 1), home, application["id"])

    restore(days_later(work, 2), home, application["id"])

    with pytest.raises(NotFoundError):
        get_service_principal(work, home, principal["id"])


@pytest.mark.claim("CTS-116")
def test_a_purge_leaves_nothing_that_refers_to_the_object(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    set_manager(work, home, kim["id"], mira["id"])
    add_group(work, home, "design", members=[mira])
    _, resource = instantiate_template(work, home, SYNC_TEMPLATE_ID, "Sync")
    values = {"app_role_id": resource["app_roles"][0]["id"], "resource_id": resource["id"]}
    create_assignment(work, home, {**values, "principal_id": mira["id"]})
    delete_user(work, home, mira["id"])

    purge(work, home, mira["id"])

    assert get_user(work, home, kim["id"])["manager_id"] is None
    assert rows_of(work, memberships, home.tenant_id) == 0
    assert rows_of(work, app_role_assignments, home.tenant_id) == 0
    for attempt in (get_deleted, restore, purge):
        with pytest.raises(NotFoundError):
            attempt(work, home, mira["id"])
    add_user(work, home, "mira")


def test_a_purged_application_takes_its_service_principal_and_secrets_along(
    work: UnitOfWork, home: Actor
) -> None:
    principal = add_service_principal(work, home, "Board")
    application = get_application(work, home, ByAppId(principal["app_id"]))
    add_application_secret(work, home, application["id"], {})
    delete_application(work, home, application["id"])

    purge(work, home, application["id"])

    assert rows_of(work, application_secrets, home.tenant_id) == 0
    with pytest.raises(NotFoundError):
        get_deleted(work, home, principal["id"])


@pytest.mark.claim("CTS-115")
def test_after_thirty_days_a_deleted_user_is_gone_by_itself(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    theirs = get_user(work, neighbour, "mira@tailwind.test")
    delete_user(work, neighbour, theirs["id"])
    delete_user(work, home, mira["id"])
    delete_user(days_later(work, 1), home, kim["id"])
    later = days_later(work, 30)

    assert get_deleted(days_later(work, 29.9), home, mira["id"])["id"] == mira["id"]
    with pytest.raises(NotFoundError):
        get_deleted(later, home, mira["id"])
    with pytest.raises(NotFoundError):
        restore(later, home, mira["id"])
    assert [kim["id"]] == [
        one["id"] for one in list_deleted(later, home, "user", EVERYTHING).records
    ]
    assert purge_expired(later, home.tenant_id) == 1
    assert purge_expired(later, home.tenant_id) == 0
    assert rows_of(work, users, home.tenant_id) == 1
    assert rows_of(work, users, neighbour.tenant_id) == 2


def test_the_lab_clock_decides_what_is_thirty_days_old(database: Database, home: Actor) -> None:
    with database.write() as work:
        mira = add_user(work, home, "mira")
        delete_user(work, home, mira["id"])
        set_offset(work.connection, timedelta(days=31).total_seconds())
    lab = Database(database.engine.url.render_as_string(hide_password=False), movable_clock=True)

    with lab, lab.write() as work:
        assert purge_expired(work, home.tenant_id) == 1


def test_the_recycle_bin_of_another_tenant_is_out_of_reach(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    theirs = get_user(work, neighbour, "mira@tailwind.test")
    delete_user(work, neighbour, theirs["id"])

    assert [] == list_deleted(work, home, "user", EVERYTHING).records
    for attempt in (get_deleted, restore, purge):
        with pytest.raises(NotFoundError):
            attempt(work, home, theirs["id"])


def test_the_recycle_bin_needs_the_permission_of_the_kind(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    delete_user(work, home, mira["id"])
    reader = an_application(home, "User.Read.All")

    assert count_deleted(work, reader, "user", EVERYTHING) == 1
    for attempt in (
        lambda: list_deleted(work, reader, "group", EVERYTHING),
        lambda: get_deleted(work, an_application(home, "Group.Read.All"), mira["id"]),
        lambda: restore(work, reader, mira["id"]),
        lambda: purge(work, reader, mira["id"]),
    ):
        with pytest.raises(NotPermittedError):
            attempt()
    assert [] == list_users(work, home, EVERYTHING).records
