"""Groups of a job whose mapping of groups is on, as objects (behaviour §23, §2, §7)."""

from collections.abc import Callable
from dataclasses import replace

from tenantry.storage.database import Database
from tenantry.sync.default_mappings import default_group_mappings
from tenantry.sync.expression import parse
from tenantry.sync.operations.jobs import ResetScope
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support.companies import Company
from tests.support.synchronization import Synchronization


def test_an_assigned_group_becomes_a_static_security_group_with_its_members(
    groups: Synchronization,
) -> None:
    ana, ben = (groups.source.add_user(name) for name in ("ana", "ben"))
    design = groups.source.add_group("design", [ana, ben], description="Designers")
    groups.assign(design)

    groups.run_cycle()

    twin = groups.group_twin(design)
    assert ("Design", "Designers", "design") == tuple(
        twin[name] for name in ("display_name", "description", "mail_nickname")
    )
    assert (True, False, "[]", None) == tuple(
        twin[name]
        for name in ("security_enabled", "mail_enabled", "group_types", "is_assignable_to_role")
    )
    assert sorted([ana, ben]) == groups.members_of_twin(design)
    assert [] == groups.skipped_groups()


def test_a_microsoft_365_group_becomes_a_security_group(groups: Synchronization) -> None:
    team = groups.source.add_group("team", mail_enabled=True, group_types=["Unified"])
    groups.assign(team)

    groups.run_cycle()

    twin = groups.group_twin(team)
    assert (False, "[]", None) == (twin["mail_enabled"], twin["group_types"], twin["mail"])


def test_a_group_without_security_is_skipped(groups: Synchronization) -> None:
    team = groups.source.add_group("team", mail_enabled=True, group_types=["Unified"])
    groups.assign(team)
    groups.source.change_group(team, security_enabled=False)

    groups.run_cycle()

    assert [] == groups.target.groups()
    [event] = groups.events(team)
    assert ("skipped", "SecurityDisabled") == (event["status"], event["reason"])


def test_a_cycle_in_which_no_group_changed_writes_nothing(groups: Synchronization) -> None:
    ana = groups.source.add_user("ana")
    groups.assign(groups.source.add_group("design", [ana]))
    groups.run_cycle()
    before = groups.target.position(), len(groups.events())

    groups.run_cycle()

    assert before == (groups.target.position(), len(groups.events()))


def test_edits_in_the_target_stay_until_the_source_group_changes(groups: Synchronization) -> None:
    ana = groups.source.add_user("ana")
    tess = groups.target.add_user("tess")
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()
    twin = groups.group_twin(design)["id"]
    groups.target.change_group(twin, display_name="Entwurf")
    groups.target.add_member(twin, tess)

    groups.run_cycle()
    edited = groups.group_twin(design)["display_name"], groups.members_of_twin(design)
    groups.source.change_group(design, description="Designers")
    groups.run_cycle()

    assert ("Entwurf", sorted([ana, tess])) == edited
    assert "Design" == groups.group_twin(design)["display_name"]
    assert [ana] == groups.members_of_twin(design)


def test_a_group_that_was_made_in_the_target_is_never_touched(groups: Synchronization) -> None:
    own = groups.target.add_group("design")
    [before] = groups.target.groups()
    design = groups.source.add_group("design")
    groups.assign(design)

    groups.run_cycle()
    groups.unassign(design)
    groups.run_cycle()

    assert before in groups.target.groups()
    assert own != groups.group_twin(design)["id"]


def test_a_group_that_leaves_the_scope_is_deleted_and_comes_back_as_the_same(
    groups: Synchronization,
) -> None:
    ana = groups.source.add_user("ana")
    groups.assign(ana)
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()
    twin = groups.group_twin(design)["id"]

    changes: list[Callable[[], None]] = [
        lambda: groups.unassign(design),
        lambda: groups.assign(design),
        lambda: groups.source.delete_group(design),
        lambda: groups.source.restore(design),
    ]
    states = []
    for change in changes:
        change()
        groups.run_cycle()
        states.append(groups.group_twin(design)["deleted_at"] is not None)

    assert [True, False, True, False] == states
    assert twin == groups.group_twin(design)["id"]
    assert [ana] == groups.members_of_twin(design)


def test_a_group_deleted_in_the_target_stays_deleted_and_one_purged_is_made_again(
    groups: Synchronization,
) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()
    first = groups.group_twin(design)["id"]

    groups.target.delete_group(first)
    groups.source.change_group(design, description="one")
    groups.run_cycle()
    after_deletion = groups.group_twin(design)
    groups.target.purge(first)
    groups.source.change_group(design, description="two")
    groups.run_cycle()

    assert after_deletion["deleted_at"] is not None
    assert first != groups.group_twin(design)["id"]


def test_links_that_were_forgotten_are_found_again(groups: Synchronization) -> None:
    ana = groups.source.add_user("ana")
    design = groups.source.add_group("design", [ana])
    groups.assign(design)
    groups.run_cycle()
    twin = groups.group_twin(design)["id"]

    groups.restart(ResetScope.FULL)
    groups.run_cycle()

    assert twin == groups.group_twin(design)["id"]
    groups.source.change_group(design, description="Designers")
    groups.run_cycle()
    assert "Designers" == groups.group_twin(design)["description"]


def test_what_another_target_holds_of_the_same_group_is_not_its_twin(
    lab: Database, groups: Synchronization
) -> None:
    other = Synchronization(groups.source, Company(lab, "fabrikam"))
    other.map_groups()
    other.allow_groups()
    design = groups.source.add_group("design")
    for each in (other, groups):
        each.assign(design)

    other.run_cycle()
    groups.run_cycle()

    assert groups.group_twin(design)["id"] != other.group_twin(design)["id"]
    assert 1 == len(groups.target.groups()) == len(other.target.groups())


def test_target_object_actions_hold_for_groups(groups: Synchronization) -> None:
    groups.map_groups(flow_types=frozenset({"Add"}))
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()

    groups.source.change_group(design, description="Designers")
    groups.run_cycle()
    groups.unassign(design)
    groups.run_cycle()

    twin = groups.group_twin(design)
    assert (None, None) == (twin["description"], twin["deleted_at"])


def test_a_filter_chooses_groups(groups: Synchronization) -> None:
    clause = FilterClause(attribute="displayName", operator="EQUALS", values=("Design",))
    groups.map_groups(scope=ScopingFilter(groups=(FilterGroup(title="one", clauses=(clause,)),)))
    design, sales = (groups.source.add_group(name) for name in ("design", "sales"))
    for group_id in (design, sales):
        groups.assign(group_id)

    groups.run_cycle()
    groups.source.change_group(design, display_name="Entwurf")
    groups.run_cycle()

    assert groups.group_twin(design)["deleted_at"] is not None
    assert [design] == [row["home_group_id"] for row in groups.target.groups()]


def test_a_group_that_is_filtered_on_reading_stays_as_it_is(groups: Synchronization) -> None:
    clause = FilterClause(attribute="displayName", operator="EQUALS", values=("Design",))
    named = (FilterGroup(title="one", clauses=(clause,)),)
    groups.map_groups(scope=ScopingFilter(input_groups=named))
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()
    groups.source.change_group(design, display_name="Entwurf")
    groups.unassign(design)
    groups.run_cycle()

    twin = groups.group_twin(design)
    assert ("Design", None) == (twin["display_name"], twin["deleted_at"])


def test_turning_the_mapping_off_leaves_the_groups_as_they_are(groups: Synchronization) -> None:
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()

    groups.map_groups(enabled=False)
    groups.source.change_group(design, description="one")
    groups.run_cycle()
    off = groups.group_twin(design)["description"]
    groups.map_groups(enabled=True)
    groups.run_cycle()

    assert off is None
    assert "one" == groups.group_twin(design)["description"]
    assert [design] == groups.skipped_groups()


def test_a_value_that_is_drawn_is_drawn_once(groups: Synchronization) -> None:
    groups.map_groups(
        mappings=tuple(
            replace(each, source=parse('Append("g-", RandomString(8, 0, 0, 0, 8, ""))'))
            if each.target == "mailNickname"
            else each
            for each in default_group_mappings()
        )
    )
    design = groups.source.add_group("design")
    groups.assign(design)
    groups.run_cycle()
    drawn = groups.group_twin(design)["mail_nickname"]

    groups.source.change_group(design, description="Designers")
    groups.run_cycle()

    assert drawn.startswith("g-")
    assert drawn == groups.group_twin(design)["mail_nickname"]
