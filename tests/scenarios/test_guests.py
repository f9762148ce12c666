"""Guests: invited by hand, redeemed or not, before or after they are synchronized."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant, ids

_INVITED_NAME = "a.mail_northwind.test#EXT#@contoso.test"
_NAME = "ana_northwind.test#EXT#@contoso.test"
_MAIL = "a.mail@northwind.test"


@pytest.mark.claim("CTS-027")
@pytest.mark.parametrize("is_allowed", [True, False])
def test_invitations_work_whether_synchronization_is_permitted_or_not(
    source: Tenant, target: Tenant, sync: Configuration, *, is_allowed: bool
) -> None:
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    target.patch(path, {"userSyncInbound": {"isSyncAllowed": is_allowed}})
    source.add_user("ana", mail=_MAIL)

    invitation = target.invite(_MAIL)

    assert [invitation["invitedUser"]["id"]] == ids(target.users())


@pytest.mark.claim("CTS-012")
def test_a_synchronized_user_has_the_shape_of_an_invited_one(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", mail="ana@northwind.test")
    ben = source.add_user("ben", mail="ben@northwind.test")
    sync.assign(ana)
    installation.run_cycles()

    invitation = target.invite(
        "ben@northwind.test", invitedUserDisplayName="Ben", invitedUserType="Member"
    )

    synchronized, invited = target.user_of(ana), target.user_of(ben)
    assert invited["id"] == invitation["invitedUser"]["id"]
    shape = ("accountEnabled", "creationType", "externalUserState", "userType")
    assert [synchronized[name] for name in shape] == [invited[name] for name in shape]
    assert synchronized["identities"][0] == invited["identities"][0]
    told = [user["userPrincipalName"].partition("_")[2] for user in (synchronized, invited)]
    assert ["northwind.test#EXT#@contoso.test"] * 2 == told


@pytest.mark.claim("CTS-038", "CTS-039")
def test_a_redeemed_guest_of_another_address_is_the_same_person(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", mail="ana@northwind.test", city="Turku")
    invitation = target.invite("private@elsewhere.test")
    installation.redeem(target, invitation, ana)

    sync.assign(ana)
    installation.run_cycles()

    [guest] = target.users()
    assert (invitation["invitedUser"]["id"], "Turku", "Guest") == (
        guest["id"],
        guest["city"],
        guest["userType"],
    )


@pytest.mark.claim("CTS-039", "CTS-042")
def test_a_pending_guest_is_redeemed_and_keeps_its_name_until_a_restart(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    invitation = target.invite(_MAIL)
    ana = source.add_user("ana", mail=_MAIL, city="Turku")
    sync.assign(ana)
    installation.run_cycles()
    [joined] = target.users()

    source.change(ana, city="Oslo")
    installation.run_cycles()
    [changed] = target.users()
    sync.restart()
    installation.run_cycles()

    [restarted] = target.users()
    states = [(user["userPrincipalName"], user["city"]) for user in (joined, changed, restarted)]
    assert [(_INVITED_NAME, "Turku"), (_INVITED_NAME, "Oslo"), (_NAME, "Oslo")] == states
    assert (invitation["invitedUser"]["id"], "Accepted", "Guest") == (
        restarted["id"],
        restarted["externalUserState"],
        restarted["userType"],
    )


def test_provisioning_a_pending_guest_on_demand_corrects_its_name(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    invitation = target.invite(_MAIL)
    ana = source.add_user("ana", mail=_MAIL)
    sync.assign(ana)

    sync.provision(ana)

    twin = target.user_of(ana)
    assert (invitation["invitedUser"]["id"], "Accepted") == (twin["id"], twin["externalUserState"])


def test_two_source_users_with_one_mail_are_one_target_user_until_both_are_gone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = (source.add_user(name, mail="desk@northwind.test") for name in ("ana", "ben"))
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    [shared] = target.users()

    sync.unassign(ana)
    installation.run_cycles()
    [inherited] = target.users()
    sync.unassign(ben)
    installation.run_cycles()

    assert (shared["id"], "Ana", "Ben") == (
        inherited["id"],
        shared["displayName"],
        inherited["displayName"],
    )
    assert ([], [shared["id"]]) == (target.users(), ids(target.deleted_users()))
