"""Members of synchronized groups (behaviour §23, §2, §7)."""

from dataclasses import replace

import pytest

from tenantry.sync.default_mappings import default_group_mappings
from tenantry.sync.flows import FlowType
from tenantry.sync.groups.engine import pass_through, places
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support.synchronization import Synchronization


def test_only_direct_members_in_scope_are_members(groups: Synchronization) -> None:
    ana, ben, cleo = (groups.source.add_user(name) for name in ("ana", "ben", "cleo"))
    inner = groups.source.add_group("inner", [ben])
    design = groups.source.add_group("design", [ana, inner, cleo])
    clause = FilterClause(attribute="displayName", operator="NOT EQUALS", values=("Cleo",))
    scope = ScopingFilter(groups=(FilterGroup(title="no Cleo", clauses=(clause,)),))
    groups.replace_schema(replace(groups.schema(), scope=scope))
    groups.map_groups()
    groups.assign(design)

    groups.run_cycle()

    assert [ana] == groups.members_of_twin(design)
    assert [design] == [row["home_group_id"] for row in groups.target.groups()]


def test_a_change_of_members_is_followed(groups: Synchronization) -> None:
    ana, ben = (groups.source.add_user(name) for name in ("ana", "ben"))
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()

    groups.source.add_member(design, ben)
    groups.run_cycle()
    both = groups.members_of_twin(design)
    groups.source.remove_member(design, ana)
    groups.run_cycle()

    assert sorted([ana, ben]) == both
    assert [ben] == groups.members_of_twin(design)


def test_a_member_who_enters_the_scope_later_is_noticed_by_a_restart(
    groups: Synchronization,
) -> None:
    ana = groups.source.add_user("ana", department="Sales")
    design = groups.source.add_group("design", [ana])
    clause = FilterClause(attribute="department", operator="EQUALS", values=("Design",))
    scope = ScopingFilter(groups=(FilterGroup(title="Design", clauses=(clause,)),))
    groups.replace_schema(replace(groups.schema(), scope=scope))
    groups.map_groups()
    groups.assign(design)
    groups.run_cycle()

    groups.source.change(ana, department="Design")
    groups.run_cycle()
    before = groups.members_of_twin(design)
    groups.restart()
    groups.run_cycle()

    assert [] == before
    assert groups.twin(ana)["deleted_at"] is None
    assert [ana] == groups.members_of_twin(design)


def test_a_member_that_left_while_its_twin_was_deleted_does_not_come_back_with_it(
    groups: Synchronization,
) -> None:
    ana = groups.source.add_user("ana")
    design, sales = (groups.source.add_group(name, [ana]) for name in ("design", "sales"))
    for group_id in (design, sales):
        groups.assign(group_id)
    groups.run_cycle()

    groups.source.delete(ana)
    groups.run_cycle()
    groups.source.restore(ana)
    groups.source.remove_member(design, ana)
    groups.source.delete(ana)
    groups.run_cycle()
    groups.source.restore(ana)
    groups.run_cycle()

    assert groups.twin(ana)["deleted_at"] is None
    assert [] == groups.members_of_twin(design)
    assert [ana] == groups.members_of_twin(sales)


@pytest.mark.parametrize(
    ("flow_type", "kept"),
    [
        (FlowType.ALWAYS, {"ben"}),
        (FlowType.VALUE_ADD_ONLY, {"ana", "ben"}),
        (FlowType.ATTRIBUTE_ADD_ONLY, {"ana"}),
        (FlowType.OBJECT_ADD_ONLY, {"ana"}),
    ],
)
def test_members_flow_as_their_mapping_says(
    groups: Synchronization, flow_type: FlowType, kept: set[str]
) -> None:
    ana, ben = (groups.source.add_user(name) for name in ("ana", "ben"))
    groups.assign(ana)
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.map_groups(
        mappings=tuple(
            replace(each, flow_type=flow_type) if each.target == "members" else each
            for each in default_group_mappings()
        )
    )
    groups.run_cycle()

    groups.source.remove_member(design, ana)
    groups.source.add_member(design, ben)
    groups.run_cycle()

    names = {ana: "ana", ben: "ben"}
    assert kept == {names[user_id] for user_id in groups.members_of_twin(design)}


def test_a_large_group_is_filled_by_several_transactions(
    groups: Synchronization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pass_through, "_MEMBERS_PER_TRANSACTION", 3)
    monkeypatch.setattr(places, "CHUNK_GROUPS", 2)
    design, sales, board = (groups.source.add_group(name) for name in ("design", "sales", "board"))
    people = groups.source.add_many(8, group_id=sales)
    for group_id in (design, sales, board):
        groups.assign(group_id)

    groups.run_cycle()
    full = groups.members_of_twin(sales)
    before = groups.target.position()
    groups.run_cycle()
    unchanged = groups.target.position()
    for user_id in people[:5]:
        groups.source.remove_member(sales, user_id)
    groups.source.add_member(board, people[0])
    groups.run_cycle()

    assert sorted(people) == full
    assert before == unchanged
    assert people[5:] == groups.members_of_twin(sales)
    assert people[:1] == groups.members_of_twin(board)


def test_the_log_tells_the_steps_and_the_members(groups: Synchronization) -> None:
    ana = groups.source.add_user("ana")
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()
    groups.source.add_member(design, ana)
    groups.run_cycle()

    made, changed = groups.events(design)

    assert ("create", "success", "Group") == tuple(
        made[name] for name in ("action", "status", "source_type")
    )
    assert ("update", "success", "Group") == tuple(
        changed[name] for name in ("action", "status", "source_type")
    )
    assert groups.twin(ana)["id"] in changed["modified_properties"]
    assert "referenceResolution" in changed["steps"]
    assert '"export"' not in changed["steps"]


def test_feed_and_audit_of_the_target_tell_of_group_and_members(groups: Synchronization) -> None:
    ana = groups.source.add_user("ana")
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()

    twin, user = groups.group_twin(design)["id"], groups.twin(ana)["id"]
    told = [
        (change.kind, change.related_id)
        for change in groups.target.changes()
        if change.object_id == twin
    ]

    assert [("created", None), ("memberAdded", user)] == told
