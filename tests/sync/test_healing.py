"""`HealReferences`: a manager who comes later is set on those who report to it."""

from collections.abc import Callable

import pytest

from tests.support import plans
from tests.support.synchronization import Synchronization


def _assign(sync: Synchronization, head: str) -> None:
    sync.assign(head)
    sync.run_cycle()


def _provision_and_run(sync: Synchronization, head: str) -> None:
    sync.assign(head)
    sync.provision(head)
    sync.run_cycle()


def _assign_while_a_report_changes(sync: Synchronization, head: str) -> None:
    sync.assign(head)
    for report in sync.links():
        sync.source.change(report, job_title="Pilot")
    sync.run_cycle()


@pytest.mark.parametrize("arrive", [_assign, _provision_and_run, _assign_while_a_report_changes])
def test_a_manager_who_enters_the_scope_is_set_on_its_reports_alone(
    sync: Synchronization, arrive: Callable[[Synchronization, str], None]
) -> None:
    sync.set_options(HealReferences="True")
    head, *reports = _head_and_reports(sync)
    other = sync.add_user("emil")
    sync.run_cycle()
    logged = len(sync.events(other))

    arrive(sync, head)

    twin_id = sync.twin(head)["id"]
    assert [twin_id] * 2 == [sync.twin(report)["manager_id"] for report in reports]
    assert sync.twin(other)["manager_id"] is None
    assert {} == sync.pending_references()
    assert logged + (arrive is _assign_while_a_report_changes) == len(sync.events(other))
    _check_nothing_more_happens(sync)


def test_a_manager_who_comes_back_is_set_on_those_who_got_it_meanwhile(
    sync: Synchronization,
) -> None:
    sync.set_options(HealReferences="True")
    head, first, second = _head_and_reports(sync)
    sync.assign(head)
    sync.run_cycle()
    sync.unassign(head)
    sync.run_cycle()
    newcomer = sync.add_user("finn")
    sync.source.set_manager(newcomer, head)
    sync.run_cycle()
    before = sync.twin(newcomer)["manager_id"]

    sync.assign(head)
    sync.run_cycle()

    twin_id = sync.twin(head)["id"]
    assert before is None
    assert [twin_id] * 3 == [
        sync.twin(report)["manager_id"] for report in (first, second, newcomer)
    ]
    _check_nothing_more_happens(sync)


def test_only_reports_that_this_job_has_in_the_target_are_looked_at(
    sync: Synchronization,
) -> None:
    sync.set_options(HealReferences="True")
    head, gone, stays = _head_and_reports(sync)
    stranger = sync.source.add_user("stranger")
    sync.source.set_manager(stranger, head)
    sync.run_cycle()
    sync.unassign(gone)
    sync.run_cycle()

    sync.assign(head)
    sync.run_cycle()

    assert sync.twin(head)["id"] == sync.twin(stays)["manager_id"]
    assert sync.twin(gone)["manager_id"] is None
    assert [] == sync.twins(stranger)


def test_a_plan_shows_the_managers_that_its_cycle_sets(sync: Synchronization) -> None:
    sync.set_options(HealReferences="True")
    head, *reports = _head_and_reports(sync)
    sync.assign(head)

    _, entries = plans.make(sync)
    sync.run_cycle()

    shown = {(entry.source_id, entry.action) for entry in entries}
    assert {(head, "create"), *((report, "reference") for report in reports)} == shown
    twin_id = sync.twin(head)["id"]
    assert [twin_id] * 2 == [sync.twin(report)["manager_id"] for report in reports]


def _head_and_reports(sync: Synchronization) -> tuple[str, str, str]:
    """Add a manager out of scope, and two in scope who report to it."""
    head = sync.source.add_user("ana")
    reports = sync.add_user("ben"), sync.add_user("cleo")
    for report in reports:
        sync.source.set_manager(report, head)
    sync.run_cycle()
    return head, *reports


def _check_nothing_more_happens(sync: Synchronization) -> None:
    before = sync.target.position(), len(sync.events())
    sync.run_cycle()
    assert before == (sync.target.position(), len(sync.events()))
