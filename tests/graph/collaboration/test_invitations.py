"""Invitations over HTTP: the guest who is there at once, and every refusal (contract §6.4)."""

from typing import Any

import httpx
import pytest

from tenantry.access.operations import partners, policies
from tenantry.access.policy import B2BSetting, Target, TargetConfiguration
from tenantry.directory.operations import authorization
from tenantry.directory.operations.roles import create_role_assignment
from tests.graph.collaboration.conftest import INVITER
from tests.support.companies import Company
from tests.support.directory import a_person
from tests.support.graph_api import GraphApi, error_code
from tests.support.invitations import INVITATIONS, invitation, invite
from tests.support.synchronization import allow_synchronization

_SELECT = (
    "id,accountEnabled,creationType,displayName,externalUserState,identities,mail,"
    "proxyAddresses,userPrincipalName,userType"
)


def test_an_invited_person_is_a_pending_guest_at_once(
    client: httpx.Client, resource: Company
) -> None:
    made = invite(client, "mira.okafor@elsewhere.test", invitedUserDisplayName="Mira Okafor")

    assert ("PendingAcceptance", "Guest", False) == (
        made["status"],
        made["invitedUserType"],
        made["sendInvitationMessage"],
    )
    query = f"tenant={resource.tenant_id}&user={made['invitedUser']['id']}&ticket="
    assert made["inviteRedeemUrl"].startswith(f"https://login.tenantry.test/redeem?{query}")
    user = _user(client, made)
    name = "mira.okafor_elsewhere.test#EXT#@contoso.test"
    assert {
        "accountEnabled": True,
        "creationType": "Invitation",
        "displayName": "Mira Okafor",
        "externalUserState": "PendingAcceptance",
        "identities": [
            {
                "signInType": "userPrincipalName",
                "issuer": "contoso.test",
                "issuerAssignedId": name,
            }
        ],
        "mail": "mira.okafor@elsewhere.test",
        "proxyAddresses": ["SMTP:mira.okafor@elsewhere.test"],
        "userPrincipalName": name,
        "userType": "Guest",
    }.items() <= user.items()


def test_inviting_somebody_again_gives_the_same_guest_and_another_invitation(
    client: httpx.Client,
) -> None:
    first, second = invite(client), invite(client, "ANA@northwind.test")

    assert first["invitedUser"] == second["invitedUser"]
    assert first["id"] != second["id"]
    assert first["inviteRedeemUrl"] != second["inviteRedeemUrl"]


def test_an_invitation_is_audited(client: httpx.Client) -> None:
    made = invite(client)

    entries = client.get("/v1.0/auditLogs/directoryAudits").json()["value"]
    [entry] = [one for one in entries if one["activityDisplayName"] == "Invite external user"]
    assert "Invited Users" == entry["loggedByService"]
    assert made["invitedUser"]["id"] == entry["targetResources"][0]["id"]


def test_consent_of_both_tenants_redeems_at_once(
    client: httpx.Client, resource: Company, visitor: Company
) -> None:
    allow_synchronization(visitor, resource)
    ana = visitor.add_user("ana")

    made = invite(client)

    assert "Completed" == made["status"]
    user = _user(client, made)
    assert ("Accepted", "ExternalAzureAD") == (
        user["externalUserState"],
        user["identities"][0]["issuer"],
    )
    assert ana == resource.user(user["id"])["home_user_id"]


def test_consent_redeems_nothing_for_somebody_who_is_not_there(
    client: httpx.Client, resource: Company, visitor: Company
) -> None:
    allow_synchronization(visitor, resource)

    assert "PendingAcceptance" == invite(client, "nobody@northwind.test")["status"]


@pytest.mark.parametrize("missing", ["inbound", "outbound"])
def test_consent_of_one_tenant_redeems_nothing(
    client: httpx.Client, resource: Company, visitor: Company, missing: str
) -> None:
    allow_synchronization(visitor, resource)
    visitor.add_user("ana")
    actor, partner = (
        (resource.actor, visitor) if missing == "inbound" else (visitor.actor, resource)
    )
    with resource.database.write() as work:
        settings = {"automatic_user_consent_settings": None}
        partners.update_partner(work, actor, partner.tenant_id, settings)

    assert "PendingAcceptance" == invite(client)["status"]


def test_whoever_was_synchronized_is_not_made_twice(
    client: httpx.Client, resource: Company, visitor: Company
) -> None:
    ana = visitor.add_user("ana")
    twin = resource.add_guest_of(visitor, ana, mail=None)

    made = invite(client)

    assert (twin, "Completed") == (made["invitedUser"]["id"], made["status"])


@pytest.mark.parametrize(
    ("body", "status", "target"),
    [
        (invitation("ana"), 400, "invitedUserEmailAddress"),
        (invitation("ana+1@northwind.test"), 400, "invitedUserEmailAddress"),
        (invitation(inviteRedirectUrl="nowhere"), 400, "inviteRedirectUrl"),
        (invitation(invitedUserType="Friend"), 400, "invitedUserType"),
        (invitation(resetRedemption=True), 400, "invitedUser"),
        (invitation(status="Completed"), 400, "status"),
        ({"invitedUserEmailAddress": "ana@northwind.test"}, 400, "inviteRedirectUrl"),
        ({"inviteRedirectUrl": "https://apps.test"}, 400, "invitedUserEmailAddress"),
        (
            invitation(
                invitedUserMessageInfo={"ccRecipients": [{"emailAddress": {"address": "x"}}]}
            ),
            400,
            "invitedUserMessageInfo/ccRecipients",
        ),
        (
            invitation(invitedUserMessageInfo={"customizedMessageBody": "x" * 2001}),
            400,
            "invitedUserMessageInfo/customizedMessageBody",
        ),
        (invitation(invitedUser={"id": "ana"}), 400, "id"),
    ],
)
def test_what_cannot_be_invited_is_refused_and_nobody_comes(
    client: httpx.Client, resource: Company, body: Any, status: int, target: str
) -> None:
    response = client.post(INVITATIONS, json=body)

    assert (status, target) == (response.status_code, response.json()["error"]["target"])
    assert [] == resource.users()


def test_an_own_user_a_group_and_an_own_address_are_no_guests(
    client: httpx.Client, resource: Company
) -> None:
    resource.add_user("ben", mail="ben@elsewhere.test")
    resource.add_group("team", mail_enabled=True, group_types=["Unified"], visibility="Private")
    addresses = ("ben@contoso.test", "ben@elsewhere.test", "team@contoso.test", "ida@contoso.test")

    for address in addresses:
        response = client.post(INVITATIONS, json=invitation(address))

        assert (400, "invitedUserEmailAddress") == (
            response.status_code,
            response.json()["error"]["target"],
        )


@pytest.mark.parametrize("side", ["inbound", "outbound"])
def test_settings_of_either_tenant_that_block_collaboration_refuse_the_guest(
    client: httpx.Client, resource: Company, visitor: Company, side: str
) -> None:
    allow_synchronization(visitor, resource)
    visitor.add_user("ana")
    actor, partner = (resource.actor, visitor) if side == "inbound" else (visitor.actor, resource)
    with resource.database.write() as work:
        settings = {f"b2b_collaboration_{side}": _nobody()}
        partners.update_partner(work, actor, partner.tenant_id, settings)

    response = client.post(INVITATIONS, json=invitation())

    assert (400, "BadRequest") == (response.status_code, error_code(response))
    assert side in response.json()["error"]["message"]
    assert [] == resource.users()


@pytest.mark.parametrize("side", ["inbound", "outbound"])
def test_what_a_partner_configuration_does_not_say_of_people_the_default_says(
    client: httpx.Client, resource: Company, visitor: Company, side: str
) -> None:
    allow_synchronization(visitor, resource)
    visitor.add_user("ana")
    actor, partner = (resource.actor, visitor) if side == "inbound" else (visitor.actor, resource)
    name, blocked = f"b2b_collaboration_{side}", _nobody()
    open_to_applications = B2BSetting(
        applications=TargetConfiguration(
            access_type="allowed",
            targets=(Target(target="AllApplications", target_type="application"),),
        )
    )
    with resource.database.write() as work:
        policies.update_default(work, actor, {name: blocked})
        partners.update_partner(work, actor, partner.tenant_id, {name: open_to_applications})

    response = client.post(INVITATIONS, json=invitation())

    assert (400, "BadRequest") == (response.status_code, error_code(response))
    assert [] == resource.users()


@pytest.mark.parametrize("allowed", ["none", "adminsAndGuestInviters"])
def test_an_application_may_not_invite_where_only_administrators_or_nobody_may(
    client: httpx.Client, resource: Company, allowed: str
) -> None:
    _allow_invites_from(resource, allowed)

    response = client.post(INVITATIONS, json=invitation())

    assert (403, "Authorization_RequestDenied") == (response.status_code, error_code(response))
    assert [] == resource.users()


def test_people_invite_as_the_policy_and_their_roles_say(api: GraphApi, resource: Company) -> None:
    ben = resource.add_user("ben")
    person = a_person(resource.actor, resource.user(ben), *INVITER)
    client = api.client_of(person)
    _allow_invites_from(resource, "adminsAndGuestInviters")
    as_member = client.post(INVITATIONS, json=invitation())
    _give_role(resource, ben, "95e79109-95c0-4d8e-aee3-d01accf2d47b")

    made = invite(client)
    as_a_member = client.post(INVITATIONS, json=invitation(invitedUserType="Member"))

    assert (403, 403) == (as_member.status_code, as_a_member.status_code)
    sponsors = client.get(f"/v1.0/users/{made['invitedUser']['id']}/sponsors").json()["value"]
    assert [ben] == [sponsor["id"] for sponsor in sponsors]


def test_an_administrator_invites_members(api: GraphApi, resource: Company) -> None:
    ben = resource.add_user("ben")
    _give_role(resource, ben, "fe930be7-5e62-47db-91af-98c3a49a38b1")
    client = api.client_of(a_person(resource.actor, resource.user(ben), *INVITER))

    made = invite(client, invitedUserType="Member")

    assert "Member" == _user(client, made)["userType"]


def test_sponsors_are_users_and_groups_of_the_tenant(
    client: httpx.Client, resource: Company
) -> None:
    ben, team = resource.add_user("ben"), resource.add_group("team")

    bound = [f"https://graph.microsoft.com/v1.0/groups/{team}"]
    body = {
        **invitation(invitedUserSponsors=[{"@odata.type": "#microsoft.graph.user", "id": ben}]),
        "invitedUserSponsors@odata.bind": bound,
    }
    made = client.post(INVITATIONS, json=body).json()
    unknown = client.post(
        INVITATIONS,
        json=invitation("ida@x.test", invitedUserSponsors=[{"id": made["id"]}]),
    )

    sponsors = client.get(f"/v1.0/users/{made['invitedUser']['id']}/sponsors").json()["value"]
    assert {
        ("#microsoft.graph.user", ben),
        ("#microsoft.graph.group", team),
    } == {(each["@odata.type"], each["id"]) for each in sponsors}
    assert 404 == unknown.status_code


def test_resetting_the_redemption_keeps_the_guest_and_forgets_who_it_was(
    api: GraphApi, resource: Company, visitor: Company
) -> None:
    ana = visitor.add_user("ana")
    guest = resource.add_guest_of(visitor, ana, mail="ana@northwind.test")
    before = resource.user(guest)
    client = api.client(resource.tenant_id, *INVITER, "User.ReadWrite.All")
    reset = invitation("ana.new@elsewhere.test", resetRedemption=True, invitedUser={"id": guest})

    made = client.post(INVITATIONS, json=reset).json()

    after = resource.user(guest)
    assert (guest, "PendingAcceptance") == (made["invitedUser"]["id"], made["status"])
    assert ("ana.new@elsewhere.test", None) == (after["mail"], after["alternative_security_id"])
    assert before["user_principal_name"] == after["user_principal_name"]


def test_the_right_to_invite_is_not_the_right_to_reset(
    client: httpx.Client, resource: Company, visitor: Company
) -> None:
    guest = resource.add_guest_of(visitor, visitor.add_user("ana"), mail="ana@northwind.test")
    before = resource.user(guest)

    response = client.post(
        INVITATIONS, json=invitation(resetRedemption=True, invitedUser={"id": guest})
    )

    assert 403 == response.status_code
    assert before == resource.user(guest)


def test_an_internal_user_becomes_an_external_one_and_keeps_its_id(
    api: GraphApi, resource: Company
) -> None:
    ben = resource.add_user("ben")
    client = api.client(resource.tenant_id, *INVITER, "User.ReadWrite.All")

    made = invite(client, "ben@elsewhere.test", invitedUser={"id": ben})

    user = resource.user(ben)
    assert ben == made["invitedUser"]["id"]
    assert ("PendingAcceptance", "ben@contoso.test", None) == (
        user["external_user_state"],
        user["user_principal_name"],
        user["password_hash"],
    )


def test_purging_a_guest_forgets_its_invitations(client: httpx.Client, resource: Company) -> None:
    made = invite(client)
    resource.delete(made["invitedUser"]["id"])
    resource.purge(made["invitedUser"]["id"])

    again = invite(client)

    assert made["invitedUser"] != again["invitedUser"]
    assert [again["id"]] == [row["id"] for row in resource.invitations()]


def _user(client: httpx.Client, made: Any) -> Any:
    return client.get(f"/v1.0/users/{made['invitedUser']['id']}?$select={_SELECT}").json()


def _nobody() -> B2BSetting:
    return B2BSetting(
        users_and_groups=TargetConfiguration(
            access_type="blocked", targets=(Target(target="AllUsers", target_type="user"),)
        ),
        applications=TargetConfiguration(
            access_type="blocked",
            targets=(Target(target="AllApplications", target_type="application"),),
        ),
    )


def _allow_invites_from(company: Company, allowed: str) -> None:
    with company.database.write() as work:
        authorization.update_policy(work, company.actor, {"allow_invites_from": allowed})


def _give_role(company: Company, user_id: str, role_id: str) -> None:
    with company.database.write() as work:
        create_role_assignment(
            work,
            company.actor,
            {"directory_scope_id": "/", "principal_id": user_id, "role_template_id": role_id},
        )
