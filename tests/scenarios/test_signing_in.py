"""People of one tenant sign in to applications of another: who comes in, and what they prove."""

import pyotp
import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    PASSWORD,
    RelyingParty,
    accept_all,
    claims_of,
    visit,
)
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

_JOIN = "Review permissions"
_CONSENT = "Permissions requested"


def set_inbound(target: Tenant, source: Tenant, access: str) -> None:
    """Let the target allow or block everybody and everything that comes from the source."""
    everybody = {"target": "AllUsers", "targetType": "user"}
    everything = {"target": "AllApplications", "targetType": "application"}
    setting = {
        "usersAndGroups": {"accessType": access, "targets": [everybody]},
        "applications": {"accessType": access, "targets": [everything]},
    }
    path = f"{PARTNERS}/{source.tenant_id}"
    if target.ask("GET", path).is_error:
        target.post(PARTNERS, {"tenantId": source.tenant_id})
    target.patch(path, {"b2bCollaborationInbound": setting})


@pytest.mark.claim("CTS-005")
def test_a_synchronized_user_signs_in_to_an_application_of_the_target(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    page = browser.open(board.address(login_hint="ana@northwind.test"))
    at_home = page.path
    landed = accept_all(browser, browser.submit(page, password=PASSWORD))

    tokens = board.tokens(browser, landed)
    told, access = claims_of(tokens["id_token"]), claims_of(tokens["access_token"])
    assert f"/{source.tenant_id}/login" == at_home
    assert (synchronized["id"], target.tenant_id) == (told["oid"], told["tid"])
    assert (synchronized["id"], target.tenant_id) == (access["oid"], access["tid"])
    assert str(told["idp"]).endswith(f"/{source.tenant_id}/v2.0")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert synchronized["id"] == browser.http.get("/v1.0/me", headers=bearer).json()["id"]


@pytest.mark.claim("CTS-006")
def test_conditional_access_of_the_target_holds_for_a_synchronized_user(
    target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    require(target, "mfa")
    asked = visit(browser, board, {"userPrincipalName": "ana@northwind.test"})
    require(target, "block")
    blocked = browser.open(board.address())

    assert "Set up an authenticator app" == asked.heading
    assert f"/{target.tenant_id}/mfa" == asked.path
    assert "AADSTS53003" in blocked.text


def require(target: Tenant, control: str) -> None:
    """Ask a control of every external user, for every application of the target."""
    guests = {
        "guestOrExternalUserTypes": "b2bCollaborationMember,b2bCollaborationGuest",
        "externalTenants": {
            "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
            "membershipKind": "all",
        },
    }
    policy = {
        "displayName": f"External users need {control}",
        "state": "enabled",
        "conditions": {
            "users": {"includeGuestsOrExternalUsers": guests},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": [control]},
    }
    target.post("/identity/conditionalAccess/policies", policy)


@pytest.mark.claim("CTS-007")
def test_a_blocked_synchronized_user_is_refused_although_the_object_exists(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    set_inbound(target, source, "blocked")
    refused = visit(browser, board, {"userPrincipalName": "ana@northwind.test"})
    set_inbound(target, source, "allowed")
    allowed = accept_all(browser, browser.open(board.address()))

    assert "AADSTS500213" in refused.text
    assert [synchronized["id"]] == [user["id"] for user in target.users()]
    assert "code" in allowed.answer


@pytest.mark.claim("TEN-009")
def test_without_cross_tenant_features_nobody_of_another_tenant_comes_in(
    browser: Browser, board: RelyingParty, ana: Json
) -> None:
    refused = visit(browser, board, ana)

    assert "AADSTS50020" in refused.text
    assert "not known in the organization" in refused.text


@pytest.mark.claim("TEN-003")
def test_a_tenant_authenticates_its_people_and_decides_about_its_resources(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    target.invite("ana@northwind.test")
    page = browser.open(board.address(login_hint="ana@northwind.test"))
    here = page.path.replace(source.tenant_id, target.tenant_id)
    fooled = browser.post(here, {**page.form.fields, "password": PASSWORD})
    admitted = browser.submit(page, password=PASSWORD)

    assert f"/{source.tenant_id}/login" == page.path
    assert "The sign-in name or the password is wrong" in fooled.text
    assert _JOIN == admitted.heading
    assert f"/{target.tenant_id}/join" == admitted.path


@pytest.mark.claim("TEN-004")
def test_an_application_is_for_all_or_for_those_who_are_assigned_and_policies_apply_to_it(
    target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    path = f"/servicePrincipals/{board.principal['id']}"
    page = visit(browser, board, {"userPrincipalName": "ana@northwind.test"})
    for_all = accept_all(browser, page)
    target.patch(path, {"appRoleAssignmentRequired": True})
    refused = browser.open(board.address())
    group = target.add_group("readers", [synchronized])
    assignment = {
        "appRoleId": "00000000-0000-0000-0000-000000000000",
        "principalId": group["id"],
        "resourceId": board.principal["id"],
    }
    target.post(f"{path}/appRoleAssignedTo", assignment)
    allowed = browser.open(board.address())
    require(target, "block")
    blocked = browser.open(board.address())

    assert ("code" in for_all.answer, "code" in allowed.answer) == (True, True)
    assert "AADSTS50105" in refused.text
    assert "AADSTS53003" in blocked.text


def test_whoever_does_not_want_to_join_stays_pending(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    target.invite("ana@northwind.test")
    page = visit(browser, board, ana)

    declined = browser.submit(page, "answer=decline")

    assert "AADSTS65004" in declined.text
    assert "PendingAcceptance" == target.user_of(ana)["externalUserState"]


def test_an_invitation_is_redeemed_only_by_whoever_has_the_address(
    installation: Installation, source: Tenant, target: Tenant, board: RelyingParty, ana: Json
) -> None:
    third = installation.found("fabrikam")
    thief = third.add_user("thief", mail="ana@northwind.test")
    target.invite("ana@northwind.test")

    refused = visit(installation.browser(), board, thief)
    welcome = visit(installation.browser(), board, ana)

    assert "AADSTS50020" in refused.text
    assert _JOIN == welcome.heading


@pytest.mark.parametrize("end", ["disabled", "deleted", "blocked", "left"])
def test_what_ends_at_home_ends_in_the_resource_tenant_at_the_next_token(
    installation: Installation, target: Tenant, board: RelyingParty, synchronized: Json, *, end: str
) -> None:
    source, browser = installation.source, installation.browser()
    [ana] = [user for user in source.users() if user["displayName"] == "Ana"]
    landed = accept_all(browser, visit(browser, board, ana))
    tokens = board.tokens(browser, landed)
    if end == "disabled":
        source.change(ana, accountEnabled=False)
    elif end == "deleted":
        source.remove(ana)
    elif end == "blocked":
        set_inbound(target, source, "blocked")
    else:
        target.remove(synchronized)

    refused = board.ask(browser, grant_type="refresh_token", refresh_token=tokens["refresh_token"])

    number = {"disabled": 50057, "deleted": 70043, "blocked": 500213, "left": 50020}[end]
    assert [number] == refused.json()["error_codes"]


def test_a_second_factor_of_a_tenant_that_is_not_trusted_is_given_in_the_other(
    target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    require(target, "mfa")
    page = visit(browser, board, {"userPrincipalName": "ana@northwind.test"})
    wrong = browser.submit(page, code="000000")
    right = browser.submit(wrong, code=code_of(wrong))
    landed = accept_all(browser, right)

    assert "The code is wrong" in wrong.text
    told = claims_of(board.tokens(browser, landed)["id_token"])
    assert ["otp", "pwd", "mfa"] == told["amr"]
    assert "code" in browser.open(board.address(prompt="none")).answer


def code_of(page: Page) -> str:
    """Return what an app shows that was set up with the key on the page."""
    key = page.text.partition('<code class="key">')[2].partition("<")[0]
    return pyotp.TOTP(key).now()


def test_a_second_factor_of_a_trusted_home_is_given_there(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    require(target, "mfa")
    trust = {"inboundTrust": {"isMfaAccepted": True}}
    target.patch(f"{PARTNERS}/{source.tenant_id}", trust)

    page = visit(browser, board, {"userPrincipalName": "ana@northwind.test"})

    assert f"/{source.tenant_id}/mfa" == page.path
    assert _CONSENT == browser.submit(page, code=code_of(page)).heading
