"""Passcodes by mail: what they are good for, who may use them, and what others learn of them."""

import pytest

from tenantry.audit.sign_ins import NOBODY
from tests.support.browsers import Browser
from tests.support.policies import require
from tests.support.redeeming import (
    PASSCODE_PAGE,
    code_in,
    codes_in,
    enter_code,
    switch_passcodes,
)
from tests.support.relying_parties import RelyingParty, accept_all
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant

EVE = "eve@mail.example"


def test_a_code_lasts_half_an_hour_and_lets_in_for_a_day(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite(EVE)
    late = browser.open(board.address(login_hint=EVE))
    code = code_in(installation)
    installation.advance("PT29M")
    page = browser.submit(late, "again=1")
    mailed_again = code_in(installation)
    installation.advance("PT29M")
    landed = accept_all(browser, browser.submit(page, code=code))
    tokens = board.tokens(browser, landed)
    installation.advance("PT24H")

    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    refreshed = board.ask(browser, **form).json()
    silent = browser.open(board.address(prompt="none"))

    assert code == mailed_again
    assert "AADSTS700082" in refreshed["error_description"]
    assert "login_required" == silent.answer["error"]
    assert "AADSTS165000" in browser.submit(late, code=code).text


def test_the_code_is_good_in_the_browser_that_asked_and_five_times_at_most(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite(EVE)
    thief = installation.browser()
    page = browser.open(board.address(login_hint=EVE))
    code = code_in(installation)
    thiefs = thief.open(board.address(login_hint=EVE))

    stolen = thief.submit(thiefs, code=code)
    wrong = [browser.submit(page, code="00000000") for _ in range(5)]
    right = browser.submit(page, code=code)

    for refused in (stolen, *wrong, right):
        assert PASSCODE_PAGE == refused.heading
        assert "wrong, too old, or was tried too often" in refused.text


def test_nobody_learns_from_the_pages_who_is_a_guest(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite(EVE)
    pages = [
        browser.submit(browser.open(board.address(login_hint=each)), code="00000000")
        for each in (EVE, "ben@mail.example")
    ]

    told = [page.text.replace("eve@", "ben@") for page in pages]
    sealed = [page.form.fields["ctx"] for page in pages]
    shown = [text.replace(ctx, "") for text, ctx in zip(told, sealed, strict=True)]
    assert shown[0] == shown[1]
    assert [EVE] == [mail["To"] for mail in installation.deliver_mail()]


def test_a_code_goes_to_no_address_that_only_looks_like_the_guests(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite("max@strasse.example")
    page = browser.open(board.address(login_hint="max@strasse.example"))
    enter_code(installation, browser, page)

    page = installation.browser().open(board.address(login_hint="max@stra\u00dfe.example"))

    assert PASSCODE_PAGE == page.heading
    assert [] == installation.deliver_mail()


def test_a_code_goes_to_the_address_that_was_invited_however_it_is_typed(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite("kim@mail.example")
    page = browser.open(board.address(login_hint="\u212aIM@mail.example"))
    again = installation.browser()
    first = [mail["To"] for mail in installation.deliver_mail()]
    enter_code(installation, browser, browser.submit(page, "again=1"))
    again.open(board.address(login_hint="\u212aim@mail.example"))

    assert ["kim@mail.example"] == first
    assert first == [mail["To"] for mail in installation.deliver_mail()]


def test_what_was_agreed_to_is_of_one_tenant_alone(
    installation: Installation, source: Tenant, target: Tenant, board: RelyingParty
) -> None:
    browser = installation.browser()
    target.invite(EVE)
    enter_code(installation, browser, browser.open(board.address(login_hint=EVE)))
    source.invite(EVE)
    elsewhere = RelyingParty(source, "Wiki")

    page = browser.open(elsewhere.address(login_hint=EVE))

    assert PASSCODE_PAGE == page.heading
    assert f"/{source.tenant_id}/passcode" == page.path


@pytest.mark.parametrize(
    ("kinds", "is_blocked"),
    [
        ("b2bCollaborationGuest", True),
        ("otherExternalUser", True),
        ("b2bCollaborationMember", False),
        ("internalGuest", False),
    ],
)
def test_conditional_access_meets_them_as_guests(
    installation: Installation, target: Tenant, board: RelyingParty, kinds: str, *, is_blocked: bool
) -> None:
    browser = installation.browser()
    everywhere = {
        "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
        "membershipKind": "all",
    }
    named = {"guestOrExternalUserTypes": kinds, "externalTenants": everywhere}
    require(target, "block", includeGuestsOrExternalUsers=named)
    target.invite(EVE)

    page = browser.open(board.address(login_hint=EVE))
    landed = enter_code(installation, browser, page)

    assert is_blocked == ("AADSTS53003" in landed.text)
    assert is_blocked != landed.is_outside


def test_who_asks_for_the_codes_of_a_guest_neither_floods_them_nor_keeps_them_out(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite(EVE)
    early = browser.open(board.address(login_hint=EVE))
    own = code_in(installation)

    for _ in range(12):
        installation.browser().open(board.address(login_hint=EVE))
    *short, shared = codes_in(installation)
    late = [installation.browser() for _ in range(2)]
    pages = [each.open(board.address(login_hint=EVE)) for each in late]
    unsent = installation.deliver_mail()
    landed = accept_all(late[0], late[0].submit(pages[0], code=shared))
    used = late[1].submit(pages[1], code=shared)
    kept = accept_all(browser, browser.submit(early, code=own))

    assert [8] * 4 == [len(code) for code in short]
    assert 19 == len(shared)
    assert [] == unsent
    assert landed.is_outside
    assert kept.is_outside
    assert PASSCODE_PAGE == used.heading


def test_many_codes_of_a_guest_are_followed_by_one_every_three_minutes(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    target.invite(EVE)
    waiting = browser.open(board.address(login_hint=EVE))

    for _ in range(6):
        installation.browser().open(board.address(login_hint=EVE))
    first = codes_in(installation)
    browser.submit(waiting, "again=1")
    kept = codes_in(installation)
    installation.advance("PT3M")
    waiting = browser.submit(waiting, "again=1")
    again = codes_in(installation)
    installation.advance("PT31M")
    installation.browser().open(board.address(login_hint=EVE))

    assert 6 == len(first)
    assert [] == kept
    assert first[:1] == again
    assert 8 == len(code_in(installation))


def test_a_code_that_was_sent_before_passcodes_were_switched_off_is_worth_nothing(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    page = browser.open(target.invite(EVE)["inviteRedeemUrl"])
    code = code_in(installation)
    switch_passcodes(target, "disabled")

    refused = browser.submit(page, code=code)

    assert "AADSTS50020" in refused.text


def test_the_log_tells_of_wrong_codes_and_of_who_is_no_guest(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    invitation = target.invite(EVE)
    page = browser.open(board.address(login_hint=EVE))
    browser.submit(page, code="00000000")
    browser.submit(browser.open(board.address(login_hint="ben@mail.example")), code="00000000")
    enter_code(installation, browser, page)

    log = target.list_all("/auditLogs/signIns")
    told = [(each["userId"], each["status"]["errorCode"]) for each in reversed(log)]
    guest = invitation["invitedUser"]["id"]
    assert [(guest, 50126), (NOBODY, 50126), (guest, 0)] == told


def test_a_second_factor_is_set_up_in_the_tenant_that_asks(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    require(target, "mfa")
    target.invite(EVE)

    page = browser.open(board.address(login_hint=EVE))
    asked = browser.submit(page, code=code_in(installation))

    assert f"/{target.tenant_id}/mfa" == asked.path
    assert "Set up an authenticator app" == asked.heading
