"""Scope at work: who is synchronized, by assignment, through groups and by filters."""

from dataclasses import replace

import pytest

from tenantry.collaboration.external_users import identity_of
from tenantry.storage.database import Database
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support import plans
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization


@pytest.fixture
def sync_all(lab: Database, neighbour: Neighbour) -> Synchronization:
    """A job for every user of its source."""
    source, target = Company(lab, "northwind"), Company(lab, "contoso")
    return Synchronization(source, target, sync_all=True, neighbour=neighbour)


@pytest.mark.claim("CTS-034", "CTS-047")
def test_only_assigned_users_are_synchronized(sync: Synchronization) -> None:
    assigned = sync.add_user("ana")
    sync.source.add_user("ben")

    sync.run_cycle()

    assert {assigned: True} == present(sync)


def test_every_user_is_synchronized_where_the_scope_is_all(sync_all: Synchronization) -> None:
    ana, ben = sync_all.source.add_user("ana"), sync_all.source.add_user("ben")

    sync_all.run_cycle()

    assert {ana: True, ben: True} == present(sync_all)


@pytest.mark.claim("CTS-017", "CTS-018", "CTS-054")
def test_only_internal_members_are_synchronized(sync_all: Synchronization) -> None:
    member = sync_all.source.add_user("ana")
    guest = sync_all.source.add_user("ben", user_type="Guest")
    external = sync_all.source.add_external_user(
        display_name="Cleo",
        user_principal_name="cleo_elsewhere.test#EXT#@northwind.test",
        external_user_state="Accepted",
        alternative_security_id=identity_of("somebody"),
        user_type="Member",
    )

    sync_all.run_cycle()

    assert {member: True} == present(sync_all)
    reasons = {event["source_id"]: event["reason"] for event in sync_all.events()}
    assert {member: None, guest: "InternalGuest", external: "ExternalUser"} == reasons


def test_a_user_that_is_disabled_is_not_created(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", account_enabled=False)

    sync.run_cycle()
    before = present(sync)
    sync.source.change(user_id, account_enabled=True)
    sync.run_cycle()

    assert ({}, {user_id: True}) == (before, present(sync))


def test_the_direct_members_of_an_assigned_group_are_synchronized(sync: Synchronization) -> None:
    ana, ben = sync.source.add_user("ana"), sync.source.add_user("ben")
    group_id = sync.source.add_group("sales", [ana])
    sync.assign(group_id)
    sync.run_cycle()
    initially = present(sync)

    sync.source.add_member(group_id, ben)
    sync.run_cycle()

    assert ({ana: True}, {ana: True, ben: True}) == (initially, present(sync))


def test_a_group_inside_an_assigned_group_is_not_expanded(sync: Synchronization) -> None:
    inner = sync.source.add_group("inner", [sync.source.add_user("ana")])
    outer = sync.source.add_group("outer", [inner, ben := sync.source.add_user("ben")])
    sync.assign(outer)

    sync.run_cycle()
    sync.source.add_member(inner, sync.source.add_user("cleo"))
    sync.run_cycle()

    assert {ben: True} == present(sync)


def test_a_group_that_is_not_security_enabled_is_ignored(sync: Synchronization) -> None:
    ana = sync.source.add_user("ana")
    group_id = sync.source.add_group(
        "team", [ana], security_enabled=False, mail_enabled=True, group_types=["Unified"]
    )
    sync.assign(group_id)

    sync.run_cycle()
    sync.source.add_member(group_id, sync.source.add_user("ben"))
    sync.run_cycle()

    assert {} == present(sync)


@pytest.mark.claim("CTS-102")
def test_a_user_that_leaves_its_group_is_soft_deleted(sync: Synchronization) -> None:
    group_id, [ana, ben] = _group_of_two(sync)

    sync.source.remove_member(group_id, ana)
    sync.run_cycle()

    assert {ana: False, ben: True} == present(sync)


@pytest.mark.claim("CTS-101", "CTS-111")
def test_unassigning_a_group_soft_deletes_its_members(sync: Synchronization) -> None:
    group_id, [ana, ben] = _group_of_two(sync)

    sync.unassign(group_id)
    sync.run_cycle()

    assert {ana: False, ben: False} == present(sync)


def test_a_user_that_another_assignment_covers_stays(sync: Synchronization) -> None:
    group_id, [ana, ben] = _group_of_two(sync)
    sync.assign(sync.source.add_group("other", [ana]))
    sync.assign(ben)

    sync.unassign(group_id)
    sync.run_cycle()

    assert {ana: True, ben: True} == present(sync)


@pytest.mark.parametrize("days", [0, 31], ids=["deleted", "deleted and purged"])
def test_a_group_that_goes_between_two_cycles_takes_its_members_along(
    sync: Synchronization, days: int
) -> None:
    group_id, [ana, ben] = _group_of_two(sync)

    sync.source.delete_group(group_id)
    sync.move_clock(days)
    sync.run_cycle()

    assert {ana: False, ben: False} == present(sync)


def test_a_group_that_is_restored_brings_its_members_back(sync: Synchronization) -> None:
    group_id, [ana, ben] = _group_of_two(sync)
    twins = [sync.twin(ana)["id"], sync.twin(ben)["id"]]
    sync.source.delete_group(group_id)
    sync.run_cycle()

    sync.source.restore(group_id)
    sync.run_cycle()

    assert {ana: True, ben: True} == present(sync)
    assert twins == [sync.twin(ana)["id"], sync.twin(ben)["id"]]


def test_a_group_that_loses_its_security_takes_its_members_along(sync: Synchronization) -> None:
    ana = sync.source.add_user("ana")
    group_id = sync.source.add_group(
        "team", [ana], mail_enabled=True, group_types=["Unified"], visibility="Private"
    )
    sync.assign(group_id)
    sync.run_cycle()
    before = present(sync)

    sync.source.change_group(group_id, security_enabled=False)
    sync.run_cycle()

    assert ({ana: True}, {ana: False}) == (before, present(sync))


@pytest.mark.claim("CTS-100", "CTS-004")
@pytest.mark.parametrize("days", [0, 31], ids=["deleted", "deleted and purged"])
def test_a_user_that_is_deleted_in_the_source_is_soft_deleted(
    sync: Synchronization, days: int
) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()

    sync.source.delete(ana)
    sync.move_clock(days)
    sync.run_cycle()

    assert {ana: False} == present(sync)


@pytest.mark.claim("CTS-107", "CTS-115")
@pytest.mark.parametrize(("days", "is_same"), [(29, True), (31, False)])
def test_a_user_that_is_assigned_again_within_thirty_days_is_restored(
    sync: Synchronization, *, days: int, is_same: bool
) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()
    twin_id = sync.twin(ana)["id"]
    sync.unassign(ana)
    sync.run_cycle()

    sync.move_clock(days)
    sync.assign(ana)
    sync.run_cycle()

    assert {ana: True} == present(sync)
    assert is_same == (twin_id == sync.twin(ana)["id"])


@pytest.mark.claim("CTS-103", "CTS-109")
def test_a_user_that_fails_the_filter_is_soft_deleted_until_it_passes_again(
    sync: Synchronization,
) -> None:
    ana, ben = sync.add_user("ana", department="Sales"), sync.add_user("ben", department="Legal")
    _filter_by_department(sync, "Sales")
    sync.run_cycle()
    at_first = present(sync)
    sync.source.change(ana, department="Legal")
    sync.source.change(ben, department="Sales")
    sync.run_cycle()
    swapped = present(sync)

    sync.source.change(ana, department="Sales")
    sync.run_cycle()

    assert ({ana: True}, {ana: False, ben: True}) == (at_first, swapped)
    assert {ana: True, ben: True} == present(sync)


def test_a_new_filter_is_applied_to_everybody(sync: Synchronization) -> None:
    ana, ben = sync.add_user("ana", department="Sales"), sync.add_user("ben", department="Legal")
    sync.run_cycle()

    _filter_by_department(sync, "Legal")
    sync.run_cycle()

    assert {ana: False, ben: True} == present(sync)


@pytest.mark.claim("CTS-113")
def test_unassigning_deletes_nobody_where_the_scope_is_all(sync: Synchronization) -> None:
    ana = sync.add_user("ana")
    sync.change_scope(sync_all=True)
    sync.restart()
    sync.run_cycle()
    sync.unassign(ana)
    sync.run_cycle()
    before = present(sync)

    sync.change_scope(sync_all=False)
    sync.restart()
    sync.run_cycle()

    assert ({ana: True}, {ana: False}) == (before, present(sync))


@pytest.mark.claim("CTS-104")
def test_a_user_that_is_blocked_in_the_source_is_blocked_in_the_target(
    sync: Synchronization,
) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()

    sync.source.change(ana, account_enabled=False)
    sync.run_cycle()

    assert {ana: True} == present(sync)
    assert sync.twin(ana)["account_enabled"] is False


@pytest.mark.claim("CTS-105")
def test_a_user_that_was_blocked_first_is_not_deleted_by_leaving_its_group(
    sync: Synchronization,
) -> None:
    group_id, [ana, ben] = _group_of_two(sync)
    sync.source.change(ana, account_enabled=False)
    sync.run_cycle()

    sync.source.remove_member(group_id, ana)
    sync.run_cycle()

    assert {ana: True, ben: True} == present(sync)


@pytest.mark.claim("CTS-089")
def test_two_tenants_that_synchronize_into_each_other_come_to_rest(
    sync_all: Synchronization,
) -> None:
    back = Synchronization(sync_all.target, sync_all.source, sync_all=True)
    sync_all.source.add_user("ana")
    sync_all.target.add_user("ben")
    sync_all.run_cycle()
    back.run_cycle()
    users = (sync_all.source.users(), sync_all.target.users())

    for _ in range(3):
        sync_all.run_cycle()
        back.run_cycle()

    assert users == (sync_all.source.users(), sync_all.target.users())
    assert [2, 2] == [len(each) for each in users]


@pytest.mark.claim("CTS-086", "CTS-087")
def test_one_source_fills_many_targets_and_one_target_takes_many_sources(
    sync: Synchronization,
) -> None:
    third = Company(sync.database, "fabrikam")
    outward, inward = Synchronization(sync.source, third), Synchronization(third, sync.target)
    ana, zoe = sync.add_user("ana"), inward.add_user("zoe")
    outward.assign(ana)

    for each in (sync, outward, inward):
        each.run_cycle()

    assert [{ana: True}, {ana: True}] == [present(sync), present(outward)]
    assert {zoe: True} == present(inward)


def present(sync: Synchronization) -> dict[str, bool]:
    """Return source id → whether it is live, for what the target has of the source's users."""
    return {
        row["home_user_id"]: row["deleted_at"] is None
        for row in sync.target.users()
        if row["home_tenant_id"] == sync.source.tenant_id
    }


@pytest.mark.parametrize("kind", ["input_groups", "category_groups"])
def test_who_is_filtered_on_reading_is_neither_created_nor_changed_nor_deleted(
    sync: Synchronization, kind: str
) -> None:
    ana, ben = (sync.add_user(name, department="Sales") for name in ("ana", "ben"))
    sync.run_cycle()
    users = sync.schema()
    scope = ScopingFilter(**{kind: _department("Sales")})
    sync.replace_schema(replace(users, scope=scope))
    cleo = sync.add_user("cleo", department="Legal")
    for user_id in (ana, ben):
        sync.source.change(user_id, department="Legal", job_title="Counsel")
    sync.unassign(ben)
    plan, _ = plans.make(sync)
    sync.run_cycle()

    assert {ana: True, ben: True} == present(sync)
    assert ["Sales", "Sales"] == [sync.twin(user)["department"] for user in (ana, ben)]
    assert {"skip"} == {action for action, count in plan.counts.actions.items() if count}

    sync.replace_schema(users)
    sync.run_cycle()

    assert {ana: True, ben: False, cleo: True} == present(sync)
    assert "Counsel" == sync.twin(ana)["job_title"]


def _group_of_two(sync: Synchronization) -> tuple[str, list[str]]:
    user_ids = [sync.source.add_user("ana"), sync.source.add_user("ben")]
    group_id = sync.source.add_group("sales", user_ids)
    sync.assign(group_id)
    sync.run_cycle()
    return group_id, user_ids


def _filter_by_department(sync: Synchronization, department: str) -> None:
    scope = ScopingFilter(groups=_department(department))
    sync.replace_schema(replace(sync.schema(), scope=scope))


def _department(department: str) -> tuple[FilterGroup, ...]:
    clause = FilterClause(attribute="department", operator="EQUALS", values=(department,))
    return (FilterGroup(title="By department", clauses=(clause,)),)
