"""Escrows: what one user's failure is, and when it is tried again."""

from dataclasses import replace

import pytest

from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.expression import parse
from tenantry.sync.jobs import ExecutionState, ScheduleState, StatusCode
from tenantry.sync.mapping import AttributeMapping
from tests.support.synchronization import Synchronization

_HOURS = 1 / 24
_INTERVAL = 40 / 60 * _HOURS


def test_a_name_in_use_is_the_escrow_of_that_user_alone(sync: Synchronization) -> None:
    _take_the_name_of_ana(sync)
    ana, ben = sync.add_user("ana"), sync.add_user("ben")

    sync.run_cycle()

    assert {ana: "EntryConflict"} == sync.escrows()
    assert ([], 1) == (sync.twins(ana), len(sync.twins(ben)))
    assert ("other", "failure") == _last_event(sync, ana)


def test_a_rename_to_a_name_in_use_leaves_the_user_as_it_was(sync: Synchronization) -> None:
    zoe = sync.add_user("zoe")
    sync.run_cycle()
    before = sync.twin(zoe)
    _take_the_name_of_ana(sync)

    sync.source.change(zoe, user_principal_name="ana@northwind.test", job_title="Pilot")
    sync.run_cycle()

    assert {zoe: "EntryConflict"} == sync.escrows()
    assert before == sync.twin(zoe)


def test_a_user_whose_name_was_taken_meanwhile_is_not_restored(sync: Synchronization) -> None:
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.unassign(ana)
    sync.run_cycle()
    _take_the_name_of_ana(sync)

    sync.assign(ana)
    sync.run_cycle()

    assert {ana: "EntryConflict"} == sync.escrows()
    assert sync.twin(ana)["deleted_at"] is not None


@pytest.mark.claim("CTS-040")
def test_the_address_of_an_internal_user_of_the_target_is_refused(sync: Synchronization) -> None:
    internal = sync.target.add_user("ana", mail="ana@northwind.test")
    before = sync.target.user(internal)
    ana, ben = _two_with_addresses(sync)

    sync.run_cycle()

    assert {ana: "InvitationCreationFailureAmbiguousUser"} == sync.escrows()
    assert (before, [], 1) == (
        sync.target.user(internal),
        sync.twins(ana),
        len(sync.twins(ben)),
    )


@pytest.mark.claim("CTS-040")
def test_a_former_address_of_an_internal_user_of_the_target_is_refused(
    sync: Synchronization,
) -> None:
    internal = sync.target.add_user("ana", mail="ana@northwind.test")
    sync.target.change(internal, mail="anna@contoso.test")
    ana, ben = _two_with_addresses(sync)

    sync.run_cycle()

    assert {ana: "InvitationCreationFailureAmbiguousUser"} == sync.escrows()
    assert ([], 1) == (sync.twins(ana), len(sync.twins(ben)))


@pytest.mark.parametrize("is_purged", [False, True])
def test_a_former_address_of_a_user_who_is_gone_is_free(
    sync: Synchronization, *, is_purged: bool
) -> None:
    internal = sync.target.add_user("ana", mail="ana@northwind.test")
    sync.target.change(internal, mail="anna@contoso.test")
    sync.target.delete(internal)
    if is_purged:
        sync.target.purge(internal)
    ana, _ = _two_with_addresses(sync)

    sync.run_cycle()

    assert {} == sync.escrows()
    assert 1 == len(sync.twins(ana))


def test_the_address_of_a_group_of_the_target_is_refused(sync: Synchronization) -> None:
    sync.target.add_group("ana", mail_enabled=True, group_types=["Unified"], visibility="Private")
    ana = sync.add_user("ana", mail="ana@contoso.test")

    sync.run_cycle()

    assert {ana: "InvitationCreationFailureInvalidPropertyValue"} == sync.escrows()


def test_an_address_of_a_domain_that_is_not_the_source_s_is_refused(sync: Synchronization) -> None:
    ana = sync.add_user("ana", mail="ana@elsewhere.test")

    sync.run_cycle()

    assert {ana: "InvitationCreationFailure"} == sync.escrows()


def test_a_mapping_without_a_result_is_the_escrow_of_that_user_alone(
    sync: Synchronization,
) -> None:
    mapping = AttributeMapping(target="showInAddressList", source=parse("[city]"))
    schema = sync.schema()
    others = tuple(each for each in schema.mappings if each.target != mapping.target)
    sync.replace_schema(replace(schema, mappings=(*others, mapping)))
    ana, ben = sync.add_user("ana", city="Nelson"), sync.add_user("ben", city="true")

    sync.run_cycle()

    assert {ana: "AttributeMappingError"} == sync.escrows()
    assert "showInAddressList" in sync.events(ana)[-1]["reason"]
    assert ([], True) == (sync.twins(ana), sync.twin(ben)["show_in_address_list"])


def test_an_escrow_is_healed_by_the_next_attempt(sync: Synchronization) -> None:
    in_the_way = _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.target.delete(in_the_way)

    sync.move_clock(_INTERVAL)
    sync.run_cycle()

    assert ({}, "Ana") == (sync.escrows(), sync.twin(ana)["display_name"])


def test_an_escrow_is_healed_by_a_change_of_its_user(sync: Synchronization) -> None:
    _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()

    sync.source.change(ana, user_principal_name="anna@northwind.test")
    sync.run_cycle()

    name = "anna_northwind.test#EXT#@contoso.test"
    assert ({}, name) == (sync.escrows(), sync.twin(ana)["user_principal_name"])


def test_a_user_who_is_due_and_changed_is_tried_once_in_a_cycle(sync: Synchronization) -> None:
    _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()

    sync.move_clock(_INTERVAL)
    sync.source.change(ana, job_title="Pilot")
    sync.run_cycle()

    assert 2 == len(sync.events(ana))


def test_who_was_in_escrow_at_first_counts_once_when_created(sync: Synchronization) -> None:
    in_the_way = _take_the_name_of_ana(sync)
    sync.add_user("ana")
    sync.add_user("ben")
    sync.run_cycle()
    sync.target.delete(in_the_way)

    sync.move_clock(_INTERVAL)
    sync.run_cycle()

    execution = sync.job().last_execution
    assert execution is not None
    assert 2 == execution.counts.entitled


def test_an_escrow_is_forgotten_when_its_user_leaves_the_scope(sync: Synchronization) -> None:
    _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()

    sync.unassign(ana)
    sync.run_cycle()

    assert ({}, []) == (sync.escrows(), sync.twins(ana))


def test_a_user_in_escrow_is_tried_again_less_and_less_often(sync: Synchronization) -> None:
    ana = _fail(sync)

    attempts = []
    for hours in (0.6, 0.1, 5.2, 0.2, 5.8, 0.2, 11.8, 0.2, 23.8, 0.2, 23.8, 0.2):
        sync.move_clock(hours * _HOURS)
        sync.run_cycle()
        attempts.append(len(sync.events(ana)))

    assert [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7] == attempts


def test_a_change_is_tried_at_once_and_moves_no_later_attempt(sync: Synchronization) -> None:
    ana = _fail(sync)

    attempts: list[int] = []
    for _ in range(2):
        sync.move_clock(0.3 * _HOURS)
        sync.source.change(ana, job_title=f"after {len(attempts)}")
        sync.run_cycle()
        sync.run_cycle()
        attempts.append(len(sync.events(ana)))
    sync.move_clock(0.1 * _HOURS)
    sync.run_cycle()

    assert ([2, 3], 4) == (attempts, len(sync.events(ana)))


def test_after_28_days_the_escrow_ends_and_the_job_is_disabled(sync: Synchronization) -> None:
    ana = _fail(sync)
    sync.move_clock(days=27.9)
    sync.run_cycle()
    before = (list(sync.escrows()), sync.job().schedule_state)

    sync.move_clock(days=0.2)
    sync.run_cycle()

    assert ([ana], ScheduleState.ACTIVE) == before
    job = sync.job()
    assert ({}, ScheduleState.DISABLED, StatusCode.PAUSED) == (
        sync.escrows(),
        job.schedule_state,
        job.status_code,
    )
    assert job.last_execution is not None
    assert ExecutionState.ENTRY_LEVEL_ERRORS is job.last_execution.state
    assert job.last_execution != job.last_successful_execution
    [audited] = sync.source.audit_of("Disable/pause provisioning configuration")
    assert (sync.job_id, "a user could not be exported for 28 days") == (
        audited["target_id"],
        audited["result_reason"],
    )
    assert Outcome.STOPPED is sync.run_cycle()


def test_a_success_after_weeks_leaves_the_job_running(sync: Synchronization) -> None:
    in_the_way = _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.move_clock(days=27.9)
    sync.target.delete(in_the_way)

    sync.run_cycle()
    sync.move_clock(days=3)
    sync.run_cycle()

    assert ({}, ScheduleState.ACTIVE) == (sync.escrows(), sync.job().schedule_state)
    assert 1 == len(sync.twins(ana))


@pytest.mark.parametrize("moved", [False, True])
def test_two_users_may_trade_their_names(sync: Synchronization, *, moved: bool) -> None:
    ana, ben = sync.add_user("ana"), sync.add_user("ben")
    sync.run_cycle()
    sync.source.change(ana, user_principal_name="spare@northwind.test")
    sync.source.change(ben, user_principal_name="ana@northwind.test")
    if not moved:
        sync.source.change(ana, user_principal_name="ben@northwind.test")

    sync.run_cycle()

    names = [sync.twin(each)["user_principal_name"].partition("_")[0] for each in (ana, ben)]
    assert (["spare" if moved else "ben", "ana"], {}) == (names, sync.escrows())


def test_a_new_user_may_take_the_name_of_one_that_left(sync: Synchronization) -> None:
    left = sync.add_user("ana")
    sync.run_cycle()
    sync.source.delete(left)
    came = sync.source.add_user("ana")
    sync.assign(came)

    sync.run_cycle()

    assert {} == sync.escrows()
    assert sync.twin(left)["deleted_at"] is not None
    assert sync.twin(came)["deleted_at"] is None


def _fail(sync: Synchronization) -> str:
    """Run a cycle in which a user fails, and return its id."""
    _take_the_name_of_ana(sync)
    ana = sync.add_user("ana")
    sync.run_cycle()
    return ana


def _take_the_name_of_ana(sync: Synchronization) -> str:
    return sync.target.add_external_user(
        display_name="Somebody else",
        user_principal_name="ana_northwind.test#EXT#@contoso.test",
        external_user_state="Accepted",
        alternative_security_id="5:0000000000000000",
    )


def _two_with_addresses(sync: Synchronization) -> tuple[str, str]:
    return (
        sync.add_user("ana", mail="Ana@Northwind.test"),
        sync.add_user("ben", mail="ben@northwind.test"),
    )


def _last_event(sync: Synchronization, user_id: str) -> tuple[str, str]:
    event = sync.events(user_id)[-1]
    return event["action"], event["status"]
