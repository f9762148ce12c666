"""What every change leaves behind: an entry of the feed and one of the audit, or neither."""

from collections.abc import Callable

import pytest

from tenantry.actor import Actor
from tenantry.audit.store import list_directory_audits
from tenantry.directory.applications import SYNC_TEMPLATE_ID
from tenantry.directory.operations.applications import delete_application, update_application
from tenantry.directory.operations.assignments import create_assignment, delete_assignment
from tenantry.directory.operations.deleted_items import restore
from tenantry.directory.operations.groups import delete_group, update_group
from tenantry.directory.operations.managers import clear_manager, set_manager
from tenantry.directory.operations.memberships import add_member, remove_member
from tenantry.directory.operations.purging import purge
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import (
    delete_service_principal,
    update_service_principal,
)
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.operations.users import create_user, delete_user, update_user
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_group, add_user, user_values

Objects = dict[str, Record]
Act = Callable[[UnitOfWork, Actor, Objects], object]
Entry = tuple[str, str, str, str | None, tuple[str, ...]]
"""Object type, name of the object, kind, name of the related object, properties."""


@pytest.fixture
def objects(database: Database, home: Actor) -> Objects:
    """Objects by name, committed before the change under test."""
    with database.write() as work:
        mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
        design = add_group(work, home, "design", members=[mira])
        application, principal = instantiate_template(work, home, SYNC_TEMPLATE_ID, "Sync")
        values = {"app_role_id": principal["app_roles"][0]["id"], "resource_id": principal["id"]}
        assignment = create_assignment(work, home, {**values, "principal_id": mira["id"]})
        set_manager(work, home, kim["id"], mira["id"])
        gone = add_user(work, home, "gone")
        delete_user(work, home, gone["id"])
    return {
        "mira": mira,
        "kim": kim,
        "design": design,
        "application": application,
        "principal": principal,
        "assignment": assignment,
        "gone": gone,
    }


CHANGES: list[tuple[Act, list[Entry], list[str]]] = [
    (
        lambda work, home, it: update_user(
            work, home, it["mira"]["id"], {"city": "Oslo", "mail": "m@northwind.test"}
        ),
        [("user", "mira", "updated", None, ("city", "mail", "proxy_addresses"))],
        ["Update user"],
    ),
    (
        lambda work, home, it: update_user(work, home, it["mira"]["id"], {"display_name": "Mira"}),
        [],
        [],
    ),
    (
        lambda work, home, it: delete_user(work, home, it["mira"]["id"]),
        [("user", "mira", "deleted", None, ())],
        ["Delete user"],
    ),
    (
        lambda work, home, it: restore(work, home, it["gone"]["id"]),
        [("user", "gone", "restored", None, ())],
        ["Restore user"],
    ),
    (
        lambda work, home, it: purge(work, home, it["gone"]["id"]),
        [("user", "gone", "purged", None, ())],
        ["Hard Delete user"],
    ),
    (
        lambda work, home, it: (
            set_manager(work, home, it["mira"]["id"], it["gone"]["id"])
            if restore(work, home, it["gone"]["id"])
            else None
        ),
        [
            ("user", "gone", "restored", None, ()),
            ("user", "mira", "updated", None, ("manager_id",)),
        ],
        ["Restore user", "Set user manager"],
    ),
    (
        lambda work, home, it: clear_manager(work, home, it["kim"]["id"]),
        [("user", "kim", "updated", "mira", ("manager_id",))],
        ["Set user manager"],
    ),
    (
        lambda work, home, it: update_group(work, home, it["design"]["id"], {"description": "d"}),
        [("group", "design", "updated", None, ("description",))],
        ["Update group"],
    ),
    (
        lambda work, home, it: delete_group(work, home, it["design"]["id"]),
        [("group", "design", "deleted", None, ())],
        ["Delete group"],
    ),
    (
        lambda work, home, it: add_member(work, home, it["design"]["id"], it["kim"]["id"]),
        [("group", "design", "memberAdded", "kim", ())],
        ["Add member to group"],
    ),
    (
        lambda work, home, it: remove_member(work, home, it["design"]["id"], it["mira"]["id"]),
        [("group", "design", "memberRemoved", "mira", ())],
        ["Remove member from group"],
    ),
    (
        lambda work, home, it: create_assignment(
            work,
            home,
            {
                "app_role_id": it["principal"]["app_roles"][0]["id"],
                "principal_id": it["kim"]["id"],
                "resource_id": it["principal"]["id"],
            },
        ),
        [("servicePrincipal", "principal", "assigned", "kim", ())],
        ["Add app role assignment grant to user"],
    ),
    (
        lambda work, home, it: delete_assignment(
            work, home, it["principal"]["id"], it["assignment"]["id"]
        ),
        [("servicePrincipal", "principal", "unassigned", "mira", ())],
        ["Remove app role assignment from user"],
    ),
    (
        lambda work, home, it: update_application(
            work, home, it["application"]["id"], {"display_name": "Sync 2"}
        ),
        [
            ("application", "application", "updated", None, ("display_name",)),
            ("servicePrincipal", "principal", "updated", None, ("display_name",)),
        ],
        ["Update application", "Update service principal"],
    ),
    (
        lambda work, home, it: add_application_secret(work, home, it["application"]["id"], {}),
        [("application", "application", "updated", None, ("password_credentials",))],
        ["Update application - Certificates and secrets management"],
    ),
    (
        lambda work, home, it: update_service_principal(
            work, home, it["principal"]["id"], {"notes": "n"}
        ),
        [("servicePrincipal", "principal", "updated", None, ("notes",))],
        ["Update service principal"],
    ),
    (
        lambda work, home, it: delete_service_principal(work, home, it["principal"]["id"]),
        [("servicePrincipal", "principal", "deleted", None, ())],
        ["Remove service principal"],
    ),
    (
        lambda work, home, it: delete_application(work, home, it["application"]["id"]),
        [
            ("application", "application", "deleted", None, ()),
            ("servicePrincipal", "principal", "deleted", None, ()),
        ],
        ["Delete application", "Remove service principal"],
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_recorded_and_audited(
    database: Database, home: Actor, objects: Objects, change: tuple[Act, list[Entry], list[str]]
) -> None:
    act, entries, audited = change
    names = {one["id"]: name for name, one in objects.items()}
    with database.read() as reading:
        before = feed.position(reading.connection, home.tenant_id)
        audits_before = len(list_directory_audits(reading, home.tenant_id, PageQuery()).records)

    with database.write() as work:
        act(work, home, objects)

    with database.read() as reading:
        changes = feed.since(reading.connection, home.tenant_id, before, until=10**6, limit=99)
        audits = list_directory_audits(reading, home.tenant_id, PageQuery()).records
    assert entries == [
        (
            one.object_type,
            names[one.object_id],
            one.kind,
            names.get(one.related_id or ""),
            one.properties,
        )
        for one in changes
    ]
    assert audited == [audit["activity"] for audit in audits[audits_before:]]


def test_a_purge_records_the_relations_that_end_with_the_object(
    database: Database, home: Actor, objects: Objects
) -> None:
    with database.write() as work:
        delete_user(work, home, objects["mira"]["id"])
        before = feed.position(work.connection, home.tenant_id)
    with database.write() as work:
        purge(work, home, objects["mira"]["id"])

    with database.read() as reading:
        changes = feed.since(reading.connection, home.tenant_id, before + 1, until=99, limit=99)
    assert [
        ("group", objects["design"]["id"], "memberRemoved"),
        ("user", objects["kim"]["id"], "updated"),
        ("servicePrincipal", objects["principal"]["id"], "unassigned"),
        ("user", objects["mira"]["id"], "purged"),
    ] == [(one.object_type, one.object_id, one.kind) for one in changes]


def test_a_refused_change_leaves_nothing(database: Database, home: Actor, objects: Objects) -> None:
    with database.read() as reading:
        before = feed.position(reading.connection, home.tenant_id)

    def change_and_fail() -> None:
        with database.write() as work:
            update_user(work, home, objects["kim"]["id"], {"city": "Oslo"})
            create_user(work, home, user_values("mira"))

    with pytest.raises(AlreadyExistsError):
        change_and_fail()

    with database.read() as reading:
        assert before == feed.position(reading.connection, home.tenant_id)


def test_the_audit_says_who_did_what_to_whom(
    database: Database, home: Actor, objects: Objects
) -> None:
    caller = Actor(
        tenant_id=home.tenant_id,
        kind=home.kind,
        actor_id=objects["kim"]["id"],
        user_principal_name="kim@northwind.test",
        ip_address="192.0.2.7",
    )
    with database.write() as work:
        update_user(work, caller, objects["mira"]["id"], {"city": "Oslo"})

    with database.read() as reading:
        entry = list_directory_audits(reading, home.tenant_id, PageQuery()).records[-1]
    assert {
        "activity": "Update user",
        "category": "UserManagement",
        "operation_type": "Update",
        "logged_by_service": "Core Directory",
        "result": "success",
        "actor_id": objects["kim"]["id"],
        "actor_name": "kim@northwind.test",
        "actor_ip_address": "192.0.2.7",
        "target_type": "User",
        "target_id": objects["mira"]["id"],
        "target_name": "Mira",
        "target_user_principal_name": "mira@northwind.test",
        "modified_properties": [["city", None, "Oslo"]],
    }.items() <= entry.items()


def test_an_audit_of_one_tenant_is_not_seen_in_another(
    database: Database, home: Actor, neighbour: Actor, objects: Objects
) -> None:
    with database.read() as reading:
        theirs = list_directory_audits(reading, neighbour.tenant_id, PageQuery(limit=99)).records
        ours = list_directory_audits(reading, home.tenant_id, PageQuery(limit=99)).records

    assert {neighbour.tenant_id} == {entry["tenant_id"] for entry in theirs}
    assert {one["id"] for one in ours}.isdisjoint(one["id"] for one in theirs)
    assert objects["mira"]["id"] not in {entry["target_id"] for entry in theirs}
