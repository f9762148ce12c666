"""Invited collaboration: what guests are, what they can use, and who keeps control of it."""

import pytest

from tests.scenarios.test_direct_connect_visits import open_direct_connect
from tests.support.browsers import Browser
from tests.support.policies import require
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, visit
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, ids

_JOIN = "Review permissions"


def shut_out(tenant: Tenant, other: Tenant, way: str) -> None:
    """Block people of *other* in one of the two ways to collaborate."""
    blocked = {
        "usersAndGroups": {
            "accessType": "blocked",
            "targets": [{"target": "AllUsers", "targetType": "user"}],
        },
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
    if tenant.ask("GET", f"{PARTNERS}/{other.tenant_id}").is_error:
        tenant.post(PARTNERS, {"tenantId": other.tenant_id})
    tenant.patch(f"{PARTNERS}/{other.tenant_id}", {way: blocked})


def assign(board: RelyingParty, user: Json) -> None:
    """Assign a user to an application that only takes assigned ones."""
    principal = board.principal["id"]
    path = f"/servicePrincipals/{principal}"
    board.tenant.patch(path, {"appRoleAssignmentRequired": True})
    body = {"principalId": user["id"], "resourceId": principal}
    nothing = "00000000-0000-0000-0000-000000000000"
    board.tenant.post(f"{path}/appRoleAssignedTo", {**body, "appRoleId": nothing})


@pytest.mark.claim("B2B-001", "B2B-002", "B2B-003")
def test_an_invited_person_is_a_user_who_comes_to_use_an_application(
    target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invitation = target.invite(ana["mail"])
    pending = target.user_of(ana)
    assign(board, pending)

    landed = accept_all(browser, visit(browser, board, ana))

    accepted = target.user_of(ana)
    token = claims_of(board.tokens(browser, landed)["access_token"])
    assert [pending["id"]] == [invitation["invitedUser"]["id"]] == ids(target.users())
    assert ("PendingAcceptance", "Accepted") == (
        pending["externalUserState"],
        accepted["externalUserState"],
    )
    assert (target.tenant_id, pending["id"]) == (token["tid"], token["oid"])
    assert "ExternalAzureAD" in [each["issuer"] for each in accepted["identities"]]


@pytest.mark.claim("B2B-005")
def test_the_resource_tenant_keeps_its_own_policies_over_what_it_shares(
    target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    target.invite(ana["mail"])
    assign(board, target.user_of(ana))
    accept_all(browser, visit(browser, board, ana))
    require(target, "block")

    refused = browser.open(board.address())

    assert "AADSTS53003" in refused.text


@pytest.mark.claim("B2B-006", "B2B-007")
def test_a_program_keeps_guests_in_step_by_invitations_alone(
    source: Tenant, target: Tenant, ana: Json
) -> None:
    source.add_user("ben", mail="ben@northwind.test")
    for _ in range(2):
        for person in source.list_all("/users?$filter=userType eq 'Member'"):
            target.invite(person["mail"], invitedUserDisplayName=person["displayName"])

    guests = target.users()

    assert ["Ana", "Ben"] == sorted(guest["displayName"] for guest in guests)
    assert {"Guest"} == {guest["userType"] for guest in guests}


@pytest.mark.claim("B2B-008")
def test_a_person_accepts_in_each_tenant_unless_both_sides_spare_them(
    installation: Installation, source: Tenant, target: Tenant, browser: Browser, ana: Json
) -> None:
    sparing = installation.found("fabrikam")
    source.consent(sparing, outboundAllowed=True)
    sparing.consent(source, inboundAllowed=True)
    headings = []
    for tenant in (target, sparing):
        tenant.invite(ana["mail"])
        party = RelyingParty(tenant)
        page = browser.open(party.address())
        page = visit(browser, party, ana) if page.heading == "Sign in" else page
        headings.append(page.heading)
        accept_all(browser, page)

    assert [_JOIN, "Permissions requested"] == headings
    assert ["Accepted"] * 2 == [
        tenant.user_of(ana)["externalUserState"] for tenant in (target, sparing)
    ]


@pytest.mark.claim("B2B-011")
def test_either_way_to_collaborate_is_had_without_the_other(
    installation: Installation, source: Tenant, target: Tenant, board: RelyingParty, ana: Json
) -> None:
    cleo = source.add_user("cleo", mail="cleo@northwind.test")
    channel = RelyingParty(target, "Channel")
    tagged = {"tags": ["DirectConnectApplication"]}
    target.patch(f"/servicePrincipals/{channel.principal['id']}", tagged)
    target.invite(ana["mail"])
    guest, stranger = installation.browser(), installation.browser()
    invited_alone = accept_all(guest, visit(guest, board, ana))
    not_connected = visit(stranger, channel, cleo)

    open_direct_connect(source, target, "Outbound")
    open_direct_connect(target, source, "Inbound")
    shut_out(target, source, "b2bCollaborationInbound")
    connected_alone = accept_all(stranger, stranger.open(channel.address()))
    invitation = {"invitedUserEmailAddress": cleo["mail"], "inviteRedirectUrl": "https://a.test"}

    assert invited_alone.is_outside
    assert "AADSTS" in not_connected.text
    assert connected_alone.is_outside
    assert "AADSTS500213" in guest.open(board.address()).text
    assert 400 == target.ask("POST", "/invitations", invitation).status_code


@pytest.mark.claim("B2B-012")
def test_who_is_invited_is_a_guest_unless_a_member_is_asked_for(target: Tenant, ana: Json) -> None:
    target.invite(ana["mail"])
    target.invite("ben@elsewhere.test", invitedUserType="Member")

    assert {"ana@northwind.test": "Guest", "ben@elsewhere.test": "Member"} == {
        user["mail"]: user["userType"] for user in target.users()
    }


def test_what_a_guest_sees_follows_the_user_type(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    installation.redeem(target, target.invite(ana["mail"]))
    guest = target.user_of(ana)
    statuses = []
    for user_type in ("Guest", "Member", "Guest"):
        target.change(guest, userType=user_type)
        statuses.append(installation.signed_in(target, guest).ask("GET", "/users").status_code)

    assert [403, 200, 403] == statuses
