"""Access packages: people ask for them, others approve, and the access ends by itself."""

import httpx
import pytest

from tests.support.access_packages import (
    APPROVALS,
    ASSIGNMENTS,
    PACKAGES,
    POLICIES,
    REQUESTS,
    add_package,
    add_policy,
    approved_by,
    asking,
    assignments_of,
    connect,
    let_give_group,
    let_give_role,
    members_of,
)
from tests.support.browsers import Browser
from tests.support.domain_lists import POLICIES as DOMAIN_LISTS, domain_list
from tests.support.people import Person
from tests.support.relying_parties import RelyingParty, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, done, ids

SUBJECT_ACCESS = "EntitlementMgmt-SubjectAccess.ReadWrite"
OWN_REQUESTS = "/tenantry/v1.0/me/accessPackageRequests"
ROLE_ID = "2a7c1f52-3e0b-4e6e-9d55-6f2b1c8e4a11"
ROLE = {
    "id": ROLE_ID,
    "allowedMemberTypes": ["User"],
    "displayName": "Editor",
    "description": "Edits",
    "isEnabled": True,
    "value": "Board.Edit",
}


def roles_of(tenant: Tenant, user: Json) -> list[str]:
    """Return the application roles of a user."""
    assigned = tenant.list_all(f"/users/{user['id']}/appRoleAssignments")
    return [each["appRoleId"] for each in assigned]


def ask_from_home(person: Person, tenant: Tenant, package: Json, **given: object) -> httpx.Response:
    """Return the answer to somebody who asks another tenant for a package."""
    body = {"tenant": tenant.domain, "accessPackageId": package["id"], **given}
    return person.ask("POST", OWN_REQUESTS, body)


def decide(approver: Person, request_id: str, decision: str) -> httpx.Response:
    """Return the answer to a decision about a request."""
    path = f"{APPROVALS}/{request_id}/stages/{request_id}"
    return approver.ask("PATCH", path, {"reviewResult": decision, "justification": "Known"})


@pytest.fixture
def boss(target: Tenant) -> Json:
    """Who approves in the target."""
    return target.add_user("boss")


@pytest.mark.claim("CTS-008")
def test_a_synchronized_user_gets_an_access_package_like_anybody(
    installation: Installation, target: Tenant, synchronized: Json
) -> None:
    own = target.add_user("own")
    group = target.add_group("design")
    package = add_package(target)
    let_give_group(target, package, group)
    policy = add_policy(target, package, "allDirectoryUsers")

    assigned = target.post(REQUESTS, asking(package, policy, synchronized))
    asked = done(installation.signed_in(target, own).ask("POST", REQUESTS, asking(package, policy)))

    assert [("adminAdd", "delivered"), ("userAdd", "delivered")] == [
        (each["requestType"], each["state"]) for each in (assigned, asked)
    ]
    assert {synchronized["id"], own["id"]} == set(ids(target.members(group)))
    states = [assignments_of(target, each)[0]["state"] for each in (synchronized, own)]
    assert ["delivered", "delivered"] == states


@pytest.mark.claim("CTS-028")
def test_who_asks_from_a_connected_organization_becomes_a_guest_though_nobody_is_synchronized(
    installation: Installation, source: Tenant, target: Tenant, ana: Json, boss: Json
) -> None:
    target.allow_inbound_sync(source)
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    target.patch(path, {"userSyncInbound": {"isSyncAllowed": False}})
    board = RelyingParty(target, appRoles=[ROLE])
    package = add_package(target)
    let_give_role(target, package, board.principal["id"], ROLE_ID)
    scope = "specificConnectedOrganizationUsers"
    organization = connect(target, source)
    add_policy(
        target,
        package,
        scope,
        specificAllowedTargets=[members_of(organization)],
        requestApprovalSettings=approved_by(boss),
    )
    at_home = installation.signed_in(source, ana, SUBJECT_ACCESS)

    offered = done(at_home.ask("GET", f"/tenantry/v1.0/me/accessPackages?tenant={target.domain}"))
    request = done(ask_from_home(at_home, target, package))
    before = [each for each in target.users() if each["id"] != boss["id"]]
    waiting = installation.signed_in(target, boss).get(
        f"{APPROVALS}/filterByCurrentUser(on='approver')"
    )
    done(decide(installation.signed_in(target, boss), request["id"], "Approve"))

    guest = target.user_of(ana)
    assert ([package["id"]], []) == (ids(offered["value"]), before)
    assert "pendingApproval" == request["state"]
    assert [request["id"]] == ids(waiting["value"])
    assert ("Invitation", "PendingAcceptance", "Guest") == (
        guest["creationType"],
        guest["externalUserState"],
        guest["userType"],
    )
    assert [ROLE_ID] == roles_of(target, guest)
    own = done(at_home.ask("GET", f"{OWN_REQUESTS}?tenant={target.domain}"))
    assert ["delivered"] == [each["state"] for each in own["value"]]


def test_who_became_a_guest_meanwhile_does_not_approve_what_they_asked_for_themselves(
    installation: Installation, source: Tenant, target: Tenant, ana: Json, boss: Json
) -> None:
    package, approvers = add_package(target), target.add_group("approvers", [boss])
    connect(target, source)
    settings = approved_by()
    settings["stages"][0]["primaryApprovers"] = [
        {"@odata.type": "#microsoft.graph.groupMembers", "groupId": approvers["id"]}
    ]
    scope = "allConfiguredConnectedOrganizationUsers"
    add_policy(target, package, scope, requestApprovalSettings=settings)
    at_home = installation.signed_in(source, ana, SUBJECT_ACCESS)
    request = done(ask_from_home(at_home, target, package))
    invitation = target.invite(ana["mail"])
    installation.redeem(target, invitation, ana)
    guest = invitation["invitedUser"]
    target.add_member(approvers, guest)

    refused = decide(installation.signed_in(target, guest), request["id"], "Approve")

    assert 404 == refused.status_code
    done(decide(installation.signed_in(target, boss), request["id"], "Approve"))
    assert ["delivered"] == [each["state"] for each in assignments_of(target, guest)]


def test_requests_and_assignments_show_what_they_are_about_where_that_is_expanded(
    target: Tenant,
) -> None:
    kim, lee = target.add_user("kim"), target.add_user("lee")
    package = add_package(target)
    policy = add_policy(target, package, "allMemberUsers")
    for user in (kim, lee):
        target.post(REQUESTS, asking(package, policy, user))
    target.delete(f"/users/{lee['id']}")

    requests = target.get(f"{REQUESTS}?$expand=accessPackage,assignment,requestor")["value"]
    assigned = target.get(f"{ASSIGNMENTS}?$expand=accessPackage,assignmentPolicy,target")["value"]

    people = [kim["id"], lee["id"]]
    assert people == [each["requestor"]["objectId"] for each in requests]
    assert people == [each["target"]["objectId"] for each in assigned]
    assert ids(assigned) == ids([each["assignment"] for each in requests])
    assert [package["id"]] * 4 == ids([each["accessPackage"] for each in (*requests, *assigned)])
    assert [policy["id"]] * 2 == ids([each["assignmentPolicy"] for each in assigned])
    [shown] = target.get(f"{POLICIES}?$expand=accessPackage")["value"]
    assert package["id"] == shown["accessPackage"]["id"]


def test_access_ends_when_its_time_is_up_and_what_was_there_before_stays(
    installation: Installation, target: Tenant
) -> None:
    own, kim = target.add_user("own"), target.add_user("kim")
    design = target.add_group("design", [kim])
    writers = target.add_group("writers")
    short, long = add_package(target, "Short"), add_package(target, "Long")
    for package, groups in ((short, (design, writers)), (long, (writers,))):
        for group in groups:
            let_give_group(target, package, group)
    week = {"type": "afterDuration", "duration": "P7D"}
    brief = add_policy(target, short, "allMemberUsers", expiration=week)
    lasting = add_policy(target, long, "allMemberUsers")
    for package, policy, user in ((short, brief, own), (short, brief, kim), (long, lasting, own)):
        target.post(REQUESTS, asking(package, policy, user))

    installation.advance("P6DT23H")
    still = [set(ids(target.members(group))) for group in (design, writers)]
    installation.advance("PT2H")

    both = {own["id"], kim["id"]}
    assert [both, both] == still
    assert ({kim["id"]}, {own["id"]}) == (
        set(ids(target.members(design))),
        set(ids(target.members(writers))),
    )
    [ended] = assignments_of(target, kim)
    assert ("expired", False) == (ended["state"], ended["expiredDateTime"] is None)


def test_a_request_that_nobody_answers_is_denied_and_one_that_is_denied_gives_nothing(
    installation: Installation, target: Tenant, boss: Json
) -> None:
    own, kim = target.add_user("own"), target.add_user("kim")
    group = target.add_group("design")
    package = add_package(target)
    let_give_group(target, package, group)
    approval = approved_by(boss, durationBeforeAutomaticDenial="P2D")
    policy = add_policy(target, package, "allMemberUsers", requestApprovalSettings=approval)
    forgotten, refused = (
        done(installation.signed_in(target, each).ask("POST", REQUESTS, asking(package, policy)))
        for each in (own, kim)
    )

    self_made = decide(installation.signed_in(target, kim), refused["id"], "Approve")
    done(decide(installation.signed_in(target, boss), refused["id"], "Deny"))
    twice = decide(installation.signed_in(target, boss), refused["id"], "Approve")
    installation.advance("P3D")

    assert (404, 409) == (self_made.status_code, twice.status_code)
    states = [target.get(f"{REQUESTS}/{each['id']}")["state"] for each in (forgotten, refused)]
    assert (["denied", "denied"], []) == (states, target.members(group))


def test_settings_and_domain_lists_of_the_tenants_hold_for_those_who_ask_too(
    installation: Installation, source: Tenant, target: Tenant, ana: Json, boss: Json
) -> None:
    package = add_package(target)
    connect(target, source)
    scope = "allConfiguredConnectedOrganizationUsers"
    add_policy(target, package, scope, requestApprovalSettings=approved_by(boss))
    at_home = installation.signed_in(source, ana, SUBJECT_ACCESS)
    kept_out = target.post(DOMAIN_LISTS, domain_list(BlockedDomains=["northwind.test"]))
    by_domain = ask_from_home(at_home, target, package)
    target.delete(f"{DOMAIN_LISTS}/{kept_out['id']}")
    nobody = {
        "usersAndGroups": {
            "accessType": "blocked",
            "targets": [{"target": "AllUsers", "targetType": "user"}],
        },
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
    source.post(PARTNERS, {"tenantId": target.tenant_id, "b2bCollaborationOutbound": nobody})
    by_home = ask_from_home(at_home, target, package)

    assert (400, 400) == (by_domain.status_code, by_home.status_code)
    assert ([boss["id"]], []) == (ids(target.users()), target.get(REQUESTS)["value"])


def test_nobody_asks_for_what_no_policy_lets_them(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    own = target.add_user("own")
    package = add_package(target)
    policy = add_policy(target, package, "allMemberUsers")
    closed = add_policy(target, package, "allDirectoryUsers", requestorSettings={})
    gus = installation.signed_in(target, target.add_user("gus", userType="Guest"))
    at_home = installation.signed_in(source, ana, SUBJECT_ACCESS)

    unconnected = ask_from_home(at_home, target, package)
    offered = done(at_home.ask("GET", f"/tenantry/v1.0/me/accessPackages?tenant={target.domain}"))
    without_scope = ask_from_home(installation.signed_in(source, ana, "User.Read"), target, package)
    foreign = installation.signed_in(target, own, "User.Read")
    unscoped = foreign.ask("POST", REQUESTS, asking(package, policy))
    reading = installation.signed_in(target, own).ask("GET", PACKAGES)
    directly = installation.signed_in(target, own).ask(
        "POST", REQUESTS, asking(package, policy, own)
    )
    by_guest = [gus.ask("POST", REQUESTS, asking(package, each)) for each in (policy, closed)]

    assert (404, []) == (unconnected.status_code, offered["value"])
    refused = (without_scope, unscoped, reading, directly, *by_guest)
    assert [403] * 6 == [each.status_code for each in refused]
    assert [] == target.get(ASSIGNMENTS)["value"]


def test_what_a_package_gives_follows_its_roles_and_ends_with_its_removal(
    installation: Installation, target: Tenant
) -> None:
    own = target.add_user("own")
    design, writers = target.add_group("design"), target.add_group("writers")
    package = add_package(target)
    first = let_give_group(target, package, design)
    policy = add_policy(target, package, "allMemberUsers")
    person = installation.signed_in(target, own)
    asked = done(person.ask("POST", REQUESTS, asking(package, policy)))
    again = person.ask("POST", REQUESTS, asking(package, policy))

    let_give_group(target, package, writers)
    whole = target.get(
        f"{PACKAGES}/{package['id']}?$expand=resourceRoleScopes($expand=role,scope),catalog"
    )
    target.delete(f"{PACKAGES}/{package['id']}/resourceRoleScopes/{first['id']}")
    moved = [ids(target.members(group)) for group in (design, writers)]
    held = target.ask("DELETE", f"{PACKAGES}/{package['id']}")
    [assignment] = assignments_of(target, own)
    removal = {"requestType": "userRemove", "assignment": {"id": assignment["id"]}}
    done(person.ask("POST", REQUESTS, removal))
    other = installation.signed_in(target, target.add_user("other"))
    of_others = other.ask("POST", REQUESTS, removal)
    target.delete(f"{POLICIES}/{policy['id']}")
    target.delete(f"{PACKAGES}/{package['id']}")

    assert "General" == whole["catalog"]["displayName"]
    assert [f"Member_{group['id']}" for group in (design, writers)] == [
        each["role"]["originId"] for each in whole["resourceRoleScopes"]
    ]
    assert ("delivered", 409, 409) == (asked["state"], again.status_code, held.status_code)
    assert ([[], [own["id"]]], []) == (moved, target.members(writers))
    assert 404 == of_others.status_code
    told = {
        each["activityDisplayName"]
        for each in target.list_all(
            "/auditLogs/directoryAudits?$filter=category eq 'EntitlementManagement'"
        )
    }
    assert {
        "User requests access package assignment",
        "Auto approve access package assignment request",
        "Fulfill access package assignment request",
    } <= told


def test_people_ask_and_decide_on_a_page_of_their_home(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    ana: Json,
    boss: Json,
    browser: Browser,
) -> None:
    group = target.add_group("design")
    package = add_package(target)
    let_give_group(target, package, group)
    scope, approval = "allConfiguredConnectedOrganizationUsers", approved_by(boss)
    policy = add_policy(target, package, scope, requestApprovalSettings=approval)
    connect(target, source)

    mine = sign_in(browser, browser.open("/common/access-packages"), ana)
    nowhere = browser.submit(mine, at="nowhere.test")
    there = browser.submit(mine, at="contoso.test")
    asked = browser.submit(there, f"ask={package['id']}/{policy['id']}", justification="Aurora")
    again = browser.submit(there, f"ask={package['id']}/{policy['id']}")
    his = installation.browser()
    waiting = sign_in(his, his.open(f"/{target.tenant_id}/access-packages"), boss)
    [(_, request_id)] = [each for each in waiting.form.buttons if each[0] == "approve"]
    stolen = browser.submit(mine, "", approve=request_id)
    before = target.members(group)
    approved = his.submit(waiting, f"approve={request_id}")

    assert ("Your access", f"/{source.tenant_id}/access-packages") == (mine.heading, mine.path)
    assert "There is nothing that you can ask for." in mine.text
    assert "There is no organization with that domain here." in nowhere.text
    assert ("You asked for it." in asked.text, "waits for approval" in asked.text) == (True, True)
    assert "Aurora" in waiting.text
    assert all("That could not be done." in each.text for each in (again, stolen))
    assert [] == before
    assert "You approved it." in approved.text
    assert [target.user_of(ana)["id"]] == ids(target.members(group))
    german = browser.open(mine.url, **{"Accept-Language": "de"})
    assert "Ihr Zugriff" == german.heading


def test_approvers_and_whoever_asked_are_told_by_mail(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    boss = target.add_user("chief", mail="chief@contoso.test", preferredLanguage="de-DE")
    package = add_package(target)
    scope, approval = "allConfiguredConnectedOrganizationUsers", approved_by(boss)
    add_policy(target, package, scope, requestApprovalSettings=approval)
    connect(target, source)
    at_home = installation.signed_in(source, ana, SUBJECT_ACCESS)
    approver = installation.signed_in(target, boss)

    refused = done(ask_from_home(at_home, target, package, justification="Aurora"))
    asked = installation.deliver_mail()
    done(decide(approver, refused["id"], "Deny"))
    denied = installation.deliver_mail()
    request = done(ask_from_home(at_home, target, package))
    done(decide(approver, request["id"], "Approve"))
    given = installation.deliver_mail()[1:]

    told = [(each["To"], each["Subject"]) for each in (*asked, *denied, *given)]
    assert [
        ("chief@contoso.test", "Ana beantragt Design"),
        ("ana@northwind.test", "You do not get Design"),
        ("ana@northwind.test", "You have Design now"),
    ] == told
    assert "Aurora" in str(asked[0].get_content())
    assert "/common/access-packages" in str(given[0].get_content())
