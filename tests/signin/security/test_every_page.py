"""What holds for every page: nobody frames it, keeps it or reads it, no other site answers it."""

import re

import pytest

from tenantry.signin.endpoints.routes import PAGES
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import PASSWORD, RelyingParty
from tests.support.tenants import Tenant

_ENTERED = {
    "user": "mallory@northwind.test",
    "password": PASSWORD,
    "new": "Battery-Staple-8",
    "repeated": "Battery-Staple-8",
    "account": "another",
    "answer": "accept",
    "for_all": "1",
    "everywhere": "1",
    "code": "000000",
}
_WITHOUT_COOKIES = {
    path for path in PAGES if path.endswith(("/authorize", "/logout"))
}  # applications may post there, and a form of another site brings no cookie (`SameSite=Lax`)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_can_be_framed_kept_or_read_by_another_site(
    home: Tenant, browser: Browser, path: str, method: str
) -> None:
    address = path.replace("{tenant}", home.tenant_id)

    response = browser.http.request(method, address, headers={"Origin": "https://evil.test"})

    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
    assert not any("unsafe" in directive for directive in policy)
    assert "DENY" == response.headers["X-Frame-Options"]
    assert "no-store" == response.headers["Cache-Control"]
    assert "no-referrer" == response.headers["Referrer-Policy"]
    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "same-origin" == response.headers["Cross-Origin-Opener-Policy"]
    assert not [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", PAGES)
def test_a_form_of_another_site_changes_nothing_and_signs_nobody_in(  # noqa: PLR0917  # fixtures
    home: Tenant, board: RelyingParty, browser: Browser, attacker: Browser, landed: Page, path: str
) -> None:
    address = path.replace("{tenant}", home.tenant_id)
    stolen = attacker.open(board.address()).form.fields["ctx"]
    session = browser.http.cookies["tenantry-session"]
    sender = attacker if path in _WITHOUT_COOKIES else browser

    for ctx in ({}, {"ctx": stolen}):
        sent = {**_ENTERED, **ctx, "ticket": stolen}
        response = sender.http.post(address, data=sent)

        if path not in _WITHOUT_COOKIES:
            assert 400 == response.status_code
        cookies = response.headers.get_list("Set-Cookie")
        assert not [each for each in cookies if re.match(r"tenantry-session=[^;]", each)]
    assert session == browser.http.cookies["tenantry-session"]
    assert "code" in browser.open(board.address(prompt="none")).answer


def test_nobody_is_led_into_the_sign_in_of_somebody_else(
    board: RelyingParty, browser: Browser, attacker: Browser, landed: Page
) -> None:
    """Login CSRF: the victim would type into the account of the attacker."""
    page = browser.open(board.address(prompt="consent"))

    opened = attacker.open(page.url)
    accepted = attacker.post(page.path, {**page.form.fields, "answer": "accept"})

    for each in (opened, accepted):
        assert "AADSTS165000" in each.text
    assert "tenantry-session" not in attacker.http.cookies
