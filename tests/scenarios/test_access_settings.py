"""Access settings as administrators make them (XTA)."""

import pytest

from tests.support.domain_lists import POLICIES, domain_list
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

WAYS = ("Inbound", "Outbound")
DEFAULT = "/policies/crossTenantAccessPolicy/default"


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
