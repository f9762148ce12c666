"""Quarantine of a running job: it starts, holds the job back, ends, or outlives the job."""

from collections.abc import Sequence

from tenantry.sync.engine.cycles import Cycle, Outcome
from tenantry.sync.jobs import Job, QuarantineReason, ScheduleState, StatusCode
from tenantry.sync.quarantine import QuarantineLimits
from tests.support.synchronization import Synchronization, allow_again, withdraw

_LIMITS = QuarantineLimits(total=3, fewest=2, most=3, percent=40)
_QUARANTINE = "Quarantine"
_PAUSE = "Disable/pause provisioning configuration"


def test_many_failures_hold_a_job_back(sync: Synchronization) -> None:
    _settle(sync)
    failing = _add_failing(sync, 2)

    _run(sync)

    job = sync.job()
    assert (StatusCode.QUARANTINE, QuarantineReason.PROPORTION_OF_FAILURES) == _state(job)
    assert job.quarantine is not None
    assert "2 users could not be exported" in job.quarantine.fault.message
    assert job.next_due_at == job.quarantine.next_attempt_at
    assert set(failing) == set(sync.escrows())
    [audited] = sync.source.audit_of(_QUARANTINE)
    assert sync.job_id == audited["target_id"]
    assert "EncounteredEscrowProportionThreshold" in audited["result_reason"]


def test_held_removals_stay_held_when_another_reason_took_the_place_of_theirs(
    sync: Synchronization,
) -> None:
    people = [sync.add_user(name) for name in ("ana", "ben")]
    sync.run_cycle()
    sync.set_options(QuarantineTooManyDeletesThreshold="1")
    for user_id in people:
        sync.unassign(user_id)
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    refused = sync.run_cycle()
    allow_again(sync.source, sync.target)
    sync.assign(people[0])

    sync.run_cycle()

    assert Outcome.REFUSED is refused
    assert people[1:] == [row["source_id"] for row in sync.staged()]
    assert sync.twin(people[1])["deleted_at"] is None
    assert (StatusCode.QUARANTINE, QuarantineReason.TOO_MANY_DELETES) == _state(sync.job())


def test_a_refused_cycle_leaves_the_number_of_those_entitled(sync: Synchronization) -> None:
    sync.add_user("ana")
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    sync.run_cycle()
    refused = sync.job()
    allow_again(sync.source, sync.target)
    sync.add_user("ben")

    sync.run_cycle()

    last = [each.last_execution for each in (refused, sync.job())]
    assert [1, 2] == [each.counts.entitled for each in last if each is not None]


def test_few_failures_do_not(sync: Synchronization) -> None:
    _settle(sync)
    _add_failing(sync, 1)

    _run(sync)

    assert (StatusCode.ACTIVE, None) == _state(sync.job())
    assert [] == sync.source.audit_of(_QUARANTINE)


def test_a_small_part_of_many_users_does_not(sync: Synchronization) -> None:
    for number in range(3):
        sync.add_user(f"sound{number}")
    _settle(sync)
    _add_failing(sync, 2)

    _run(sync)

    assert (StatusCode.ACTIVE, None) == _state(sync.job())


def test_quarantine_ends_with_a_cycle_that_succeeds(sync: Synchronization) -> None:
    _settle(sync)
    failing = _add_failing(sync, 2)
    _run(sync)

    _heal(sync, failing[:1])
    _run(sync)

    assert (StatusCode.ACTIVE, None) == _state(sync.job())


def test_more_of_the_same_is_told_once_another_reason_again(sync: Synchronization) -> None:
    _settle(sync)
    _add_failing(sync, 2)
    _run(sync)
    _run(sync)
    before = len(sync.source.audit_of(_QUARANTINE))
    withdraw(sync.source, sync.target)
    _run(sync)
    _run(sync)
    allow_again(sync.source, sync.target)

    _run(sync)

    assert (1, 3) == (before, len(sync.source.audit_of(_QUARANTINE)))
    quarantine = sync.job().quarantine
    assert quarantine is not None
    assert 5 == quarantine.series_count


def test_failed_references_count_towards_the_total_alone(sync: Synchronization) -> None:
    _settle(sync)
    [head] = _add_failing(sync, 1)
    reports = [sync.add_user(f"report{number}") for number in range(3)]
    for report in reports:
        sync.source.set_manager(report, head)

    _run(sync)

    assert (StatusCode.QUARANTINE, QuarantineReason.TOTAL_FAILURES) == _state(sync.job())
    execution = sync.job().last_execution
    assert execution is not None
    assert (1, 3) == (execution.counts.escrowed, execution.counts.failed_references)


def test_a_reference_is_set_once_the_user_it_names_is_out_of_escrow(sync: Synchronization) -> None:
    _settle(sync)
    [head] = _add_failing(sync, 1)
    report = sync.add_user("report")
    sync.source.set_manager(report, head)
    _run(sync)
    before = sync.twin(report)["manager_id"]

    _heal(sync, [head])
    _run(sync)

    assert (None, sync.twin(head)["id"]) == (before, sync.twin(report)["manager_id"])
    execution = sync.job().last_execution
    assert execution is not None
    assert (0, 0) == (execution.counts.escrowed, execution.counts.failed_references)


def test_a_reference_that_changed_meanwhile_is_not_set(sync: Synchronization) -> None:
    other = sync.add_user("other")
    _settle(sync)
    [head] = _add_failing(sync, 1)
    report = sync.add_user("report")
    sync.source.set_manager(report, head)
    _run(sync)

    sync.source.set_manager(report, other)
    _run(sync)
    _heal(sync, [head])
    _run(sync)

    assert sync.twin(other)["id"] == sync.twin(report)["manager_id"]


def test_a_reference_that_waited_gives_way_to_one_that_changed_in_the_same_cycle(
    sync: Synchronization,
) -> None:
    other = sync.add_user("other")
    _settle(sync)
    [head] = _add_failing(sync, 1)
    report = sync.add_user("report")
    sync.source.set_manager(report, head)
    _run(sync)

    _heal(sync, [head])
    sync.source.set_manager(report, other)
    Cycle(sync.database, sync.source.tenant_id, sync.job_id, chunk_users=1).run()

    assert sync.twin(other)["id"] == sync.twin(report)["manager_id"]


def test_too_many_failures_of_an_initial_cycle_are_pruned_and_the_job_pauses(
    sync: Synchronization,
) -> None:
    _add_failing(sync, 2)
    sound = sync.add_user("sound")

    outcome = _run(sync)

    job = sync.job()
    assert Outcome.COMPLETED is outcome
    assert (ScheduleState.PAUSED, StatusCode.PAUSED, True) == (
        job.schedule_state,
        job.status_code,
        job.escrows_pruned,
    )
    assert ({}, 1) == (sync.escrows(), len(sync.twins(sound)))
    assert job.last_execution is not None
    assert 2 == job.last_execution.counts.escrowed
    assert 1 == len(sync.source.audit_of(_PAUSE))


def test_a_restart_after_the_clean_up_is_as_if_nothing_had_been_pruned(
    sync: Synchronization,
) -> None:
    failing = _add_failing(sync, 2)
    _run(sync)
    _heal(sync, failing)

    sync.restart()
    _run(sync)

    job = sync.job()
    assert (StatusCode.ACTIVE, False) == (job.status_code, job.escrows_pruned)
    assert [1, 1] == [len(sync.twins(each)) for each in failing]


def test_after_four_weeks_of_quarantine_the_job_is_disabled(sync: Synchronization) -> None:
    _settle(sync)
    withdraw(sync.source, sync.target)
    _run(sync)
    sync.move_clock(days=27.9)
    _run(sync)
    before = sync.job().schedule_state

    sync.move_clock(days=0.2)
    _run(sync)

    job = sync.job()
    assert (ScheduleState.ACTIVE, ScheduleState.DISABLED) == (before, job.schedule_state)
    assert (StatusCode.QUARANTINE, QuarantineReason.EXCEPTION) == _state(job)
    assert Outcome.STOPPED is _run(sync)
    [audited] = sync.source.audit_of(_PAUSE)
    assert "the job was in quarantine for four weeks" == audited["result_reason"]


def _run(sync: Synchronization) -> Outcome:
    """Run a cycle under limits that a few users reach."""
    return Cycle(sync.database, sync.source.tenant_id, sync.job_id, limits=_LIMITS).run()


def _settle(sync: Synchronization) -> None:
    """Bring a first user over, so that the next cycle is an incremental one."""
    sync.add_user("first")
    _run(sync)


def _add_failing(sync: Synchronization, count: int) -> list[str]:
    return [sync.add_user(f"f{each}", mail=f"f{each}@elsewhere.test") for each in range(count)]


def _heal(sync: Synchronization, user_ids: Sequence[str]) -> None:
    for user_id in user_ids:
        sync.source.change(user_id, mail=f"{user_id}@northwind.test")


def _state(job: Job) -> tuple[StatusCode, QuarantineReason | None]:
    return job.status_code, job.quarantine.reason if job.quarantine else None
