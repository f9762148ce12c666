"""The directory audit: entries written one by one or many at once, read in pages."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tenantry.actor import Actor, operator, provisioning_service
from tenantry.audit import activities
from tenantry.audit.entries import AuditEntry, AuditTarget, modifications
from tenantry.audit.store import (
    add,
    add_many,
    count_directory_audits,
    get_directory_audit,
    get_provisioning_event,
    list_directory_audits,
    list_provisioning_events,
)
from tenantry.errors import NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tenantry.storage.filters.fields import Operator, Ordering, make_field
from tenantry.storage.filters.tree import Comparison
from tenantry.storage.pages import PageQuery
from tenantry.storage.tables import provisioning_events
from tenantry.storage.unit_of_work import UnitOfWork

TENANT, NEIGHBOUR = new_id(), new_id()
ACTIVITY = make_field("activityDisplayName", "eq", column="activity")
WRITTEN = make_field("activityDateTime", column="activity_at")
EVERYTHING = PageQuery()


@pytest.fixture
def work(database: Database) -> Iterator[UnitOfWork]:
    """A transaction beside a neighbour's entry about an object with the same name."""
    with database.write() as opened:
        add(opened, operator(NEIGHBOUR), NEIGHBOUR, an_entry("mira"))
        yield opened


def an_entry(name: str) -> AuditEntry:
    return AuditEntry(
        activity=activities.UPDATE_USER,
        target=AuditTarget(type="User", id=f"id of {name}", name=name),
        modified=modifications({"city": "Oslo"}, {"city": None, "country": "Norway"}),
        details={"User-Agent": "tests"},
    )


def test_an_entry_is_read_as_it_was_written(work: UnitOfWork) -> None:
    add(work, operator(TENANT), TENANT, an_entry("mira"))

    [listed] = list_directory_audits(work, TENANT, EVERYTHING).records

    assert listed == get_directory_audit(work, TENANT, listed["id"])
    assert ("Update user", "UserManagement", "success", work.instant, work.correlation_id) == (
        listed["activity"],
        listed["category"],
        listed["result"],
        listed["activity_at"],
        listed["correlation_id"],
    )
    assert [["city", None, "Oslo"]] == listed["modified_properties"]
    assert {"User-Agent": "tests"} == listed["additional_details"]


def test_the_provisioning_service_is_named_as_the_actor(work: UnitOfWork) -> None:
    modified = msgspec.json.encode([["city", None, "Oslo"]]).decode()
    targets = [(new_id(), "Mira", "mira@northwind.test", modified), (new_id(), None, None, None)]

    add_many(work, provisioning_service(TENANT), TENANT, activities.ADD_USER, targets)

    first, second = list_directory_audits(work, TENANT, EVERYTHING).records
    assert [targets[0][0], targets[1][0]] == [first["target_id"], second["target_id"]]
    assert ("Microsoft.Azure.SyncFabric", "00000014-0000-0000-c000-000000000000") == (
        first["actor_name"],
        first["actor_app_id"],
    )
    assert [[["city", None, "Oslo"]], None] == [
        first["modified_properties"],
        second["modified_properties"],
    ]


def test_entries_come_filtered_sorted_and_in_pages(work: UnitOfWork) -> None:
    for name in ("ada", "bo", "cy"):
        add(work, operator(TENANT), TENANT, an_entry(name))
    updates = Comparison(ACTIVITY, Operator.EQ, "Update user")
    newest_first = (Ordering(field=WRITTEN, descending=True),)
    query = PageQuery(condition=updates, orderings=newest_first, limit=2)

    first = list_directory_audits(work, TENANT, query)
    following = PageQuery(condition=updates, orderings=newest_first, limit=2, after=first.next)
    second = list_directory_audits(work, TENANT, following)

    names = [entry["target_name"] for entry in (*first.records, *second.records)]
    assert names == ["cy", "bo", "ada"]
    assert second.next is None
    assert count_directory_audits(work, TENANT, query) == 3
    nothing = PageQuery(condition=Comparison(ACTIVITY, Operator.EQ, "Add user"))
    assert [] == list_directory_audits(work, TENANT, nothing).records


def test_entries_of_another_tenant_are_never_seen(work: UnitOfWork) -> None:
    [theirs] = list_directory_audits(work, NEIGHBOUR, EVERYTHING).records

    assert [] == list_directory_audits(work, TENANT, EVERYTHING).records
    with pytest.raises(NotFoundError):
        get_directory_audit(work, TENANT, theirs["id"])


def test_provisioning_events_are_read_with_their_steps(work: UnitOfWork) -> None:
    ours, theirs = event_row(TENANT), event_row(NEIGHBOUR)
    columns = [column.name for column in provisioning_events.columns]
    insert_rows(work.connection, "provisioning_events", columns, [ours, theirs])

    [listed] = list_provisioning_events(work, TENANT, EVERYTHING).records

    assert listed == get_provisioning_event(work, TENANT, ours[1])
    assert [["EntryImportAdd", "import", "success", "d", {}]] == listed["steps"]
    with pytest.raises(NotFoundError):
        get_provisioning_event(work, TENANT, theirs[1])


def event_row(tenant_id: str) -> tuple[Any, ...]:
    values: dict[str, Any] = {
        column.name: "x" if not column.nullable else None for column in provisioning_events.columns
    }
    values.update(
        tenant_id=tenant_id,
        id=new_id(),
        duration_ms=1,
        steps='[["EntryImportAdd","import","success","d",{}]]',
    )
    return tuple(values.values())


@pytest.mark.parametrize(
    ("changes", "before", "expected"),
    [
        ({}, None, ()),
        ({"city": "Oslo"}, None, (("city", None, "Oslo"),)),
        ({"city": None}, {"city": "Oslo"}, (("city", "Oslo", None),)),
    ],
)
def test_modifications_hold_the_old_and_the_new_value(
    changes: dict[str, str | None], before: dict[str, str] | None, expected: tuple[object, ...]
) -> None:
    assert expected == modifications(changes, before)


def test_activities_are_named_once() -> None:
    named = [one for one in vars(activities).values() if isinstance(one, activities.Activity)]

    assert len({one.name for one in named}) == len(named)


def test_the_actor_of_an_operator_has_no_id(work: UnitOfWork) -> None:
    actor: Actor = operator(TENANT)
    add(work, actor, TENANT, an_entry("mira"))

    [entry] = list_directory_audits(work, TENANT, EVERYTHING).records

    assert ("operator", None, "Tenantry operator") == (
        entry["actor_kind"],
        entry["actor_id"],
        entry["actor_name"],
    )
