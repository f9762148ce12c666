"""Guests whom no tenant here authenticates: they redeem, and sign in again, from outside."""

import re

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import RelyingParty, accept_all, claims_of
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

EVE = "eve@mail.example"
_CODE = "Enter the code"


def code_in(installation: Installation) -> str:
    """Return the code in the only mail that was sent."""
    [mail] = installation.deliver_mail()
    [code] = re.findall(r"^\d{8}$", str(mail.get_content()), re.MULTILINE)
    return str(code)


def guest(tenant: Tenant, invitation: Json) -> Json:
    """Return the invited user as Graph shows them."""
    shown = "id,userPrincipalName,externalUserState,identities,mail"
    found: Json = tenant.get(f"/users/{invitation['invitedUser']['id']}?$select={shown}")
    return found


def redeem(installation: Installation, browser: Browser, page: Page) -> Page:
    """Enter the code that was mailed, and accept what is asked."""
    return accept_all(browser, browser.submit(page, code=code_in(installation)))


def test_somebody_of_no_tenant_redeems_by_a_code_in_their_mail(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    invitation = target.invite(EVE, inviteRedirectUrl="https://apps.test/start")

    page = browser.open(invitation["inviteRedeemUrl"])
    asked = browser.submit(page, code=code_in(installation))
    before = guest(target, invitation)
    landed = accept_all(browser, asked)

    after = guest(target, invitation)
    assert (_CODE, "Review permissions") == (page.heading, asked.heading)
    assert "https://apps.test/start" == landed.url
    assert ("PendingAcceptance", "Accepted") == (
        before["externalUserState"],
        after["externalUserState"],
    )
    assert ["contoso.test"] == [each["issuer"] for each in before["identities"]]
    assert ["mail", "contoso.test"] == [each["issuer"] for each in after["identities"]]


def test_they_sign_in_to_an_application_by_another_code(
    installation: Installation, target: Tenant, board: RelyingParty, browser: Browser
) -> None:
    invitation = target.invite(EVE)
    redeem(installation, browser, browser.open(board.address(login_hint=EVE)))
    later = installation.browser()

    page = later.open(board.address(login_hint="Eve@mail.example"))
    landed = redeem(installation, later, page)

    tokens = board.tokens(later, landed)
    claims = claims_of(tokens["id_token"])
    assert (_CODE, "mail") == (page.heading, claims["idp"])
    assert (EVE, invitation["invitedUser"]["id"]) == (claims["email"], claims["oid"])
    assert ["mail"] == claims["amr"]
    assert "code" in later.open(board.address(prompt="none")).answer
