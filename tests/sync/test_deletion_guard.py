"""The deletion guard of a running job: everything that is staged is carried out, or nothing."""

from collections.abc import Callable, Sequence

import pytest

from tenantry.directory.values import Record
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.engine.places import CHUNK_USERS
from tenantry.sync.jobs import QuarantineReason, StatusCode
from tenantry.sync.operations import jobs
from tenantry.sync.operations.jobs import ResetScope
from tests.support.synchronization import Synchronization, allow_again, withdraw

_HOUR = 1 / 24
_NAMES = ("ana", "ben", "cleo", "dara", "eli", "finn", "gus", "hana", "ida", "jon")


@pytest.fixture
def people(sync: Synchronization) -> list[str]:
    """Ten users who are there, under a guard that lets two of them be removed at once."""
    found = [sync.add_user(name) for name in _NAMES]
    sync.run_cycle()
    _guard(sync, QuarantineTooManyDeletesThreshold="2")
    return found


def test_as_many_as_the_threshold_are_removed_in_the_same_cycle(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:2])

    sync.run_cycle()

    assert ([], set(people[:2])) == (sync.staged(), _gone(sync, people))
    assert ["delete"] * 2 == [sync.events(each)[-1]["action"] for each in people[:2]]
    assert StatusCode.ACTIVE is sync.job().status_code


def test_of_more_than_the_threshold_nobody_is_removed(
    sync: Synchronization, people: list[str]
) -> None:
    before = [sync.twin(each) for each in people]
    left = people[:3]
    _leave(sync, left)

    outcome = sync.run_cycle()

    assert Outcome.COMPLETED is outcome
    assert before == [sync.twin(each) for each in people]
    assert sorted(left) == [row["source_id"] for row in sync.staged()]
    job = sync.job()
    assert job.quarantine is not None
    assert (StatusCode.QUARANTINE, QuarantineReason.TOO_MANY_DELETES) == (
        job.status_code,
        job.quarantine.reason,
    )
    assert "3 users not assigned any more" in job.quarantine.fault.message
    logged = [sync.events(each)[-1] for each in left]
    assert [("stagedDelete", "skipped", "NotEffectivelyEntitled")] * 3 == [
        (event["action"], event["status"], event["reason"]) for event in logged
    ]
    assert 1 == len(sync.source.audit_of("Quarantine"))


def test_what_else_changed_is_exported_while_removals_are_held(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.source.change(people[4], job_title="Pilot")
    new = sync.add_user("kim")

    sync.run_cycle()

    assert ("Pilot", 1) == (sync.twin(people[4])["job_title"], len(sync.twins(new)))
    assert sync.source.position() == sync.job().watermark


def test_every_cause_is_kept_and_disabling_counts_too(
    sync: Synchronization, people: list[str]
) -> None:
    unassigned, deleted, disabled, guest = people[:4]
    sync.unassign(unassigned)
    sync.source.delete(deleted)
    sync.source.change(disabled, account_enabled=False)
    sync.source.change(guest, user_type="Guest")

    sync.run_cycle()

    assert {
        unassigned: ("delete", "NotEffectivelyEntitled", "Ana"),
        deleted: ("delete", "IsSoftDeleted", "Ben"),
        disabled: ("disable", "AccountDisabled", "Cleo"),
        guest: ("delete", "InternalGuest", "Dara"),
    } == {
        row["source_id"]: (row["action"], row["cause"], row["source_name"]) for row in sync.staged()
    }
    assert sync.twin(disabled)["account_enabled"]


def test_forced_deletes_are_carried_out_and_the_job_is_healthy(
    sync: Synchronization, people: list[str]
) -> None:
    left, disabled = people[:2], people[2]
    _leave(sync, left)
    sync.source.change(disabled, account_enabled=False)
    sync.run_cycle()

    sync.restart(ResetScope.FORCE_DELETES)
    sync.run_cycle()

    assert ([], set(left)) == (sync.staged(), _gone(sync, people))
    assert not sync.twin(disabled)["account_enabled"]
    job = sync.job()
    assert (StatusCode.ACTIVE, None, False) == (
        job.status_code,
        job.quarantine,
        job.force_deletes,
    )
    assert ["delete", "delete", "update"] == [
        sync.events(each)[-1]["action"] for each in people[:3]
    ]


def test_forcing_is_for_one_cycle(sync: Synchronization, people: list[str]) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    sync.restart(ResetScope.FORCE_DELETES)
    sync.run_cycle()

    _leave(sync, people[3:6])
    sync.run_cycle()

    assert (3, set(people[:3])) == (len(sync.staged()), _gone(sync, people))


def test_after_the_cause_is_corrected_and_a_restart_nobody_is_removed(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    for each in people[:3]:
        sync.assign(each)

    sync.restart()
    sync.run_cycle()

    assert ([], set()) == (sync.staged(), _gone(sync, people))
    assert (StatusCode.ACTIVE, None) == (sync.job().status_code, sync.job().quarantine)


def test_a_cause_corrected_in_part_lets_the_rest_go_only_after_a_restart(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    sync.assign(people[0])
    sync.run_cycle()
    between = (len(sync.staged()), _gone(sync, people), sync.job().status_code)

    sync.restart()
    sync.run_cycle()

    assert (2, set(), StatusCode.QUARANTINE) == between
    assert ([], set(people[1:3])) == (sync.staged(), _gone(sync, people))


def test_a_job_whose_cause_is_corrected_leaves_quarantine_by_itself(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    for each in people[:3]:
        sync.assign(each)

    sync.run_cycle()

    assert ([], StatusCode.ACTIVE) == (sync.staged(), sync.job().status_code)


def test_what_is_held_is_logged_and_told_once(sync: Synchronization, people: list[str]) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    sync.source.change(people[0], job_title="Pilot")
    _leave(sync, people[3:4])

    sync.run_cycle()
    sync.run_cycle()

    held = [row["held_at"] is not None for row in sync.staged()]
    staged = [event for event in sync.events() if event["action"] == "stagedDelete"]
    assert ([True] * 4, 4) == (held, len(staged))
    assert 1 == len(sync.source.audit_of("Quarantine"))


def test_without_a_guard_nothing_is_staged(sync: Synchronization, people: list[str]) -> None:
    _guard(sync, QuarantineTooManyDeletesThreshold="")
    _leave(sync, people)

    sync.run_cycle()

    assert ([], set(people)) == (sync.staged(), _gone(sync, people))


def test_what_is_held_goes_when_the_guard_is_turned_off(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()
    _guard(sync, QuarantineTooManyDeletesThreshold="")

    sync.run_cycle()

    assert ([], set(people[:3])) == (sync.staged(), _gone(sync, people))


def test_a_person_removed_on_demand_is_not_held(sync: Synchronization, people: list[str]) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()

    sync.provision(people[0])

    assert (2, {people[0]}) == (len(sync.staged()), _gone(sync, people))


def test_an_initial_cycle_is_guarded_too(sync: Synchronization, people: list[str]) -> None:
    _leave(sync, people[:3])

    sync.restart()
    sync.run_cycle()

    assert (3, set()) == (len(sync.staged()), _gone(sync, people))
    assert sync.source.position() == sync.job().watermark


def test_a_percentage_of_those_that_are_linked(sync: Synchronization, people: list[str]) -> None:
    _guard(sync, QuarantineTooManyDeletesThreshold="", DeleteThresholdPercentage="20")
    _leave(sync, people[:2])
    sync.run_cycle()
    of_ten = _gone(sync, people)

    _leave(sync, people[2:4])
    sync.run_cycle()

    assert (set(people[:2]), set(people[:2])) == (of_ten, _gone(sync, people))
    assert 2 == len(sync.staged())


def test_removals_within_the_window_add_up(sync: Synchronization, people: list[str]) -> None:
    _guard(sync, DeleteThresholdWindow="PT1H")
    for each in people[:2]:
        _leave(sync, [each])
        sync.run_cycle()
        sync.move_clock(0.1 * _HOUR)

    _leave(sync, people[2:3])
    sync.run_cycle()

    assert (1, set(people[:2])) == (len(sync.staged()), _gone(sync, people))


def test_removals_before_the_window_count_no_more(sync: Synchronization, people: list[str]) -> None:
    _guard(sync, DeleteThresholdWindow="PT1H")
    _leave(sync, people[:2])
    sync.run_cycle()
    sync.move_clock(1.1 * _HOUR)

    _leave(sync, people[2:4])
    sync.run_cycle()

    assert ([], set(people[:4])) == (sync.staged(), _gone(sync, people))


def test_forced_removals_do_not_count_within_the_window(
    sync: Synchronization, people: list[str]
) -> None:
    _guard(sync, DeleteThresholdWindow="PT1H")
    _leave(sync, people[:3])
    sync.run_cycle()
    sync.restart(ResetScope.FORCE_DELETES)
    sync.run_cycle()

    _leave(sync, people[3:5])
    sync.run_cycle()

    assert ([], set(people[:5])) == (sync.staged(), _gone(sync, people))


@pytest.mark.parametrize("is_forced", [False, True])
def test_a_name_that_a_removal_frees_is_taken_in_the_same_cycle(
    sync: Synchronization, people: list[str], *, is_forced: bool
) -> None:
    left = people[:3] if is_forced else people[:1]
    for each in left:
        sync.source.delete(each)
    new = sync.source.add_user("ana")
    sync.assign(new)
    sync.run_cycle()
    if is_forced:
        assert {new: "EntryConflict"} == sync.escrows()
        sync.restart(ResetScope.FORCE_DELETES)
        sync.run_cycle()

    assert ({}, 1) == (sync.escrows(), len(sync.twins(new)))
    assert sync.twin(people[0])["deleted_at"] is not None


def test_many_removals_are_released_chunk_by_chunk(sync: Synchronization) -> None:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    people = sync.source.add_many(CHUNK_USERS + 100, group_id=group_id)
    sync.run_cycle()
    _guard(sync, QuarantineTooManyDeletesThreshold=str(CHUNK_USERS + 100))
    sync.unassign(group_id)

    seen: list[int] = []
    sync.after_the_first_chunk(lambda: seen.append(len(sync.staged())))
    sync.run_cycle()

    assert ([100], [], StatusCode.ACTIVE) == (seen, sync.staged(), sync.job().status_code)
    assert set(people) == _gone(sync, people)


@pytest.mark.parametrize("interrupt", ["pause", "policy"])
def test_a_release_that_was_interrupted_goes_on(sync: Synchronization, interrupt: str) -> None:
    group_id = sync.source.add_group("everybody")
    sync.assign(group_id)
    people = sync.source.add_many(CHUNK_USERS + 100, group_id=group_id)
    sync.run_cycle()
    _guard(sync, QuarantineTooManyDeletesThreshold=str(CHUNK_USERS + 100))
    sync.unassign(group_id)
    stop, go_on = _INTERRUPTIONS[interrupt]
    sync.after_the_first_chunk(lambda: stop(sync))
    stopped = sync.run_cycle()
    between = (len(sync.staged()), len(_gone(sync, people)))
    go_on(sync)

    completed = sync.run_cycle()

    assert stopped in (Outcome.STOPPED, Outcome.REFUSED)
    assert (100, CHUNK_USERS) == between
    assert (Outcome.COMPLETED, []) == (completed, sync.staged())
    assert set(people) == _gone(sync, people)
    assert len(people) == len([each for each in sync.events() if each["action"] == "delete"])


def test_nothing_of_a_deleted_job_waits(sync: Synchronization, people: list[str]) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()

    sync.command(jobs.delete_job)

    assert [] == sync.staged()


def test_nothing_waits_that_is_not_linked_any_more(
    sync: Synchronization, people: list[str]
) -> None:
    _leave(sync, people[:3])
    sync.run_cycle()

    sync.restart(ResetScope.FULL)
    sync.run_cycle()

    assert ([], set()) == (sync.staged(), _gone(sync, people))


_INTERRUPTIONS: dict[
    str, tuple[Callable[[Synchronization], None], Callable[[Synchronization], None]]
] = {
    "pause": (Synchronization.pause, Synchronization.start),
    "policy": (
        lambda sync: withdraw(sync.source, sync.target),
        lambda sync: allow_again(sync.source, sync.target),
    ),
}


def _guard(sync: Synchronization, **settings: str) -> None:
    sync.command(jobs.change_settings, settings)


def _leave(sync: Synchronization, user_ids: Sequence[str]) -> None:
    for user_id in user_ids:
        sync.unassign(user_id)


def _gone(sync: Synchronization, user_ids: Sequence[str]) -> set[str]:
    """Return whose users of the target are deleted."""
    by_source: dict[str, Record] = {row["home_user_id"]: row for row in sync.target.users()}
    return {each for each in user_ids if by_source[each]["deleted_at"] is not None}
