"""Access settings as administrators make them (XTA)."""

import pytest

from tests.support.domain_lists import POLICIES, domain_list
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

WAYS = ("Inbound", "Outbound")
POLICY = "/policies/crossTenantAccessPolicy"
DEFAULT = f"{POLICY}/default"
AUTHORIZATION = "/policies/authorizationPolicy"
GUEST_INVITER = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
LIKE_MEMBERS = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
LIMITED = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
RESTRICTED = "2af84b1e-32c8-42b7-82bc-daa82404023b"


def lists(access_type: str) -> Json:
    halves = (
        ("usersAndGroups", "AllUsers", "user"),
        ("applications", "AllApplications", "application"),
    )
    return {
        half: {"accessType": access_type, "targets": [{"target": target, "targetType": kind}]}
        for half, target, kind in halves
    }


@pytest.mark.claim("XTA-012")
def test_new_tenants_invite_from_one_another(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    eva = installation.found("adatum").add_user("eva")

    made = [target.invite(person["userPrincipalName"]) for person in (ana, eva)]

    assert ["PendingAcceptance"] * 2 == [each["status"] for each in made]
    assert 2 == len(target.users())


@pytest.mark.claim("XTA-029")
def test_a_partner_is_added_and_then_edited_in_each_direction(
    source: Tenant, target: Tenant
) -> None:
    added = target.post(PARTNERS, {"tenantId": source.tenant_id})
    path = f"{PARTNERS}/{source.tenant_id}"
    for direction in ("Inbound", "Outbound"):
        target.patch(path, {f"b2bCollaboration{direction}": lists("blocked")})
        target.patch(path, {f"b2bDirectConnect{direction}": lists("allowed")})
    edited = target.get(path)

    names = [f"b2b{mode}{way}" for mode in ("Collaboration", "DirectConnect") for way in WAYS]
    assert [None] * 4 == [added[name] for name in names]
    assert [lists("blocked")] * 2 + [lists("allowed")] * 2 == [edited[name] for name in names]


@pytest.mark.claim("XTA-036", "XTA-037", "XTA-038")
@pytest.mark.parametrize(
    ("direction", "people", "applications", "message"),
    [
        ("Inbound", "blocked", "allowed", "'AllApplications' must be blocked too"),
        ("Outbound", "allowed", "blocked", "at least one application must be allowed"),
    ],
)
def test_lists_of_people_and_of_applications_may_not_contradict_each_other(
    source: Tenant,
    target: Tenant,
    *,
    direction: str,
    people: str,
    applications: str,
    message: str,
) -> None:
    name = f"b2bCollaboration{direction}"
    target.post(PARTNERS, {"tenantId": source.tenant_id, name: lists("allowed")})
    path = f"{PARTNERS}/{source.tenant_id}"
    conflicting = {**lists(people), "applications": lists(applications)["applications"]}

    refused = target.ask("PATCH", path, {name: conflicting})
    default = target.ask("PATCH", DEFAULT, {name: conflicting})

    assert [400, 400] == [refused.status_code, default.status_code]
    assert message in refused.json()["error"]["message"]
    assert message in default.json()["error"]["message"]
    assert lists("allowed") == target.get(path)[name] == target.get(DEFAULT)[name]


@pytest.mark.claim("XTA-004")
def test_who_has_no_tenant_is_not_judged_by_access_settings(source: Tenant, target: Tenant) -> None:
    ana = source.add_user("ana")
    target.patch(DEFAULT, {"b2bCollaborationInbound": lists("blocked")})
    invitation = {"inviteRedirectUrl": "https://apps.test"}
    blocked = target.ask(
        "POST",
        "/invitations",
        {**invitation, "invitedUserEmailAddress": ana["userPrincipalName"]},
    )

    made = target.invite("somebody@gmail.com")
    target.patch("/policies/authorizationPolicy", {"allowInvitesFrom": "none"})
    refused = target.ask(
        "POST", "/invitations", {**invitation, "invitedUserEmailAddress": "other@gmail.com"}
    )

    assert "PendingAcceptance" == made["status"]
    assert (400, 403) == (blocked.status_code, refused.status_code)
    assert ["somebody@gmail.com"] == [user["mail"] for user in target.users()]


@pytest.mark.claim("XTA-005")
def test_the_settings_for_external_collaboration_say_how_much_a_guest_sees(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    mira = target.add_user("mira", jobTitle="Designer")
    guest = installation.redeem(target, target.invite(ana["mail"]))
    person = installation.signed_in(target, guest)

    seen = {}
    for level in (LIMITED, LIKE_MEMBERS, RESTRICTED):
        target.patch(AUTHORIZATION, {"guestUserRoleId": level})
        other = person.ask("GET", f"/users/{mira['id']}?$select=displayName,jobTitle")
        own, listed = person.ask("GET", f"/users/{guest['id']}"), person.ask("GET", "/users")
        statuses = (own.status_code, other.status_code, listed.status_code)
        seen[level] = (*statuses, other.json().get("jobTitle"))

    assert (200, 200, 403, None) == seen[LIMITED]
    assert (200, 200, 200, "Designer") == seen[LIKE_MEMBERS]
    assert (200, 403, 403, None) == seen[RESTRICTED]


@pytest.mark.claim("XTA-006")
def test_the_settings_for_external_collaboration_say_who_may_invite(
    installation: Installation, target: Tenant
) -> None:
    inviter, member = target.add_user("erin"), target.add_user("finn")
    guest = target.add_user("gus", userType="Guest")
    target.give_role(inviter, GUEST_INVITER)
    people = [installation.signed_in(target, each) for each in (inviter, member, guest)]
    invitation = {"inviteRedirectUrl": "https://apps.test"}

    found = {}
    for allowed in ("none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers"):
        target.patch(AUTHORIZATION, {"allowInvitesFrom": allowed})
        body = {**invitation, "invitedUserEmailAddress": f"{allowed}@elsewhere.test"}
        found[allowed] = [each.ask("POST", "/invitations", body).status_code for each in people]
        told = {each["mail"] for each in target.users()}
        assert (f"{allowed}@elsewhere.test" in told) == (allowed != "none")
    target.patch(AUTHORIZATION, {"allowInvitesFrom": "everyone"})
    body = {**invitation, "invitedUserEmailAddress": "eva@elsewhere.test"}

    assert {
        "none": [403, 403, 403],
        "adminsAndGuestInviters": [201, 403, 403],
        "adminsGuestInvitersAndAllMembers": [201, 201, 403],
    } == found
    assert [201] * 3 == [each.ask("POST", "/invitations", body).status_code for each in people]


@pytest.mark.claim("XTA-044")
def test_a_tenant_for_customers_has_no_access_settings(
    installation: Installation, source: Tenant
) -> None:
    customers = installation.found("customers", kind="external")

    answers = [customers.ask("GET", path) for path in (POLICY, DEFAULT, PARTNERS)]
    trust = {"inboundTrust": {"isMfaAccepted": True}}
    answers.append(customers.ask("PATCH", DEFAULT, trust))
    answers.append(customers.ask("POST", PARTNERS, {"tenantId": source.tenant_id}))

    assert [404] * 5 == [each.status_code for each in answers]


@pytest.mark.claim("XTA-007")
def test_a_list_of_domains_says_who_may_be_invited(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    pending = target.invite(ana["userPrincipalName"])
    policy = target.post(POLICIES, domain_list(BlockedDomains=["Gmail.com", source.domain]))
    second = target.ask("POST", POLICIES, domain_list(BlockedDomains=["live.com"]))
    blocked = [_invited(target, each) for each in ("a@gmail.com", ben["userPrincipalName"])]
    others = _invited(target, "a@elsewhere.test")
    redemption = installation.ask("POST", _redeeming(target, pending), {})

    path = f"{POLICIES}/{policy['id']}"
    target.patch(path, domain_list(AllowedDomains=[source.domain]))
    now_allowed = _invited(target, ben["userPrincipalName"])
    no_longer = _invited(target, "b@elsewhere.test")
    installation.redeem(target, pending)
    target.delete(path)

    assert (409, [400, 400], 201) == (second.status_code, blocked, others)
    assert (400, 201, 400) == (redemption.status_code, now_allowed, no_longer)
    assert 201 == _invited(target, "c@gmail.com")
    assert [] == target.get(POLICIES)["value"]


@pytest.mark.claim("XTA-007")
def test_access_settings_and_the_list_of_domains_are_both_asked(
    source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    target.post(POLICIES, domain_list(AllowedDomains=[source.domain]))
    target.patch(DEFAULT, {"b2bCollaborationInbound": lists("blocked")})

    refused = _invited(target, ana["userPrincipalName"])
    target.post(f"{DEFAULT}/resetToSystemDefault")

    assert (400, 201) == (refused, _invited(target, ana["userPrincipalName"]))


def _invited(tenant: Tenant, address: str) -> int:
    body = {"invitedUserEmailAddress": address, "inviteRedirectUrl": "https://apps.test"}
    return tenant.ask("POST", "/invitations", body).status_code


def _redeeming(tenant: Tenant, invitation: Json) -> str:
    return f"/tenantry/v1.0/tenants/{tenant.tenant_id}/invitations/{invitation['id']}/redeem"
