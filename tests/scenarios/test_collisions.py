"""Collisions: what the target refuses stays that user's failure, with its documented code."""

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_AUTHORIZATION = "/policies/authorizationPolicy"


def test_a_target_that_invites_nobody_gets_no_new_users_and_keeps_those_it_has(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    installation.run_cycles()
    target.patch(_AUTHORIZATION, {"allowInvitesFrom": "none"})

    sync.assign(ben)
    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert ["Pilot"] == [user["jobTitle"] for user in target.users()]
    assert ("failure", "AzureActiveDirectoryForbidden") == _outcome(sync, ben)

    target.patch(_AUTHORIZATION, {"allowInvitesFrom": "everyone"})
    installation.run_cycles()

    assert ben["displayName"] == target.user_of(ben)["displayName"]


def test_the_address_of_a_group_of_the_target_is_refused_until_the_group_is_gone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    group = {"mailEnabled": True, "groupTypes": ["Unified"], "securityEnabled": False}
    desk = target.post("/groups", {**group, "displayName": "Desk", "mailNickname": "desk"})
    ana = source.add_user("ana", mail=desk["mail"])
    sync.assign(ana)

    installation.run_cycles()

    refused = "InvitationCreationFailureInvalidPropertyValue"
    assert ("failure", refused) == _outcome(sync, ana)
    assert [] == target.users()


def test_a_contact_with_the_address_is_not_in_the_way_and_keeps_it(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", mail="ana@northwind.test")
    installation.add_contact(target, "Ana", "ana@northwind.test")
    sync.assign(ana)

    installation.run_cycles()

    [contact] = target.list_all("/contacts")
    twin = target.get(f"/users/{target.user_of(ana)['id']}?$select=mail,proxyAddresses")
    assert ["SMTP:ana@northwind.test"] == contact["proxyAddresses"]
    assert ("ana@northwind.test", []) == (twin["mail"], twin["proxyAddresses"])


def _outcome(sync: Configuration, user: Json) -> tuple[str, str]:
    """Return status and error code of the newest entry about *user*."""
    told = sync.log(user)[0]["provisioningStatusInfo"]
    return told["status"], told["errorInformation"]["errorCode"]
