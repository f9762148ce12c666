"""Guessing: through whichever door, and what there is to guess."""

import math

import pytest

from tenantry.signin import device_codes
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import PASSWORD, RelyingParty
from tests.support.tenants import Json, Tenant

_GUESSES_A_SECOND = 1000
_LIKELY = 1 / 10_000


@pytest.mark.parametrize("is_known", [True, False])
def test_guesses_through_every_door_count_together_whoever_it_is(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, *, is_known: bool
) -> None:
    name = str(ana["userPrincipalName"])
    name = name if is_known else f"no-{name}"
    login = browser.open(board.address(login_hint=name))

    for number in range(4):
        guess = f"Wrong-Horse-{number}"
        asked = {"username": name, "password": f"{guess}-a", "scope": "User.Read"}
        board.ask(browser, grant_type="password", **asked)
        browser.submit(login, password=f"{guess}-b")
        _change(browser, home, login, f"{guess}-c")

    for refused in (
        browser.submit(login, password=PASSWORD),
        _change(browser, home, login, PASSWORD),
    ):
        assert "locked" in refused.text
    assert "tenantry-session" not in browser.http.cookies


def _change(browser: Browser, home: Tenant, login: Page, password: str) -> Page:
    """Ask for a new password, showing *password* for the one before."""
    new = {"new": "Battery-Staple-8", "repeated": "Battery-Staple-8"}
    fields = {**login.form.fields, **new, "password": password}
    return browser.post(f"/{home.tenant_id}/password", fields)


def test_the_code_that_a_person_types_for_a_device_is_hard_to_guess(
    home: Tenant, browser: Browser
) -> None:
    app = RelyingParty(home, "Television", isFallbackPublicClient=True)
    form = {"client_id": app.app_id, "scope": "openid"}
    path = f"/{home.tenant_id}/oauth2/v2.0/devicecode"

    begun = [browser.http.post(path, data=form).json() for _ in range(20)]

    codes = {each["user_code"] for each in begun}
    letters = set("".join(codes))
    possible = len(letters) ** min(map(len, codes))
    assert len(begun) == len(codes)
    assert _GUESSES_A_SECOND * device_codes.LIFETIME / possible < _LIKELY
    assert all(math.log2(64) * len(each["device_code"]) >= 256 for each in begun)
    assert all(each["user_code"] not in each["device_code"] for each in begun)


def test_a_guessed_code_tells_the_name_of_the_application_and_nothing_more(
    home: Tenant, browser: Browser, attacker: Browser
) -> None:
    app = RelyingParty(home, "Television", isFallbackPublicClient=True)
    path = f"/{home.tenant_id}/oauth2/v2.0/devicecode"
    begun = browser.http.post(path, data={"client_id": app.app_id, "scope": "openid"}).json()

    page = attacker.submit(attacker.open("/device"), user_code=begun["user_code"])

    assert "Television" in page.text
    for secret in (begun["device_code"], home.tenant_id, app.app_id):
        assert secret not in page.text
