"""Guests whom no tenant here authenticates: they redeem, and sign in again, from outside."""

import pytest

from tenantry.directory.roles import (
    GLOBAL_ADMINISTRATOR,
    HELPDESK_ADMINISTRATOR,
    USER_ADMINISTRATOR,
)
from tests.support.browsers import Browser
from tests.support.configurations import configure_sync
from tests.support.domain_lists import POLICIES, domain_list
from tests.support.redeeming import (
    PASSCODE_PAGE,
    code_in,
    enter_code,
    guest_of,
    issuer_of,
    order,
    order_of,
    reset,
    set_order,
    switch_passcodes,
)
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

EVE = "eve@mail.example"
_PRIMARY = ("azureActiveDirectory", "externalFederation", "socialIdentityProviders")


@pytest.mark.claim("RO-016", "RO-019")
def test_somebody_of_no_tenant_redeems_by_a_code_in_their_mail(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    invitation = target.invite(EVE, inviteRedirectUrl="https://myapps.test/start")

    page = browser.open(invitation["inviteRedeemUrl"])
    asked = browser.submit(page, code=code_in(installation))
    before = guest_of(target, invitation)
    landed = accept_all(browser, asked)

    after = guest_of(target, invitation)
    assert (PASSCODE_PAGE, "Review permissions") == (page.heading, asked.heading)
    assert "https://myapps.test/start" == landed.url
    states = [each["externalUserState"] for each in (before, after)]
    assert ["PendingAcceptance", "Accepted"] == states
    assert ["contoso.test"] == [each["issuer"] for each in before["identities"]]
    assert ["mail", "contoso.test"] == [each["issuer"] for each in after["identities"]]


def test_they_sign_in_to_an_application_by_another_code(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    invitation = target.invite(EVE)
    enter_code(installation, browser, browser.open(board.address(login_hint=EVE)))
    later = installation.browser()

    page = later.open(board.address(login_hint="Eve@mail.example"))
    landed = enter_code(installation, later, page)

    tokens = board.tokens(later, landed)
    claims = claims_of(tokens["id_token"])
    assert (PASSCODE_PAGE, "mail") == (page.heading, claims["idp"])
    assert (EVE, invitation["invitedUser"]["id"]) == (claims["email"], claims["oid"])
    assert ["mail"] == claims["amr"]
    assert "code" in later.open(board.address(prompt="none")).answer
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert claims["oid"] == later.http.get("/v1.0/me", headers=bearer).json()["id"]


@pytest.mark.claim("RO-001", "RO-004", "RO-005")
def test_the_order_is_configured(target: Tenant) -> None:
    before = order_of(target)
    set_order(target, *reversed(_PRIMARY), fallback="emailOneTimePasscode")

    assert order(*_PRIMARY) == before
    assert order(*reversed(_PRIMARY), fallback="emailOneTimePasscode") == order_of(target)


@pytest.mark.claim("RO-007", "RO-008", "RO-021")
def test_one_fallback_is_always_active(target: Tenant) -> None:
    for fallback in ("emailOneTimePasscode", "microsoftAccount", "defaultConfiguredIdp"):
        set_order(target, *_PRIMARY, fallback=fallback)
        assert fallback == order_of(target)["fallbackIdentityProvider"]

    body = {"invitationRedemptionIdentityProviderConfiguration": {"fallbackIdentityProvider": None}}
    refused = target.ask("PATCH", "/policies/crossTenantAccessPolicy/default", body)
    assert 400 == refused.status_code
    assert "one fallback is always active" in refused.text


@pytest.mark.claim("RO-002", "RO-006")
def test_by_default_the_home_tenant_comes_first_and_passcodes_last(
    installation: Installation, target: Tenant, browser: Browser, ana: Json
) -> None:
    at_home, outside = target.invite(ana["mail"]), target.invite(EVE)

    asked = sign_in(browser, browser.open(at_home["inviteRedeemUrl"]), ana)
    accept_all(browser, asked)
    other = installation.browser()
    enter_code(installation, other, other.open(outside["inviteRedeemUrl"]))

    assert "ExternalAzureAD" == issuer_of(guest_of(target, at_home))
    assert "mail" == issuer_of(guest_of(target, outside))


@pytest.mark.claim("RO-003", "RO-009")
def test_without_primary_providers_the_fallback_takes_everybody(
    installation: Installation, target: Tenant, browser: Browser, ana: Json
) -> None:
    set_order(target)
    invitation = target.invite(ana["mail"])

    page = browser.open(invitation["inviteRedeemUrl"])
    enter_code(installation, browser, page)

    assert PASSCODE_PAGE == page.heading
    assert "mail" == issuer_of(guest_of(target, invitation))


def test_who_is_signed_in_at_home_does_not_get_around_the_order(
    target: Tenant, browser: Browser, board: RelyingParty, source: Tenant, ana: Json
) -> None:
    at_home = RelyingParty(source, "Wiki")
    accept_all(browser, sign_in(browser, browser.open(at_home.address()), ana))
    set_order(target)
    target.invite(ana["mail"])

    refused = browser.open(board.address())

    assert "AADSTS50020" in refused.text


@pytest.mark.claim("RO-010")
def test_who_is_signed_in_elsewhere_says_that_they_are_somebody_else(
    installation: Installation, source: Tenant, target: Tenant, browser: Browser, ana: Json
) -> None:
    at_home = RelyingParty(source, "Wiki")
    accept_all(browser, sign_in(browser, browser.open(at_home.address()), ana))
    address = target.invite(EVE)["inviteRedeemUrl"]

    silent = browser.open(address)
    choice = browser.open(f"{address}&prompt=select_account")
    page = browser.submit(browser.submit(choice, "account=another"), user=EVE)
    landed = enter_code(installation, browser, page)

    assert "AADSTS50020" in silent.text
    assert f"has no account in tenant `{target.tenant_id}`" in silent.text
    assert ("Choose an account", PASSCODE_PAGE) == (choice.heading, page.heading)
    assert landed.is_outside


def test_where_no_provider_is_left_nobody_can_redeem(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    switch_passcodes(target, "disabled")
    invitation = target.invite(EVE)

    page = browser.open(invitation["inviteRedeemUrl"])

    assert "Sign in" == page.heading
    assert "No organization here has the domain of" in page.text
    assert [] == installation.deliver_mail()


@pytest.mark.claim("RO-023")
def test_whoever_redeemed_by_mail_is_locked_out_without_passcodes_until_reset(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    set_order(target)
    invitation = target.invite(ana["mail"])
    landed = enter_code(installation, browser, browser.open(board.address(login_hint=ana["mail"])))
    tokens = board.tokens(browser, landed)
    before = guest_of(target, invitation)
    set_order(target, *_PRIMARY)
    switch_passcodes(target, "disabled")
    later = installation.browser()

    locked_out = later.open(board.address(login_hint=ana["mail"]))
    again = reset(target, invitation)
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    ended = board.ask(browser, **form)
    page = later.open(again["inviteRedeemUrl"])
    accept_all(later, sign_in(later, page, ana))

    after = guest_of(target, invitation)
    assert "Sign in" == locked_out.heading
    assert 400 == ended.status_code
    assert ("mail", "ExternalAzureAD") == (issuer_of(before), issuer_of(after))
    for kept in ("id", "userPrincipalName"):
        assert before[kept] == after[kept]


def test_the_page_that_asks_tells_how_the_tenant_treats_privacy(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    page = browser.open(target.invite(EVE)["inviteRedeemUrl"])
    asked = browser.submit(page, code=code_in(installation))
    profile = {"contactEmail": "dpo@contoso.test", "statementUrl": "https://contoso.test/privacy"}
    target.patch(f"/organization/{target.tenant_id}", {"privacyProfile": profile})

    told = browser.open(asked.url)

    assert "has published no privacy statement" in asked.text
    assert "https://contoso.test/privacy" == told.link("privacy")
    assert "dpo@contoso.test" in told.text


def test_who_was_about_to_redeem_does_not_come_in_as_somebody_who_was_synchronized_since(
    installation: Installation, source: Tenant, target: Tenant, board: RelyingParty, ana: Json
) -> None:
    browser = installation.browser()
    set_order(target)
    target.invite(ana["mail"])
    page = browser.open(board.address(login_hint=ana["mail"]))
    asked = browser.submit(page, code=code_in(installation))
    configure_sync(source, target).assign(ana)
    installation.run_cycles()

    refused = browser.submit(asked, "answer=accept")
    again = browser.open(board.address(prompt="none"))

    assert "Accepted" == target.user_of(ana)["externalUserState"]
    assert not refused.is_outside
    assert "login_required" == again.answer["error"]


def test_helpdesk_administrators_reset_redemptions_and_passwords_but_change_nobody(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    invitation = target.invite(EVE)
    enter_code(installation, browser, browser.open(invitation["inviteRedeemUrl"]))
    helper, member = target.add_user("helper"), target.add_user("member")
    target.give_role(helper, HELPDESK_ADMINISTRATOR)
    called = installation.signed_in(target, helper)
    body = {
        "invitedUserEmailAddress": EVE,
        "inviteRedirectUrl": "https://apps.test",
        "invitedUser": {"id": invitation["invitedUser"]["id"]},
        "resetRedemption": True,
    }
    own = {"invitedUserEmailAddress": "member@mail.example", "invitedUser": {"id": member["id"]}}

    by_nobody = installation.signed_in(target, member).ask("POST", "/invitations", body)
    before = guest_of(target, invitation)["externalUserState"]
    reset_by_helper = called.ask("POST", "/invitations", body)
    after = guest_of(target, invitation)["externalUserState"]
    profile = {"passwordProfile": {"password": "Another-Horse-8"}}
    answers = [
        called.ask("PATCH", f"/users/{member['id']}", profile),
        called.ask("PATCH", f"/users/{member['id']}", {"jobTitle": "Clerk"}),
        called.ask("POST", "/invitations", {**body, **own}),
    ]

    assert (403, "Accepted") == (by_nobody.status_code, before)
    assert (201, "PendingAcceptance") == (reset_by_helper.status_code, after)
    assert [204, 403, 403] == [answer.status_code for answer in answers]


def test_only_who_may_take_an_administrator_over_resets_one(
    installation: Installation, target: Tenant
) -> None:
    guest = target.invite(EVE)["invitedUser"]
    helper = target.add_user("helper")
    target.give_role(helper, USER_ADMINISTRATOR)
    target.give_role(guest, GLOBAL_ADMINISTRATOR)
    body = {
        "invitedUserEmailAddress": "helper@mail.example",
        "inviteRedirectUrl": "https://apps.test",
        "invitedUser": {"id": guest["id"]},
        "resetRedemption": True,
    }

    refused = installation.signed_in(target, helper).ask("POST", "/invitations", body)

    assert 403 == refused.status_code
    assert EVE == target.get(f"/users/{guest['id']}?$select=mail")["mail"]


def test_a_domain_that_is_blocked_meanwhile_ends_a_pending_invitation(
    installation: Installation, target: Tenant, browser: Browser, ana: Json
) -> None:
    pending = [target.invite(each)["inviteRedeemUrl"] for each in (EVE, ana["mail"])]
    blocked = domain_list(BlockedDomains=["mail.example", "northwind.test"])
    response = target.ask("POST", POLICIES, blocked)
    assert 201 == response.status_code, response.text

    by_mail = enter_code(installation, browser, browser.open(pending[0]))
    other = installation.browser()
    at_home = accept_all(other, sign_in(other, other.open(pending[1]), ana))

    for page in (by_mail, at_home):
        assert not page.is_outside
        assert "does not invite people of the domain" in page.text
