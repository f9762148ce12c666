"""Groups that cannot be synchronized, and passes that are interrupted (behaviour §8, §23)."""

from dataclasses import replace

import pytest

from tenantry.errors import InvalidValueError
from tenantry.sync.default_mappings import default_group_mappings
from tenantry.sync.expression import Attribute, parse
from tenantry.sync.groups.engine import pass_through, places
from tenantry.sync.jobs import ExecutionState
from tenantry.sync.mapping_checks import SchemaError
from tests.support.synchronization import Synchronization


def test_without_the_word_of_the_target_groups_fail_and_users_do_not(
    sync: Synchronization,
) -> None:
    sync.map_groups()
    ana = sync.source.add_user("ana")
    design = sync.source.add_group("design", [ana])
    sync.assign(design)

    sync.run_cycle()

    assert sync.twin(ana)
    assert [] == sync.target.groups()
    assert {design: "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"} == sync.escrows()
    [event] = sync.events(design)
    assert "groupSyncInbound.isSyncAllowed" in event["reason"]
    assert "target tenant" in event["reason"]


def test_groups_that_failed_are_tried_again(sync: Synchronization) -> None:
    sync.map_groups()
    design = sync.source.add_group("design")
    sync.assign(design)
    sync.run_cycle()

    sync.allow_groups()
    sync.run_cycle()
    at_once = sync.target.groups()
    sync.move_clock(0.5)
    sync.run_cycle()

    assert [] == at_once
    assert sync.group_twin(design)
    assert {} == sync.escrows()


def test_a_group_that_failed_at_first_counts_once_when_created(sync: Synchronization) -> None:
    sync.map_groups()
    sync.assign(sync.source.add_group("design"))
    sync.run_cycle()

    sync.allow_groups()
    sync.move_clock(0.5)
    sync.run_cycle()

    execution = sync.job().last_execution
    assert execution is not None
    assert 1 == execution.counts.entitled


def test_groups_that_failed_are_forgotten_with_their_mapping(sync: Synchronization) -> None:
    sync.map_groups()
    sync.assign(sync.source.add_group("design"))
    sync.run_cycle()

    sync.map_groups(enabled=False)
    sync.run_cycle()

    assert {} == sync.escrows()
    execution = sync.job().last_execution
    assert execution is not None
    assert (ExecutionState.SUCCEEDED, 0) == (execution.state, execution.counts.escrowed)


def test_a_group_that_failed_and_then_left_is_forgotten(sync: Synchronization) -> None:
    sync.map_groups()
    design = sync.source.add_group("design")
    sync.assign(design)
    sync.run_cycle()

    sync.unassign(design)
    sync.run_cycle()

    assert {} == sync.escrows()


def test_a_target_that_takes_its_word_back_keeps_what_it_has(groups: Synchronization) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()

    groups.allow_groups(is_allowed=False)
    groups.unassign(design)
    groups.run_cycle()

    assert groups.group_twin(design)["deleted_at"] is None
    assert [design] == list(groups.escrows())


def test_a_value_that_the_target_would_refuse_is_the_escrow_of_its_group(
    groups: Synchronization,
) -> None:
    design, sales = (
        groups.source.add_group(name, description=text)
        for name, text in (("design", "not a nickname"), ("sales", "sales"))
    )
    for group_id in (design, sales):
        groups.assign(group_id)
    groups.map_groups(
        mappings=tuple(
            replace(each, source=Attribute(name="description"))
            if each.target == "mailNickname"
            else each
            for each in default_group_mappings()
        )
    )

    groups.run_cycle()

    assert {design: "AttributeMappingError"} == groups.escrows()
    assert groups.group_twin(sales)


def test_a_group_without_a_required_value_is_an_escrow(groups: Synchronization) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.map_groups(
        mappings=tuple(
            replace(each, source=parse('IIF([description]="a", "a", "b")'))
            if each.target == "displayName"
            else each
            for each in default_group_mappings()
        )
    )

    groups.run_cycle()

    assert {design: "MandatoryFieldsMissing"} == groups.escrows()


def test_groups_and_all_users_do_not_go_together(groups: Synchronization) -> None:
    with pytest.raises(InvalidValueError, match="assigned"):
        groups.change_scope(sync_all=True)

    groups.map_groups(enabled=False)
    groups.change_scope(sync_all=True)
    with pytest.raises(SchemaError, match="assigned") as refused:
        groups.map_groups()
    assert "synchronizationRules[0].objectMappings[1].enabled" == refused.value.path


def test_a_pass_that_was_interrupted_goes_on_in_the_next_cycle(
    groups: Synchronization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pass_through, "_GROUPS_PER_TRANSACTION", 1)
    monkeypatch.setattr(places, "CHUNK_GROUPS", 1)
    wanted = [groups.source.add_group(name) for name in ("design", "sales", "board")]
    for group_id in wanted:
        groups.assign(group_id)
    groups.after_the_first_chunk(groups.pause)

    groups.run_cycle()
    interrupted = len(groups.target.groups())
    late = groups.source.add_group("late")
    groups.assign(late)
    groups.start()
    groups.run_cycle()

    assert 1 == interrupted
    twins = [row["home_group_id"] for row in groups.target.groups()]
    assert sorted([*wanted, late]) == sorted(twins)


def test_a_user_in_escrow_stays_there_when_its_assignment_changes(
    groups: Synchronization,
) -> None:
    groups.run_cycle()
    ana = groups.add_user("ana", mail="ana@elsewhere.test")

    groups.run_cycle()

    assert {ana: "InvitationCreationFailure"} == groups.escrows()


def test_a_member_in_escrow_becomes_one_once_that_is_over(groups: Synchronization) -> None:
    ana, ben = (
        groups.source.add_user(name, mail=f"{name}@elsewhere.test") for name in ("ana", "ben")
    )
    design = groups.source.add_group("design", [ana, ben])
    groups.assign(design)
    groups.run_cycle()
    before = groups.members_of_twin(design)

    groups.source.change(ana, mail="ana@northwind.test")
    groups.run_cycle()

    assert ([], [ana]) == (before, groups.members_of_twin(design))
    looked_at = len(groups.events(design))
    groups.run_cycle()
    assert looked_at == len(groups.events(design))


def test_a_member_that_was_provisioned_on_demand_is_one_after_the_next_cycle(
    groups: Synchronization,
) -> None:
    ana = groups.source.add_user("ana", mail="ana@elsewhere.test")
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()
    groups.source.change(ana, mail="ana@northwind.test")

    groups.provision(ana)
    groups.run_cycle()

    assert [ana] == groups.members_of_twin(design)
