"""Plans show groups: what they become, whose members change, and what fails or waits."""

import os
from itertools import count

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.errors import ConflictError
from tenantry.storage.database import Database
from tenantry.sync.guard import THRESHOLD
from tenantry.sync.operations.jobs import change_settings
from tenantry.sync.plans.plan import Plan, PlanEntry, PlanState
from tests.support import plans
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization
from tests.sync.histories import Step
from tests.sync.test_group_histories import ACTIONS, GroupHistory, group_steps
from tests.sync.test_plan_histories import PlannedSynchronization

_EXAMPLES = {"sqlite": 20, "postgresql": 4}
_MORE = int(os.environ.get("TENANTRY_HISTORIES", "1"))  # times as many


def test_a_new_group_is_shown_with_its_members_and_made_with_the_id_shown(
    groups: Synchronization,
) -> None:
    ana, ben = groups.add_user("ana"), groups.source.add_user("ben")
    design = groups.source.add_group("design", [ana, ben])
    groups.assign(design)

    plan, entries = plans.make(groups, chunk_users=1)
    plans.apply(groups, plan)
    plans.run(groups, chunk_users=1)

    shown = _of(entries, design)
    assert ("create", "group", "Design") == (shown.action, shown.object_type, shown.source_name)
    assert all(groups.twin(each)["id"] in (shown.modified or "") for each in (ana, ben))
    assert shown.target_id == groups.group_twin(design)["id"]
    assert sorted([ana, ben]) == sorted(groups.members_of_twin(design))
    assert (PlanState.APPLIED, None) == _end(groups, plan)


def test_changes_of_groups_are_shown_and_applied(groups: Synchronization) -> None:
    ana, ben = groups.add_user("ana"), groups.add_user("ben")
    named, joined, left, back = (
        groups.source.add_group(name, [ana]) for name in ("named", "joined", "left", "back")
    )
    for each in (named, joined, left, back):
        groups.assign(each)
    groups.run_cycle()
    groups.unassign(back)
    groups.run_cycle()
    groups.source.change_group(named, display_name="Renamed")
    groups.source.add_member(joined, ben)
    groups.unassign(left)
    groups.assign(back)

    plan, entries = plans.make(groups)
    plans.apply(groups, plan)
    plans.run(groups)

    assert ["update", "update", "delete", "restore"] == [
        _of(entries, each).action for each in (named, joined, left, back)
    ]
    assert '["displayName","Named","Renamed"]' in (_of(entries, named).modified or "")
    assert groups.twin(ben)["id"] in (_of(entries, joined).modified or "")
    assert "Renamed" == groups.group_twin(named)["display_name"]
    assert sorted([ana, ben]) == sorted(groups.members_of_twin(joined))
    assert groups.group_twin(left)["deleted_at"] is not None
    assert groups.group_twin(back)["deleted_at"] is None
    assert (PlanState.APPLIED, None) == _end(groups, plan)


def test_a_group_that_the_target_does_not_allow_is_shown_in_escrow(sync: Synchronization) -> None:
    sync.map_groups()
    design = sync.source.add_group("design")
    sync.assign(design)

    _, entries = plans.make(sync)

    shown = _of(entries, design)
    assert ("escrow", "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure") == (
        shown.action,
        shown.error_code,
    )
    assert {} == sync.escrows()


def test_groups_that_the_guard_would_hold_are_shown(groups: Synchronization) -> None:
    teams = [groups.source.add_group(name) for name in ("design", "sales")]
    for each in teams:
        groups.assign(each)
    groups.run_cycle()
    for each in teams:
        groups.unassign(each)

    groups.command(change_settings, {THRESHOLD: "1"})
    _, held = plans.make(groups)
    groups.command(change_settings, {THRESHOLD: "2"})
    _, released = plans.make(groups)

    assert ["stage", "stage"] == [_of(held, each).action for each in teams]
    assert ["delete", "delete"] == [_of(released, each).action for each in teams]


@pytest.mark.parametrize("side", ["source", "target"])
def test_a_plan_is_refused_when_a_group_moved(groups: Synchronization, side: str) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()
    groups.source.change_group(design, display_name="Design")
    plan, _ = plans.make(groups)

    if side == "source":
        groups.source.change_group(design, display_name="Drawing")
    else:
        groups.target.change_group(groups.group_twin(design)["id"], display_name="Drawing")

    with pytest.raises(ConflictError, match=f"groups of the {side} changed"):
        plans.apply(groups, plan)


def test_a_group_that_moved_after_all_stops_the_plan_before_it_is_written(
    groups: Synchronization,
) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    plan, _ = plans.make(groups)
    plans.apply(groups, plan)
    groups.source.change_group(design, display_name="Drawing")

    plans.run(groups)

    assert [] == groups.target.groups()
    state, reason = _end(groups, plan)
    assert PlanState.STOPPED is state
    assert f"group `{design}`" in (reason or "")


class _PlannedGroups(GroupHistory):
    def run_cycle(self) -> None:
        self.sync.run_cycle()
        self.sync.run_cycle()


@pytest.mark.timeout(120 * _MORE + 300)  # shrinking what fails may take 300 seconds
def test_a_cycle_does_with_groups_what_its_plan_shows(lab: Database, neighbour: Neighbour) -> None:
    numbers = count()
    compared = []

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE, print_blob=True)
    @given(group_steps(), st.sampled_from([1, 3, 2000]), st.sampled_from(["", "0", "1"]))
    def check(steps: list[Step], chunk_users: int, threshold: str) -> None:
        number = next(numbers)
        source, target = (Company(lab, f"{name}{number}") for name in ("source", "target"))
        sync = PlannedSynchronization(source, target, chunk_users=chunk_users)
        sync.allow_groups()
        sync.map_groups()
        if threshold:
            sync.command(change_settings, {THRESHOLD: threshold})
        history = _PlannedGroups(sync)

        for step in steps:
            ACTIONS[step.action](history, step.which, step.other)
        history.follow([])

        compared.append(sync.compared)

    check()
    assert sum(compared) > len(compared)


def _of(entries: list[PlanEntry], source_id: str) -> PlanEntry:
    [entry] = [each for each in entries if each.source_id == source_id]
    return entry


def _end(sync: Synchronization, plan: Plan) -> tuple[PlanState, str | None]:
    found = plans.find(sync, plan)
    return found.state, found.reason
