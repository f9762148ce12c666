"""Guests whom somebody invited before they were synchronized (behaviour §4, decision 7)."""

from collections.abc import Callable

import pytest

from tenantry.sync.jobs import Job
from tests.support.synchronization import Synchronization

_INVITED_NAME = "a.mail_northwind.test#EXT#@contoso.test"
_NAME = "ana_northwind.test#EXT#@contoso.test"
_MAIL = "a.mail@northwind.test"


def test_a_cycle_redeems_a_pending_guest_and_leaves_its_name(sync: Synchronization) -> None:
    guest = sync.target.invite(_MAIL).user["id"]
    ana = sync.add_user("ana", mail=_MAIL, city="Turku")

    sync.run_cycle()

    twin = sync.twin(ana)
    assert (guest, _INVITED_NAME, "Turku", "Accepted", "Guest") == (
        twin["id"],
        twin["user_principal_name"],
        twin["city"],
        twin["external_user_state"],
        twin["user_type"],
    )


def test_incremental_cycles_leave_the_name_of_the_invitation(sync: Synchronization) -> None:
    ana = _redeemed_by_a_cycle(sync)

    sync.source.change(ana, city="Turku")
    sync.run_cycle()

    twin = sync.twin(ana)
    assert ("Turku", _INVITED_NAME) == (twin["city"], twin["user_principal_name"])
    assert {ana: (twin["id"], "invited")} == sync.links()


def _restart(sync: Synchronization, _user_id: str) -> None:
    sync.restart()
    sync.run_cycle()


def _on_demand(sync: Synchronization, user_id: str) -> None:
    sync.provision(user_id)


@pytest.mark.parametrize("correct", [_restart, _on_demand])
def test_a_restart_or_a_run_on_demand_corrects_the_name_for_good(
    sync: Synchronization, correct: Callable[[Synchronization, str], None]
) -> None:
    ana = _redeemed_by_a_cycle(sync)

    correct(sync, ana)
    corrected = sync.twin(ana)
    sync.source.change(ana, user_principal_name="ana.b@northwind.test")
    sync.run_cycle()

    assert _NAME == corrected["user_principal_name"]
    assert "ana.b_northwind.test#EXT#@contoso.test" == sync.twin(ana)["user_principal_name"]


def test_a_run_on_demand_corrects_the_name_when_it_takes_the_guest_over(
    sync: Synchronization,
) -> None:
    guest = sync.target.invite(_MAIL).user["id"]
    ana = sync.add_user("ana", mail=_MAIL)

    sync.provision(ana)

    assert (guest, _NAME) == (sync.twin(ana)["id"], sync.twin(ana)["user_principal_name"])


def test_a_guest_who_was_invited_under_the_sign_in_name_is_found_without_a_mail(
    sync: Synchronization,
) -> None:
    guest = sync.target.invite("ana@northwind.test").user["id"]
    ana = sync.add_user("ana")

    sync.run_cycle()

    assert guest == sync.twin(ana)["id"]


def test_a_redeemed_guest_is_found_whatever_its_address(sync: Synchronization) -> None:
    made = sync.target.invite("private@elsewhere.test")
    ana = sync.add_user("ana", mail=_MAIL)
    sync.target.redeem(made.id, sync.source, ana)

    sync.run_cycle()

    assert made.user["id"] == sync.twin(ana)["id"]
    assert _NAME == sync.twin(ana)["user_principal_name"]


def test_a_pending_guest_of_a_foreign_address_is_nobody_s(sync: Synchronization) -> None:
    sync.target.invite("a@elsewhere.test")
    before = sync.target.users()
    ana = sync.add_user("ana", mail="a@elsewhere.test")

    sync.run_cycle()

    assert {ana: "InvitationCreationFailure"} == sync.escrows()
    assert before == sync.target.users()


def test_a_user_who_is_blocked_from_the_start_takes_no_guest_over(sync: Synchronization) -> None:
    sync.target.invite(_MAIL)
    before = sync.target.users()
    ana = sync.add_user("ana", mail=_MAIL, account_enabled=False)

    sync.run_cycle()

    assert before == sync.target.users()
    assert "IsActive" == sync.events(ana)[-1]["reason"]


def test_a_guest_whose_redemption_is_reset_is_redeemed_at_the_next_change(
    sync: Synchronization,
) -> None:
    ana = sync.add_user("ana", mail=_MAIL)
    sync.run_cycle()
    guest = sync.twin(ana)["id"]
    sync.target.invite(_MAIL, resets_redemption=True, user_id=guest)

    sync.source.change(ana, city="Turku")
    sync.run_cycle()

    assert ("Accepted", "Turku") == (
        sync.twin(ana)["external_user_state"],
        sync.twin(ana)["city"],
    )


def test_a_target_that_invites_nobody_redeems_nobody(sync: Synchronization) -> None:
    sync.target.invite(_MAIL)
    before = sync.target.users()
    ana = sync.add_user("ana", mail=_MAIL)
    sync.target.allow_invites_from("none")

    sync.run_cycle()

    assert {ana: "AzureActiveDirectoryForbidden"} == sync.escrows()
    assert before == sync.target.users()


def _redeemed_by_a_cycle(sync: Synchronization) -> str:
    sync.target.invite(_MAIL)
    ana = sync.add_user("ana", mail=_MAIL)
    sync.run_cycle()
    assert _has_run(sync.job())
    return ana


def _has_run(job: Job) -> bool:
    return job.watermark is not None
