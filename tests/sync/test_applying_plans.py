"""Plans that are applied: when they can be, and what stops them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenantry.errors import ConflictError
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.engine.dispatching import Dispatcher
from tenantry.sync.jobs import ScheduleState, StatusCode
from tenantry.sync.plans.plan import PlanState
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support import plans
from tests.support.synchronization import Synchronization, withdraw

_SALES = ScopingFilter(
    groups=(
        FilterGroup(
            title="Sales",
            clauses=(FilterClause(attribute="department", operator="EQUALS", values=("Sales",)),),
        ),
    )
)


def test_a_paused_job_applies_a_plan_once_and_stays_paused(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.pause()
    plan, [entry] = plans.make(sync)

    plans.apply(sync, plan)
    Dispatcher(sync.database, "test").run_due()
    sync.source.change(user_id, job_title="Pilot")
    Dispatcher(sync.database, "test").run_due()

    assert entry.target_id == sync.twin(user_id)["id"]
    assert None is sync.twin(user_id)["job_title"]
    job = sync.job()
    assert (ScheduleState.PAUSED, StatusCode.PAUSED) == (job.schedule_state, job.status_code)
    applied = plans.find(sync, plan)
    assert (PlanState.APPLIED, None) == (applied.state, applied.reason)


def test_what_a_plan_holds_leaves_a_paused_job_paused(sync: Synchronization) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.set_options(QuarantineTooManyDeletesThreshold="0")
    sync.pause()
    sync.unassign(ana)

    _apply_next(sync)
    held = sync.job()
    sync.assign(ana)
    _apply_next(sync)

    assert held.quarantine is not None
    assert None is sync.job().quarantine
    assert [StatusCode.PAUSED] * 2 == [held.status_code, sync.job().status_code]


def _apply_next(sync: Synchronization) -> None:
    """Apply a plan of what the next cycle would do."""
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)
    Dispatcher(sync.database, "test").run_due()


def _change_user(sync: Synchronization) -> None:
    [user] = [row for row in sync.source.users() if row["display_name"] == "Ana"]
    sync.source.change(user["id"], job_title="Pilot")


def _change_twin(sync: Synchronization) -> None:
    [twin] = [row for row in sync.target.users() if row["display_name"] == "Ben"]
    sync.target.change(twin["id"], job_title="Pilot")


def _take_name(sync: Synchronization) -> None:
    name = "ana_northwind.test#EXT#@contoso.test"
    sync.target.add_external_user(
        user_principal_name=name, display_name="A", external_user_state="Accepted"
    )


def _change_scope(sync: Synchronization) -> None:
    sync.change_scope(sync_all=True)


def _change_schema(sync: Synchronization) -> None:
    schema = sync.schema()
    sync.replace_schema(replace(schema, scope=_SALES))


@pytest.mark.parametrize(
    ("move", "told"),
    [
        (_change_user, "users or assignments of the source"),
        (lambda sync: sync.add_user("cleo"), "users or assignments of the source"),
        (_change_twin, "users of the target"),
        (_take_name, "users of the target"),
        (_change_scope, "the job's connection"),
        (_change_schema, "the job's schema and progress"),
        (Synchronization.run_continuously, "the job's settings"),
        (lambda sync: withdraw(sync.source, sync.target), "the cycle would be refused"),
        (Synchronization.run_cycle, "the job's progress"),
    ],
)
def test_a_plan_is_refused_when_the_world_moved(
    sync: Synchronization, move: Callable[[Synchronization], object], told: str
) -> None:
    ben = sync.add_user("ben")
    sync.run_cycle()
    sync.source.change(ben, department="Sales")
    sync.add_user("ana")
    plan, _ = plans.make(sync)

    move(sync)

    with pytest.raises(ConflictError, match=told):
        plans.apply(sync, plan)
    assert PlanState.READY is plans.find(sync, plan).state


def test_what_is_nothing_to_the_plan_does_not_move_it(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    plan, _ = plans.make(sync)
    stranger = sync.source.add_user("stranger")
    sync.source.change(stranger, job_title="Pilot")
    other = sync.target.add_user("other")
    sync.target.change(other, job_title="Cook")

    plans.apply(sync, plan)
    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome
    assert "Ana" == sync.twin(user_id)["display_name"]
    assert PlanState.APPLIED is plans.find(sync, plan).state


def test_a_move_after_the_start_stops_the_plan_before_it_does_other_things(
    sync: Synchronization,
) -> None:
    first, second = sync.add_user("ana"), sync.add_user("ben")
    plan, _ = plans.make(sync, chunk_users=1)
    plans.apply(sync, plan)
    sync.source.change(second, job_title="Pilot")

    outcome = plans.run(sync, chunk_users=1)

    assert Outcome.OUTDATED is outcome
    assert 1 == len(sync.twins(first))
    assert [] == sync.twins(second)
    stopped = plans.find(sync, plan)
    assert PlanState.STOPPED is stopped.state
    assert second in (stopped.reason or "")
    assert sync.job().plan_id is None


def test_a_user_of_the_plan_who_left_the_scope_is_told_of(sync: Synchronization) -> None:
    sync.add_user("ana")
    leaving = sync.add_user("ben")
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)
    sync.unassign(leaving)

    sync.run_cycle()

    applied = plans.find(sync, plan)
    assert (PlanState.APPLIED, "1 changes were no longer needed") == (
        applied.state,
        applied.reason,
    )


@pytest.mark.parametrize("interrupt", [Synchronization.pause, Synchronization.restart])
def test_pausing_and_restarting_stop_the_plan(
    sync: Synchronization, interrupt: Callable[[Synchronization], None]
) -> None:
    sync.add_user("ana")
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)

    interrupt(sync)

    assert PlanState.STOPPED is plans.find(sync, plan).state
    assert sync.job().plan_id is None


def test_a_plan_is_applied_once(sync: Synchronization) -> None:
    sync.add_user("ana")
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)
    with pytest.raises(ConflictError, match="is applying; make a new one"):
        plans.apply(sync, plan)
    with pytest.raises(ConflictError, match="pause the job first"):
        plans.discard(sync, plan)
    sync.run_cycle()

    with pytest.raises(ConflictError, match="is applied; make a new one"):
        plans.apply(sync, plan)


def test_a_plan_of_a_paused_cycle_shows_the_rest_of_it(sync: Synchronization) -> None:
    first, second = sync.add_user("ana"), sync.add_user("ben")
    sync.source.set_manager(first, second)
    sync.after_the_first_chunk(sync.pause)
    plans.run(sync, chunk_users=1)
    plan, entries = plans.make(sync, chunk_users=1)

    plans.apply(sync, plan)
    plans.run(sync, chunk_users=1)

    assert [("create", second), ("reference", first)] == [
        (entry.action, entry.source_id) for entry in entries
    ]
    assert sync.twin(second)["id"] == sync.twin(first)["manager_id"]
    assert PlanState.APPLIED is plans.find(sync, plan).state


@pytest.mark.parametrize("chunk_users", [1, 2000])
def test_users_with_one_address_share_a_target_user_as_planned(
    sync: Synchronization, chunk_users: int
) -> None:
    for name in ("ana", "ben"):
        sync.add_user(name, mail="desk@northwind.test")

    plan, entries = plans.make(sync, chunk_users=chunk_users)
    plans.apply(sync, plan)
    outcome = plans.run(sync, chunk_users=chunk_users)

    assert ["create", "share"] == sorted(entry.action for entry in entries)
    assert Outcome.COMPLETED is outcome
    [shared] = sync.target.users()
    assert {shared["id"]} == {entry.target_id for entry in entries}
