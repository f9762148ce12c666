"""Plans: what they show, and for how long."""

from dataclasses import replace

import pytest

from tenantry.errors import InvalidValueError, NotFoundError, NotPermittedError
from tenantry.storage.database import Database
from tenantry.sync.expression.parsing import parse
from tenantry.sync.guard import THRESHOLD
from tenantry.sync.matching import Situation
from tenantry.sync.operations.jobs import change_settings, delete_job
from tenantry.sync.operations.plans import get_plan, list_entries, list_plans, purge_plans
from tenantry.sync.planning import REACTIONS, Action, PlannedChange, Scope
from tenantry.sync.plans.deciders import find_decider
from tenantry.sync.plans.plan import PlanEntry, PlanState
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tests.support import plans
from tests.support.directory import an_application
from tests.support.synchronization import Synchronization

_SALES = ScopingFilter(
    groups=(
        FilterGroup(
            title="Sales",
            clauses=(FilterClause(attribute="department", operator="EQUALS", values=("Sales",)),),
        ),
    )
)


def _by_user(entries: list[PlanEntry]) -> dict[str, list[PlanEntry]]:
    found: dict[str, list[PlanEntry]] = {}
    for entry in entries:
        found.setdefault(entry.source_id, []).append(entry)
    return found


def test_a_plan_shows_before_and_after_and_why(sync: Synchronization) -> None:
    changed, leaving = sync.add_user("ana", job_title="Pilot"), sync.add_user("ben")
    sync.run_cycle()
    sync.source.change(changed, job_title="Captain")
    sync.unassign(leaving)
    new, guest = sync.add_user("cleo"), sync.add_user("dora", user_type="Guest")

    plan, entries = plans.make(sync)

    shown = {source_id: entry for source_id, [entry] in _by_user(entries).items()}
    assert ("update", '[["jobTitle","Pilot","Captain"]]', "CTS-002") == (
        shown[changed].action,
        shown[changed].modified,
        shown[changed].decided_by,
    )
    assert ("delete", "NotEffectivelyEntitled") == (shown[leaving].action, shown[leaving].reason)
    assert "create" == shown[new].action
    assert '"userPrincipalName":"cleo_northwind.test#EXT#@contoso.test"' in (
        shown[new].modified or b""
    )
    assert ("skip", "InternalGuest", "CTS-054") == (
        shown[guest].action,
        shown[guest].reason,
        shown[guest].decided_by,
    )
    assert {"create": 1, "update": 1, "delete": 1, "skip": 1} == {
        action: number for action, number in plan.counts.actions.items() if number
    }
    assert {"InternalGuest": 1} == plan.counts.skipped_for


def test_a_plan_names_the_filter_that_keeps_a_user_out(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", department="Legal")
    sync.replace_schema(replace(sync.schema(), scope=_SALES))

    _, [entry] = plans.make(sync)

    assert (user_id, "skip", "Sales.department EQUALS 'Sales'") == (
        entry.source_id,
        entry.action,
        entry.decided_by,
    )


def test_a_plan_tells_who_goes_into_escrow(sync: Synchronization) -> None:
    name = "ana_northwind.test#EXT#@contoso.test"
    sync.target.add_external_user(
        user_principal_name=name, display_name="Ana", external_user_state="Accepted"
    )
    user_id = sync.add_user("ana")

    _, [entry] = plans.make(sync)

    assert (user_id, "escrow", "EntryConflict") == (
        entry.source_id,
        entry.action,
        entry.error_code,
    )
    assert {} == sync.escrows()


def test_redacted_values_stay_redacted(sync: Synchronization) -> None:
    schema = sync.schema()
    source = parse("Redact([jobTitle])")
    mappings = tuple(
        replace(each, source=source) if each.target == "jobTitle" else each
        for each in schema.mappings
    )
    sync.replace_schema(replace(schema, mappings=mappings))
    sync.add_user("ana", job_title="Secret agent")

    _, [entry] = plans.make(sync)

    assert "[Redact]" in (entry.modified or "")
    assert "Secret" not in (entry.modified or "")


def test_a_manager_who_comes_later_in_the_cycle_is_in_the_plan(sync: Synchronization) -> None:
    report, manager = sync.add_user("ana"), sync.add_user("ben")
    sync.source.set_manager(report, manager)

    plan, entries = plans.make(sync, chunk_users=1)

    of_report = {entry.action: entry for entry in _by_user(entries)[report]}
    target_id = _by_user(entries)[manager][0].target_id or ""
    assert {"create", "reference"} == of_report.keys()
    assert target_id in (of_report["reference"].modified or "")
    assert 1 == plan.counts.actions["reference"]


def test_making_a_plan_changes_nothing_at_all(sync: Synchronization) -> None:
    for name in ("ana", "ben", "cleo"):
        sync.add_user(name)
    before = plans.everything_but_plans(sync)

    plans.make(sync, chunk_users=1)

    assert before == plans.everything_but_plans(sync)


def test_a_discarded_plan_is_gone(sync: Synchronization) -> None:
    sync.add_user("ana")
    plan, _ = plans.make(sync)

    plans.discard(sync, plan)

    with pytest.raises(NotFoundError, match=plan.id):
        plans.find(sync, plan)


def test_plans_expire_and_are_purged(sync: Synchronization) -> None:
    sync.add_user("ana")
    plan, _ = plans.make(sync)
    sync.move_clock(7)

    with pytest.raises(NotFoundError, match=plan.id):
        plans.find(sync, plan)
    with sync.database.write() as work:
        purged = [purge_plans(work, sync.source.tenant_id) for _ in range(2)]
    assert [1, 0] == purged
    assert [] == plans.rows_of_plans(sync)


def test_deleting_a_job_deletes_its_plans(sync: Synchronization) -> None:
    sync.add_user("ana")
    plans.make(sync)

    sync.command(delete_job)

    assert [] == plans.rows_of_plans(sync)


def test_entries_come_in_pages_and_by_action(sync: Synchronization) -> None:
    for name in ("ana", "ben", "cleo"):
        sync.add_user(name)
    sync.add_user("dora", user_type="Guest")
    plan, entries = plans.make(sync)

    with sync.database.read() as reading:
        first = list_entries(reading, plan, limit=3)
        rest = list_entries(reading, plan, limit=3, after=(first[-1].action, first[-1].number))
        skipped = list_entries(reading, plan, actions=["skip"])

        assert entries == [*first, *rest]
        assert ["dora@northwind.test"] == [each.source_user_principal_name for each in skipped]
        with pytest.raises(InvalidValueError, match="did you mean `create`"):
            list_entries(reading, plan, actions=["craete"])


def test_another_tenant_sees_no_plan(sync: Synchronization) -> None:
    sync.add_user("ana")
    plan, _ = plans.make(sync)
    for actor in (sync.target.actor, sync.neighbour.actor if sync.neighbour else None):
        assert actor is not None
        with sync.database.read() as reading, pytest.raises(NotFoundError):
            get_plan(reading, actor, sync.configuration["id"], sync.job_id, plan.id)


def test_plans_need_the_permissions_of_jobs(sync: Synchronization) -> None:
    actor = an_application(sync.source.actor, "User.ReadWrite.All")
    with sync.database.read() as reading, pytest.raises(NotPermittedError):
        list_plans(reading, actor, sync.configuration["id"], sync.job_id)


def test_every_reaction_that_acts_names_what_decided() -> None:
    acting = [key for key, action in REACTIONS.items() if action is not Action.SKIP]
    silent = [
        (scope, situation)
        for scope, situation in acting
        if find_decider(_change(scope, situation)) is None
    ]

    assert [] == silent


def _change(scope: Scope, situation: Situation) -> PlannedChange:
    action = REACTIONS[scope, situation]
    code = "DuplicateTargetEntries" if action is Action.ESCROW else None
    return PlannedChange(
        action=action, source_id="", scope=scope, situation=situation, error_code=code
    )


def test_the_newest_plan_comes_first(sync: Synchronization, lab: Database) -> None:
    ids = [plans.make(sync)[0].id for _ in range(2)]

    with lab.read() as reading:
        found = list_plans(reading, sync.source.actor, sync.configuration["id"], sync.job_id)
    assert ids[::-1] == [plan.id for plan in found]


@pytest.mark.parametrize(("threshold", "shown"), [("1", "stage"), ("2", "delete")])
def test_a_plan_tells_what_the_deletion_guard_would_hold(
    sync: Synchronization, threshold: str, shown: str
) -> None:
    user_ids = [sync.add_user(name) for name in ("ana", "ben")]
    sync.run_cycle()
    sync.command(change_settings, {THRESHOLD: threshold})
    for user_id in user_ids:
        sync.unassign(user_id)

    plan, entries = plans.make(sync)
    plans.apply(sync, plan)
    sync.run_cycle()

    assert {(shown, "NotEffectivelyEntitled")} == {(each.action, each.reason) for each in entries}
    assert 2 == plan.counts.actions[shown]
    gone = [user_id for user_id in user_ids if sync.twin(user_id)["deleted_at"] is not None]
    assert (user_ids if shown == "delete" else []) == gone
    assert PlanState.APPLIED is plans.find(sync, plan).state


def test_a_plan_shows_all_that_the_guard_holds_by_then(sync: Synchronization) -> None:
    ana, ben = [sync.add_user(name) for name in ("ana", "ben")]
    sync.run_cycle()
    sync.command(change_settings, {THRESHOLD: "0"})
    sync.unassign(ana)
    sync.source.change(ben, account_enabled=False)
    sync.run_cycle()

    plan, entries = plans.make(sync)
    plans.apply(sync, plan)
    sync.run_cycle()

    assert 2 == plan.counts.actions["stage"]
    assert {
        (ana, "NotEffectivelyEntitled", "CTS-101"),
        (ben, "AccountDisabled", "CTS-104"),
    } == {(each.source_id, each.reason, each.decided_by) for each in entries}
    assert PlanState.APPLIED is plans.find(sync, plan).state
    assert ["stagedDelete"] == [each["action"] for each in sync.events(ben)][1:]


def test_a_staged_removal_keeps_its_name(sync: Synchronization) -> None:
    leaving = sync.add_user("ana")
    sync.run_cycle()
    sync.command(change_settings, {THRESHOLD: "0"})
    sync.source.change(leaving, account_enabled=False, user_principal_name="other@northwind.test")
    new = sync.source.add_user("ana")
    sync.assign(new)

    sync.run_cycle()

    assert {new: "EntryConflict"} == sync.escrows()
    assert "ana_northwind.test#EXT#@contoso.test" == sync.twin(leaving)["user_principal_name"]
