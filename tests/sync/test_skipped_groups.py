"""Assigned groups are skipped: each is logged once for every cycle that comes across it."""

from tests.support.synchronization import Synchronization


def test_an_initial_cycle_logs_every_assigned_group(sync: Synchronization) -> None:
    design, sales = (sync.source.add_group(name) for name in ("design", "sales"))
    for group_id in (design, sales):
        sync.assign(group_id)
    sync.source.add_group("nobody")

    sync.run_cycle()

    assert [design, sales] == sync.skipped_groups()


def test_an_incremental_cycle_logs_new_assignments_only(sync: Synchronization) -> None:
    design, sales = (sync.source.add_group(name) for name in ("design", "sales"))
    sync.assign(design)
    sync.run_cycle()

    sync.run_cycle()
    sync.assign(sales)
    sync.run_cycle()
    sync.run_cycle()

    assert [design, sales] == sync.skipped_groups()


def test_a_restart_logs_every_assigned_group_again(sync: Synchronization) -> None:
    design = sync.source.add_group("design")
    sync.assign(design)
    sync.run_cycle()

    sync.restart()
    sync.run_cycle()

    assert [design, design] == sync.skipped_groups()
