"""Cycles: how far each transaction brings them, and what stops one in the middle."""

from dataclasses import replace

import pytest

from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.engine.chunks import plan_chunk
from tenantry.sync.engine.connecting import connect
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.engine.places import CHUNK_USERS
from tenantry.sync.jobs import StatusCode
from tenantry.sync.operations.jobs import ResetScope, delete_job
from tenantry.sync.planning import Action
from tests.support.synchronization import Synchronization, allow_again, withdraw

_MANY = CHUNK_USERS + 100  # two chunks


def test_a_cycle_without_news_changes_nothing(sync: Synchronization) -> None:
    _add_a_team(sync)
    sync.run_cycle()
    before = _everything(sync)

    sync.run_cycle()
    sync.run_cycle()

    assert before == _everything(sync)


def test_a_restart_without_news_changes_nothing_in_the_target(sync: Synchronization) -> None:
    _add_a_team(sync)
    sync.run_cycle()
    users, position = sync.target.users(), sync.target.position()

    sync.restart()
    sync.run_cycle()

    assert (users, position) == (sync.target.users(), sync.target.position())


def test_planning_after_applying_plans_nothing(sync: Synchronization) -> None:
    user_ids = _add_a_team(sync)
    sync.run_cycle()

    with sync.database.write() as work:
        decided = plan_chunk(work, connect(work, sync.job()), user_ids)

    assert {(Action.SKIP, REDUNDANT)} == {
        (change.action, change.reason) for change in decided.changes
    }
    assert len(user_ids) == len(decided.changes)


def test_a_change_of_an_attribute_that_is_not_mapped_changes_nothing(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.run_cycle()
    twin, position = sync.twin(user_id), sync.target.position()

    sync.source.change(user_id, mobile_phone="+64 21 555 01")
    sync.run_cycle()

    assert (twin, position) == (sync.twin(user_id), sync.target.position())
    assert REDUNDANT == sync.events(user_id)[-1]["reason"]


def test_the_watermark_stands_at_the_newest_change_that_was_seen(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.run_cycle()
    initial = sync.job().watermark, sync.source.position()
    sync.source.change(user_id, job_title="Pilot")
    sync.run_cycle()
    incremental = sync.job().watermark, sync.source.position()

    assert initial[0] == initial[1]
    assert incremental[0] == incremental[1]
    assert incremental > initial


def test_pause_takes_effect_between_two_chunks(sync: Synchronization) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(sync.pause)

    outcome = sync.run_cycle()

    assert Outcome.STOPPED is outcome
    assert StatusCode.PAUSED is sync.job().status_code
    assert user_ids[:CHUNK_USERS] == _arrived(sync)


def test_a_paused_cycle_goes_on_where_it_was(sync: Synchronization) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(sync.pause)
    sync.run_cycle()
    cycle_id = sync.job().cycle_id
    sync.start()

    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome
    assert user_ids == _arrived(sync)
    assert {cycle_id} == {event["cycle_id"] for event in sync.events()}
    assert len(user_ids) == len(sync.events())


def test_a_paused_incremental_cycle_goes_on_where_it_was(sync: Synchronization) -> None:
    sync.run_cycle()
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(sync.pause)
    stopped = sync.run_cycle()
    arrived = len(_arrived(sync))
    sync.start()

    completed = sync.run_cycle()

    assert (Outcome.STOPPED, Outcome.COMPLETED) == (stopped, completed)
    assert 0 < arrived <= CHUNK_USERS
    assert user_ids == _arrived(sync)
    assert sync.source.position() == sync.job().watermark


@pytest.mark.parametrize("scope", [ResetScope.WATERMARK, ResetScope.FULL])
def test_a_running_cycle_gives_way_to_a_restart(sync: Synchronization, scope: ResetScope) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(lambda: sync.restart(scope))

    stopped = sync.run_cycle()
    position = sync.job().scan_position
    completed = sync.run_cycle()

    assert (Outcome.STOPPED, None) == (stopped, position)
    assert Outcome.COMPLETED is completed
    assert user_ids == _arrived(sync)
    assert 2 == len({event["cycle_id"] for event in sync.events()})


def test_a_running_cycle_gives_way_to_another_that_began_since(sync: Synchronization) -> None:
    user_ids = _add_two_chunks(sync)

    def restart_and_run() -> None:
        sync.restart()
        sync.run_cycle()

    sync.after_the_first_chunk(restart_and_run)

    outcome = sync.run_cycle()

    assert Outcome.STOPPED is outcome
    assert user_ids == _arrived(sync)
    assert sync.source.position() == sync.job().watermark


def test_a_deleted_job_stops_and_leaves_its_users(sync: Synchronization) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(lambda: sync.command(delete_job))

    outcome = sync.run_cycle()

    assert Outcome.STOPPED is outcome
    assert user_ids[:CHUNK_USERS] == _arrived(sync)
    assert {} == sync.links()


@pytest.mark.claim("CTS-022")
def test_a_policy_that_is_withdrawn_stops_the_cycle_before_its_next_chunk(
    sync: Synchronization,
) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(lambda: withdraw(sync.source, sync.target))

    outcome = sync.run_cycle()

    assert Outcome.REFUSED is outcome
    assert user_ids[:CHUNK_USERS] == _arrived(sync)
    job = sync.job()
    assert StatusCode.QUARANTINE is job.status_code
    assert job.quarantine is not None
    assert "userSyncInbound.isSyncAllowed" in job.quarantine.fault.message


@pytest.mark.claim("CTS-112", "CTS-117")
def test_nothing_is_exported_while_the_policy_is_withdrawn(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    before = sync.target.users()
    sync.unassign(user_id)
    sync.add_user("ben")

    outcomes = [sync.run_cycle(), sync.run_cycle()]

    assert [Outcome.REFUSED] * 2 == outcomes
    assert before == sync.target.users()


def test_a_cycle_in_quarantine_goes_on_once_the_policy_is_back(sync: Synchronization) -> None:
    user_ids = _add_two_chunks(sync)
    sync.after_the_first_chunk(lambda: withdraw(sync.source, sync.target))
    sync.run_cycle()
    allow_again(sync.source, sync.target)

    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome
    assert (StatusCode.ACTIVE, None) == (sync.job().status_code, sync.job().quarantine)
    assert user_ids == _arrived(sync)
    assert len(user_ids) == len(sync.events())


def test_changes_during_an_initial_cycle_are_not_lost(sync: Synchronization) -> None:
    changed, left, *_ = user_ids = _add_two_chunks(sync)
    group_id = sync.source.add_group("sales")
    sync.assign(group_id)

    def change_what_was_scanned() -> None:
        sync.source.change(changed, job_title="Pilot")
        sync.source.change(left, user_type="Guest")
        sync.source.add_member(group_id, sync.source.add_user("late"))

    sync.after_the_first_chunk(change_what_was_scanned)
    sync.run_cycle()

    sync.run_cycle()

    assert "Pilot" == sync.twin(changed)["job_title"]
    assert sync.twin(left)["deleted_at"] is not None
    assert len(user_ids) + 1 == len(_arrived(sync))
    assert sync.source.position() == sync.job().watermark


def test_changes_while_an_initial_cycle_is_paused_are_not_lost(sync: Synchronization) -> None:
    changed, *_ = _add_two_chunks(sync)
    sync.after_the_first_chunk(sync.pause)
    sync.run_cycle()
    sync.source.change(changed, job_title="Pilot")
    sync.start()
    sync.run_cycle()

    sync.run_cycle()

    assert "Pilot" == sync.twin(changed)["job_title"]
    assert sync.source.position() == sync.job().watermark


@pytest.mark.claim("CTS-069")
def test_a_new_schema_during_a_cycle_is_applied_to_everybody(sync: Synchronization) -> None:
    _add_two_chunks(sync)
    schema = sync.schema()
    without = tuple(each for each in schema.mappings if each.target != "department")

    def drop_department() -> None:
        sync.replace_schema(replace(schema, mappings=without))

    sync.after_the_first_chunk(drop_department)

    stopped = sync.run_cycle()
    was_initial = sync.job().watermark is None
    sync.run_cycle()

    assert (Outcome.STOPPED, True) == (stopped, was_initial)
    with_department = [row for row in sync.target.users() if row["department"] is not None]
    assert CHUNK_USERS == len(with_department)


def _add_a_team(sync: Synchronization) -> list[str]:
    """Add users of every sort that a cycle leaves in its target, managers among them."""
    head = sync.add_user("ana", mail="ana@northwind.test", job_title="Head")
    report = sync.add_user("ben", department="Sales", city="Ōtautahi")
    blocked = sync.add_user("cleo")
    sync.source.set_manager(report, head)
    sync.run_cycle()
    sync.source.change(blocked, account_enabled=False)
    return [head, report, blocked]


def _add_two_chunks(sync: Synchronization) -> list[str]:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    return sync.source.add_many(_MANY, group_id=group_id)


def _arrived(sync: Synchronization) -> list[str]:
    """Return the source ids of the target's external users, in their order."""
    return sorted(row["home_user_id"] for row in sync.target.users() if row["home_user_id"])


def _everything(sync: Synchronization) -> object:
    """Return all that a cycle may write, but for the times at which the job ran."""
    return (
        sync.target.users(),
        sync.target.position(),
        sync.source.position(),
        sync.links(),
        sync.events(),
    )
