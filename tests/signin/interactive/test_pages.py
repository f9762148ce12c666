"""What the pages do with what people enter, and with what others try."""

import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def password_page(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """The page that asks for Ana's password."""
    return browser.open(board.address(login_hint="ana@northwind.test"))


@pytest.mark.parametrize("user", ["ana@northwind.test", "nobody@northwind.test"])
def test_a_wrong_password_and_an_unknown_name_look_alike(
    board: RelyingParty, browser: Browser, ana: Json, user: str
) -> None:
    page = browser.open(board.address(login_hint=user))

    refused = browser.submit(page, password="Wrong-Horse-7")

    assert "Enter your password" == refused.heading
    assert "The sign-in name or the password is wrong" in refused.text
    assert "tenantry-session" not in browser.http.cookies


def test_only_who_knows_the_password_learns_that_an_account_is_disabled(
    home: Tenant, browser: Browser, password_page: Page, ana: Json
) -> None:
    home.change(ana, accountEnabled=False)

    wrong = browser.submit(password_page, password="Wrong-Horse-7")
    right = browser.submit(password_page, password=PASSWORD)

    assert "disabled" not in wrong.text
    assert "disabled" in right.text


def test_what_is_no_name_is_told(board: RelyingParty, browser: Browser) -> None:
    malformed = browser.submit(browser.open(board.address()), user="ana")

    assert "with an @ in it" in malformed.text


def test_a_name_of_an_unknown_domain_is_told_where_nobody_can_be_a_guest(
    home: Tenant, browser: Browser
) -> None:
    board = RelyingParty(home, signInAudience="AzureADMultipleOrgs")
    page = browser.open(board.address(tenant="organizations"))

    unknown = browser.submit(page, user="ana@nowhere.test")

    assert "No organization here has the domain of ana@nowhere.test" in unknown.text


def test_the_password_page_of_another_tenant_lets_nobody_in(
    resource: Tenant, home: Tenant, browser: Browser, password_page: Page
) -> None:
    elsewhere = password_page.path.replace(home.tenant_id, resource.tenant_id)

    refused = browser.post(elsewhere, {**password_page.form.fields, "password": PASSWORD})

    assert "The sign-in name or the password is wrong" in refused.text


def test_whoever_declines_is_told_to_the_application(
    board: RelyingParty, browser: Browser, ana: Json
) -> None:
    page = sign_in(browser, browser.open(board.address()), ana)

    landed = browser.submit(page, "answer=decline")

    assert "access_denied" == landed.answer["error"]
    assert "AADSTS65004" in landed.answer["error_description"]
    assert "consent_required" == browser.open(board.address(prompt="none")).answer["error"]


def test_what_was_agreed_to_is_not_asked_again(
    board: RelyingParty, browser: Browser, ana: Json
) -> None:
    asked = sign_in(browser, browser.open(board.address()), ana)
    accept_all(browser, asked)

    more = browser.open(board.address(scope="openid User.ReadWrite"))

    assert "Permissions requested" == asked.heading
    assert "User.ReadWrite" not in asked.text
    assert "Permissions requested" == more.heading
    assert "<code>User.ReadWrite</code>" in more.text
    assert "<code>User.Read</code>" not in more.text


def test_only_an_administrator_can_agree_to_some_permissions(
    board: RelyingParty, browser: Browser, ana: Json
) -> None:
    page = sign_in(browser, browser.open(board.address(scope="User.ReadWrite.All")), ana)

    assert "AADSTS90094" in page.text


def test_a_page_is_worth_nothing_in_another_browser(
    world: Installation, password_page: Page
) -> None:
    victim = world.browser()

    opened = victim.open(password_page.url)
    posted = victim.post(password_page.path, {**password_page.form.fields, "password": PASSWORD})

    for page in (opened, posted):
        assert "AADSTS165000" in page.text
    assert "tenantry-session" not in victim.http.cookies


def test_a_page_is_worth_nothing_after_half_an_hour(
    world: Installation, browser: Browser, password_page: Page
) -> None:
    world.advance("PT30M")

    assert "AADSTS165000" in browser.submit(password_page, password=PASSWORD).text


@pytest.mark.parametrize("ctx", ["", "nonsense", "gAAAAA", "ü"])
def test_what_was_not_sealed_here_is_no_interaction(
    home: Tenant, browser: Browser, password_page: Page, ctx: str
) -> None:
    page = browser.post(password_page.path, {"ctx": ctx, "password": PASSWORD})

    assert 400 == page.response.status_code
    assert "AADSTS165000" in page.text


def test_no_page_can_be_framed_kept_or_load_anything(browser: Browser, password_page: Page) -> None:
    headers = password_page.response.headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert ("no-store", "no-referrer", "DENY", "nosniff") == tuple(
        headers[name]
        for name in (
            "Cache-Control",
            "Referrer-Policy",
            "X-Frame-Options",
            "X-Content-Type-Options",
        )
    )
    assert "Access-Control-Allow-Origin" not in headers


def test_a_page_speaks_the_language_of_the_reader(
    board: RelyingParty, browser: Browser, ana: Json
) -> None:
    german = browser.open(board.address(), **{"Accept-Language": "fr, de-AT;q=0.8, en;q=0.5"})
    asked_for = browser.open(board.address(ui_locales="de"))

    for page in (german, asked_for):
        assert 'lang="de"' in page.text
        assert "Anmelden" == page.heading


def test_what_people_enter_is_text_and_no_markup(board: RelyingParty, browser: Browser) -> None:
    page = browser.open(board.address())

    shown = browser.submit(page, user='"><script>alert(1)</script>@nowhere.test')

    assert "<script>" not in shown.text
