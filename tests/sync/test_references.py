"""The manager of each target user: set once both sides exist, and never taken away."""

import msgspec
import pytest

from tenantry.storage.database import Database
from tenantry.sync.engine.places import CHUNK_USERS
from tests.support.companies import Company
from tests.support.synchronization import Synchronization


@pytest.mark.claim("CTS-060", "CTS-063")
def test_the_manager_of_a_user_is_the_twin_of_its_manager(sync: Synchronization) -> None:
    report, head = _report_and_head(sync)

    sync.run_cycle()

    assert sync.twin(head)["id"] == sync.twin(report)["manager_id"]
    assert {} == sync.pending_references()


def test_the_manager_of_a_new_user_may_come_with_a_later_chunk(sync: Synchronization) -> None:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    first, *_, last = sync.source.add_many(CHUNK_USERS + 1, group_id=group_id)
    sync.source.set_manager(first, last)

    sync.run_cycle()

    assert sync.twin(last)["id"] == sync.twin(first)["manager_id"]
    assert {} == sync.pending_references()
    [create, reference] = sync.events(first)
    assert ("create", "update") == (create["action"], reference["action"])
    modified = msgspec.json.decode(reference["modified_properties"])
    assert [["manager", None, sync.twin(last)["id"]]] == modified


def test_a_reference_waits_while_the_cycle_is_paused(sync: Synchronization) -> None:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    first, *_, last = sync.source.add_many(CHUNK_USERS + 1, group_id=group_id)
    sync.source.set_manager(first, last)
    sync.after_the_first_chunk(sync.pause)
    sync.run_cycle()
    pending = sync.pending_references()

    sync.start()
    sync.run_cycle()

    assert {first: last} == pending
    assert sync.twin(last)["id"] == sync.twin(first)["manager_id"]


@pytest.mark.claim("CTS-064")
def test_a_new_manager_is_set_and_nobody_else_is_touched(sync: Synchronization) -> None:
    report, head = _report_and_head(sync)
    new_head = sync.add_user("cleo")
    sync.run_cycle()
    others = [sync.twin(head), sync.twin(new_head)]

    sync.source.set_manager(report, new_head)
    sync.run_cycle()

    assert sync.twin(new_head)["id"] == sync.twin(report)["manager_id"]
    assert others == [sync.twin(head), sync.twin(new_head)]


@pytest.mark.claim("CTS-062")
def test_a_manager_out_of_scope_is_left_out_without_an_error(sync: Synchronization) -> None:
    report = sync.add_user("ana")
    sync.source.set_manager(report, sync.source.add_user("ben"))

    sync.run_cycle()

    assert sync.twin(report)["manager_id"] is None
    assert ({}, {}) == (sync.escrows(), sync.pending_references())


@pytest.mark.claim("CTS-065", "CTS-066", "CTS-067")
@pytest.mark.parametrize("remedy", ["nothing", "on demand", "restart"])
def test_a_manager_that_comes_later_is_filled_in_on_demand_or_by_a_restart(
    sync: Synchronization, remedy: str
) -> None:
    report, head = sync.add_user("ana"), sync.source.add_user("ben")
    sync.source.set_manager(report, head)
    sync.run_cycle()
    sync.assign(head)
    sync.run_cycle()

    if remedy == "on demand":
        sync.provision(report)
    if remedy == "restart":
        sync.restart()
        sync.run_cycle()

    expected = None if remedy == "nothing" else sync.twin(head)["id"]
    assert expected == sync.twin(report)["manager_id"]


def test_a_manager_that_leaves_at_the_same_time_is_not_referred_to(sync: Synchronization) -> None:
    report, head = _report_and_head(sync)
    leaving = sync.add_user("cleo")
    sync.run_cycle()

    sync.source.set_manager(report, leaving)
    sync.unassign(leaving)
    sync.run_cycle()

    assert sync.twin(leaving)["deleted_at"] is not None
    assert sync.twin(head)["id"] == sync.twin(report)["manager_id"]


@pytest.mark.claim("CTS-071")
def test_a_manager_that_is_taken_away_in_the_source_stays_in_the_target(
    sync: Synchronization,
) -> None:
    report, head = _report_and_head(sync)
    sync.run_cycle()

    sync.source.clear_manager(report)
    sync.run_cycle()

    assert sync.twin(head)["id"] == sync.twin(report)["manager_id"]


def test_a_manager_that_was_deleted_for_good_is_not_referred_to_again(
    sync: Synchronization,
) -> None:
    report, head = _report_and_head(sync)
    sync.run_cycle()
    sync.target.delete(sync.twin(head)["id"])
    sync.target.purge(sync.twin(head)["id"])

    sync.source.change(report, job_title="Pilot")
    sync.run_cycle()

    assert ("Pilot", None) == (sync.twin(report)["job_title"], sync.twin(report)["manager_id"])


def test_a_manager_that_is_made_anew_is_the_one_referred_to(sync: Synchronization) -> None:
    report, head = _report_and_head(sync)
    sync.run_cycle()
    sync.target.delete(sync.twin(head)["id"])
    sync.target.purge(sync.twin(head)["id"])

    sync.restart()
    sync.run_cycle()

    assert sync.twin(head)["id"] == sync.twin(report)["manager_id"]


@pytest.mark.claim("CTS-061")
def test_no_manager_is_set_in_the_us_government_cloud(lab: Database) -> None:
    source = Company(lab, "northwind", cloud="usgov")
    sync = Synchronization(source, Company(lab, "contoso", cloud="usgov"))
    sync.target.allow_invites_from("everyone")
    report, _ = _report_and_head(sync)

    sync.run_cycle()

    assert sync.twin(report)["manager_id"] is None
    assert ({}, {}) == (sync.escrows(), sync.pending_references())


def _report_and_head(sync: Synchronization) -> tuple[str, str]:
    report, head = sync.add_user("ana"), sync.add_user("ben")
    sync.source.set_manager(report, head)
    return report, head
