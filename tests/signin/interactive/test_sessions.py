"""Who is signed in with a browser, for how long, and what ends it."""

import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def signed_in(board: RelyingParty, browser: Browser, ana: Json) -> Browser:
    """A browser in which Ana is signed in, and agreed to what the application asks for."""
    accept_all(browser, sign_in(browser, browser.open(board.address()), ana))
    return browser


def test_who_is_signed_in_is_not_asked_again(board: RelyingParty, signed_in: Browser) -> None:
    landed = signed_in.open(board.address(prompt="none"))

    assert "code" in landed.answer


@pytest.mark.parametrize(
    ("parameters", "heading"),
    [
        ({"prompt": "login"}, "Choose an account"),
        ({"prompt": "login", "login_hint": "ana@northwind.test"}, "Enter your password"),
        ({"prompt": "select_account"}, "Choose an account"),
        ({"prompt": "consent"}, "Permissions requested"),
        ({"login_hint": "ben@northwind.test"}, "Enter your password"),
        ({"login_hint": "ben@nowhere.test"}, "Enter the code"),
    ],
)
def test_a_request_can_ask_for_a_page(
    board: RelyingParty, signed_in: Browser, parameters: dict[str, str], heading: str
) -> None:
    assert heading == signed_in.open(board.address(**parameters)).heading


def test_an_authentication_that_is_too_old_is_done_again(
    world: Installation, board: RelyingParty, signed_in: Browser, ana: Json
) -> None:
    world.advance("PT2H")
    young = signed_in.open(board.address(max_age="10000"))
    old = signed_in.open(board.address(max_age="3600"))
    landed = sign_in(signed_in, old, ana)

    assert young.is_outside
    assert "Enter your password" == old.heading
    assert "code" in landed.answer


def test_a_session_ends_after_a_day(
    world: Installation, board: RelyingParty, signed_in: Browser
) -> None:
    world.advance("P1D")

    assert "login_required" == signed_in.open(board.address(prompt="none")).answer["error"]


@pytest.mark.parametrize("end", ["revoked", "password", "disabled", "deleted"])
def test_what_ends_a_session(
    home: Tenant, board: RelyingParty, signed_in: Browser, ana: Json, end: str
) -> None:
    if end == "revoked":
        home.post(f"/users/{ana['id']}/revokeSignInSessions")
    elif end == "password":
        home.change(ana, passwordProfile={"password": "Another-Horse-8"})
    elif end == "disabled":
        home.change(ana, accountEnabled=False)
    else:
        home.remove(ana)

    assert "login_required" == signed_in.open(board.address(prompt="none")).answer["error"]


def test_a_cookie_from_before_the_sign_in_is_worth_nothing_after_it(
    world: Installation, board: RelyingParty, signed_in: Browser, ana: Json
) -> None:
    planted = signed_in.http.cookies["tenantry-session"]
    again = signed_in.open(board.address(prompt="login", login_hint="ana@northwind.test"))
    sign_in(signed_in, again, ana)
    attacker = world.browser()
    attacker.http.cookies.set("tenantry-session", planted, domain="localhost.local", path="/")

    assert planted != signed_in.http.cookies["tenantry-session"]
    assert "login_required" == attacker.open(board.address(prompt="none")).answer["error"]


def test_two_people_can_be_signed_in_with_one_browser(
    home: Tenant, board: RelyingParty, signed_in: Browser
) -> None:
    ben = home.add_user("ben")
    page = sign_in(signed_in, signed_in.open(board.address(prompt="select_account")), ben)
    accept_all(signed_in, page)

    silent = signed_in.open(board.address(prompt="none"))
    hinted = signed_in.open(board.address(prompt="none", login_hint="ben@northwind.test"))
    choice = signed_in.open(board.address())
    chosen = signed_in.submit(choice, button_of(choice, 0))

    assert "interaction_required" == silent.answer["error"]
    assert "ben" in str(claims_of(board.tokens(signed_in, hinted)["id_token"])["upn"])
    assert "Choose an account" == choice.heading
    assert chosen.is_outside


def button_of(page: Page, number: int) -> str:
    """Return a button of the page as `submit` names it."""
    name, value = page.form.buttons[number]
    return f"{name}={value}"


def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites(
    board: RelyingParty, browser: Browser
) -> None:
    response = browser.http.get(board.address())

    [cookie] = response.headers.get_list("Set-Cookie")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")


@pytest.mark.parametrize(("mode", "is_kept"), [("always", True), ("never", False)])
def test_a_policy_says_whether_a_session_outlives_the_browser(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, *, mode: str, is_kept: bool
) -> None:
    policy = {
        "displayName": "Shared desks",
        "state": "enabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {"includeApplications": ["All"]},
        },
        "sessionControls": {"persistentBrowser": {"isEnabled": True, "mode": mode}},
    }
    home.post("/identity/conditionalAccess/policies", policy)

    landed = accept_all(browser, sign_in(browser, browser.open(board.address()), ana))

    written = landed.response.headers.get_list("Set-Cookie")
    [session] = [each for each in written if each.startswith("tenantry-session=")]
    assert landed.is_outside
    assert is_kept == ("Max-Age=86400" in session)
