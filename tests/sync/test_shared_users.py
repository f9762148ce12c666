"""Two source users with one address: one target user, linked to both (behaviour §4, ADR 0016)."""

import msgspec
import pytest

from tenantry.collaboration.external_users import identity_of
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.plans.plan import PlanState
from tests.support import plans
from tests.support.synchronization import Synchronization

_MAIL = "desk@northwind.test"


@pytest.mark.parametrize("at_once", [True, False], ids=["one chunk", "two cycles"])
def test_users_with_one_address_become_one_target_user(
    sync: Synchronization, *, at_once: bool
) -> None:
    ana, ben = _pair(sync, at_once=at_once)

    [shared] = sync.target.users()
    assert {ana: (shared["id"], "active"), ben: (shared["id"], "shared")} == sync.links()
    assert ("Ana", identity_of(ana)) == (
        shared["display_name"],
        shared["alternative_security_id"],
    )


def test_the_target_user_has_the_values_of_the_one_whom_it_represents(
    sync: Synchronization,
) -> None:
    ana, ben = _pair(sync)

    sync.source.change(ana, city="Turku")
    sync.source.change(ben, city="Oslo", display_name="Ben B.")
    sync.run_cycle()
    once = sync.target.users()
    sync.restart()
    sync.run_cycle()

    assert [("Turku", "Ana")] == [(user["city"], user["display_name"]) for user in once]
    assert once == sync.target.users()
    assert "TargetObjectShared" == sync.events(ben)[-1]["reason"]


def test_the_target_user_stays_while_one_of_them_is_in_scope(sync: Synchronization) -> None:
    _, ben = _pair(sync)

    sync.unassign(ben)
    sync.run_cycle()

    [shared] = sync.target.users()
    assert (None, "Ana") == (shared["deleted_at"], shared["display_name"])
    assert ben not in sync.links()


def test_who_stays_inherits_the_target_user_with_all_values(sync: Synchronization) -> None:
    ana, ben = _pair(sync)
    [before] = sync.target.users()

    sync.unassign(ana)
    sync.run_cycle()

    [after] = sync.target.users()
    assert before["id"] == after["id"]
    assert (None, "Ben", ben, identity_of(ben)) == (
        after["deleted_at"],
        after["display_name"],
        after["home_user_id"],
        after["alternative_security_id"],
    )
    assert {ben: (after["id"], "active")} == sync.links()


def test_who_stays_inherits_at_once_where_the_other_one_goes_on_demand(
    sync: Synchronization,
) -> None:
    ana, ben = _pair(sync)
    sync.unassign(ana)

    sync.provision(ana)

    [after] = sync.target.users()
    assert ("Ben", identity_of(ben)) == (after["display_name"], after["alternative_security_id"])
    assert "update" == sync.events(ben)[-1]["action"]


@pytest.mark.parametrize("is_initial", [True, False])
@pytest.mark.parametrize("chunk_users", [1, 2000])
def test_a_plan_shows_what_the_heir_makes_of_the_target_user(
    sync: Synchronization, chunk_users: int, *, is_initial: bool
) -> None:
    ana, ben = _pair(sync)
    sync.unassign(ana)
    if is_initial:
        sync.restart()

    plan, entries = plans.make(sync, chunk_users=chunk_users)
    plans.apply(sync, plan)
    plans.run(sync, chunk_users=chunk_users)

    assert {ana: "bequeath", ben: "update"} == {each.source_id: each.action for each in entries}
    [left] = [
        msgspec.json.decode(each.modified or b"") for each in entries if each.source_id == ben
    ]
    assert ["displayName", "Ana", "Ben"] in left
    assert PlanState.APPLIED is plans.find(sync, plan).state
    [inherited] = [event for event in sync.events(ben) if event["action"] == "update"]
    assert left == msgspec.json.decode(inherited["modified_properties"])


def test_a_plan_is_not_applied_to_an_heir_whose_values_changed_since(
    sync: Synchronization,
) -> None:
    ana, ben = _pair(sync)
    sync.unassign(ana)
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)
    sync.source.change(ben, job_title="Pilot")

    outcome = plans.run(sync)

    assert Outcome.OUTDATED is outcome
    assert PlanState.STOPPED is plans.find(sync, plan).state
    assert {"active", "shared"} == {state for _, state in sync.links().values()}
    sync.run_cycle()
    assert "Pilot" == sync.twin(ben)["job_title"]


@pytest.mark.parametrize("order", ["owner first", "sharer first", "at once"])
def test_the_target_user_is_deleted_when_neither_is_in_scope(
    sync: Synchronization, order: str
) -> None:
    ana, ben = _pair(sync)
    leaving = [ben, ana] if order == "sharer first" else [ana, ben]

    for user_id in leaving:
        sync.unassign(user_id)
        if order != "at once":
            sync.run_cycle()
    sync.run_cycle()

    [gone] = sync.target.users()
    assert gone["deleted_at"] is not None


def test_whoever_comes_back_shares_again(sync: Synchronization) -> None:
    ana, ben = _pair(sync)
    sync.unassign(ana)
    sync.run_cycle()

    sync.assign(ana)
    sync.run_cycle()

    [shared] = sync.target.users()
    assert {ben: (shared["id"], "active"), ana: (shared["id"], "shared")} == sync.links()


def test_three_share_and_inherit_one_after_the_other(sync: Synchronization) -> None:
    ana, ben = _pair(sync)
    cleo = sync.add_user("cleo", mail=_MAIL)
    sync.run_cycle()

    names = []
    for user_id in (ana, ben, cleo):
        sync.unassign(user_id)
        sync.run_cycle()
        [shared] = sync.target.users()
        names.append((shared["display_name"], shared["deleted_at"] is None))

    assert [("Ben", True), ("Cleo", True), ("Cleo", False)] == names


def test_a_pending_guest_is_redeemed_by_the_first_and_shared_by_the_second(
    sync: Synchronization,
) -> None:
    sync.target.invite(_MAIL)
    ana, ben = _pair(sync)

    [guest] = sync.target.users()
    assert {ana: (guest["id"], "invited"), ben: (guest["id"], "shared")} == sync.links()
    assert identity_of(ana) == guest["alternative_security_id"]


def test_a_guest_of_elsewhere_is_shared_and_never_touched(sync: Synchronization) -> None:
    sync.target.add_external_user(
        display_name="Desk",
        user_principal_name=f"desk_northwind.test#EXT#@{sync.target.domain}",
        mail=_MAIL,
        external_user_state="Accepted",
        alternative_security_id=identity_of("somebody else"),
    )
    before = sync.target.users()
    ana = sync.add_user("ana", mail=_MAIL)
    sync.run_cycle()
    sync.source.change(ana, city="Turku")
    sync.run_cycle()

    sync.unassign(ana)
    sync.run_cycle()

    assert before == sync.target.users()
    assert {} == sync.links()


def test_whose_manager_shares_a_target_user_reports_to_it(sync: Synchronization) -> None:
    _, ben = _pair(sync)
    cleo = sync.add_user("cleo")
    sync.source.set_manager(cleo, ben)

    sync.run_cycle()

    [shared] = [user for user in sync.target.users() if user["mail"] == _MAIL]
    assert shared["id"] == sync.twin(cleo)["manager_id"]


def _pair(sync: Synchronization, *, at_once: bool = True) -> tuple[str, str]:
    """Return two source users with one address, synchronized."""
    ana = sync.add_user("ana", mail=_MAIL)
    if not at_once:
        sync.run_cycle()
    ben = sync.add_user("ben", mail=_MAIL)
    sync.run_cycle()
    return ana, ben
