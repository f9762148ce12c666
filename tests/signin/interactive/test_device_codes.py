"""Devices without a browser, and APIs that call others for a user."""

from collections.abc import Mapping

import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    RelyingParty,
    accept_all,
    claims_of,
    on_behalf,
    order_api,
    sign_in,
)
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_SCOPE = "openid offline_access User.Read"


@pytest.fixture
def television(home: Tenant) -> RelyingParty:
    """An application on a device without a browser."""
    app = RelyingParty(home, "Television", isFallbackPublicClient=True)
    app.secret = ""
    return app


def begin(app: RelyingParty, browser: Browser, *, tenant: str = "") -> Json:
    """Return what the device is told."""
    path = f"/{tenant or app.tenant.tenant_id}/oauth2/v2.0/devicecode"
    form = {"client_id": app.app_id, "scope": _SCOPE}
    started: Json = browser.http.post(path, data=form).json()
    return started


def poll(app: RelyingParty, browser: Browser, started: Mapping[str, object]) -> Json:
    """Return what the device is told when it asks."""
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    answer: Json = app.ask(
        browser, grant_type=grant, device_code=str(started["device_code"])
    ).json()
    return answer


def confirm(browser: Browser, started: Mapping[str, object]) -> Page:
    """Type the code, and return the page that asks whether one began this."""
    page = browser.open("/device")
    typed = str(started["user_code"])
    return browser.submit(page, user_code=f"{typed[:4].lower()}-{typed[4:]}")


def test_a_person_signs_in_for_a_device(
    television: RelyingParty, browser: Browser, ana: Json
) -> None:
    started = begin(television, browser)
    pending = poll(television, browser, started)
    asked = confirm(browser, started)
    page = sign_in(browser, browser.submit(asked, "answer=accept"), ana)
    done = accept_all(browser, page)
    tokens = poll(television, browser, started)
    again = poll(television, browser, started)

    assert "authorization_pending" == pending["error"]
    assert "Sign in to Television?" == asked.heading
    assert "Go on only if you began this yourself" in asked.text
    assert "You are signed in" == done.heading
    assert ana["id"] == claims_of(tokens["access_token"])["oid"]
    assert "refresh_token" in tokens
    assert "bad_verification_code" == again["error"]


def test_whoever_did_not_begin_it_stops_it(television: RelyingParty, browser: Browser) -> None:
    started = begin(television, browser)

    page = browser.submit(confirm(browser, started), "answer=decline")

    assert "Nobody was signed in" == page.heading
    assert "No device waits for this code" in confirm(browser, started).text
    assert "authorization_declined" == poll(television, browser, started)["error"]


def test_a_code_of_a_device_lives_a_quarter_of_an_hour(
    world: Installation, television: RelyingParty, browser: Browser, ana: Json
) -> None:
    started, signed_in = begin(television, browser), begin(television, browser)
    page = browser.submit(confirm(browser, signed_in), "answer=accept")
    accept_all(browser, sign_in(browser, page, ana))
    world.advance("PT15M")

    assert "No device waits for this code" in confirm(browser, started).text
    assert ["expired_token"] * 2 == [
        poll(television, browser, each)["error"] for each in (started, signed_in)
    ]


def test_a_device_is_signed_in_only_by_the_browser_that_typed_its_code(
    world: Installation, television: RelyingParty, browser: Browser, ana: Json
) -> None:
    asked = confirm(browser, begin(television, browser))
    victim = world.browser()

    page = victim.post("/device", {**asked.form.fields, "answer": "accept"})

    assert "AADSTS165000" in page.text


def test_a_device_of_another_client_or_with_a_secret_gets_nothing(
    home: Tenant, television: RelyingParty, board: RelyingParty, browser: Browser
) -> None:
    started = begin(television, browser)
    other = RelyingParty(home, "Other", isFallbackPublicClient=True)

    assert "bad_verification_code" == poll(other, browser, started)["error"]
    assert [7000218] == begin(board, browser)["error_codes"]


def test_an_unknown_code_is_told(browser: Browser) -> None:
    page = browser.submit(browser.open("/device"), user_code="BCDFGHJK")

    assert "No device waits for this code" in page.text


def test_a_device_that_asks_too_often_is_told_to_wait_and_loses_nothing(
    world: Installation, television: RelyingParty, browser: Browser, ana: Json
) -> None:
    started = begin(television, browser)

    told = [poll(television, browser, started)["error"] for _ in range(2)]
    world.advance("PT5S")
    told.append(poll(television, browser, started)["error"])
    page = browser.submit(confirm(browser, started), "answer=accept")
    accept_all(browser, sign_in(browser, page, ana))
    tokens = poll(television, browser, started)

    assert ["authorization_pending", "slow_down", "authorization_pending"] == told
    assert "access_token" in tokens


def test_who_guesses_codes_has_to_wait_whatever_the_browser(
    world: Installation, television: RelyingParty, browser: Browser
) -> None:
    started = begin(television, browser)
    for letter in "BCDFGHJKLMNPQRSTVWXZ":
        guesser = world.browser()
        guesser.submit(guesser.open("/device"), user_code=f"BCDFGHJ{letter}")

    locked = confirm(world.browser(), started)
    world.advance("PT61S")
    later = confirm(world.browser(), started)

    assert "Too many wrong codes" in locked.text
    assert "Television" not in locked.text
    assert "Sign in to Television?" == later.heading


def test_wrong_codes_of_long_ago_do_not_count(
    world: Installation, television: RelyingParty, browser: Browser
) -> None:
    told = []
    for _ in range(2):
        for _ in range(19):
            page = browser.submit(browser.open("/device"), user_code="BCDFGHJK")
            told.append("No device waits for this code" in page.text)
        world.advance("PT15M")

    assert all(told)


@pytest.fixture
def shop(home: Tenant) -> RelyingParty:
    """An API of the tenant that calls Graph for its callers."""
    return order_api(home)


@pytest.fixture
def assertion(board: RelyingParty, shop: RelyingParty, browser: Browser, ana: Json) -> str:
    """The access token with which the application calls the API for Ana."""
    asked = board.address(scope=f"openid api://{shop.app_id}/Orders.Read")
    landed = accept_all(browser, sign_in(browser, browser.open(asked), ana))
    return str(board.tokens(browser, landed)["access_token"])


def test_an_api_calls_another_for_its_caller_who_agreed(
    shop: RelyingParty, browser: Browser, assertion: str, ana: Json
) -> None:
    before = on_behalf(shop, browser, assertion)
    accept_all(browser, browser.open(shop.address()))
    after = on_behalf(shop, browser, assertion)

    assert [65001] == before["error_codes"]
    told = claims_of(after["access_token"])
    assert (ana["id"], shop.app_id) == (told["oid"], told["appid"])
    bearer = {"Authorization": f"Bearer {after['access_token']}"}
    assert 200 == browser.http.get("/v1.0/me", headers=bearer).status_code


@pytest.mark.parametrize("wrong", ["audience", "signature", "form", "expired", "revoked", "secret"])
def test_an_api_acts_only_with_a_good_token_that_is_for_itself(
    world: Installation, board: RelyingParty, shop: RelyingParty, assertion: str, *, wrong: str
) -> None:
    browser, form, app = world.browser(), {}, shop
    if wrong == "audience":
        app = board
    elif wrong == "signature":
        head, payload, signature = assertion.split(".")
        assertion = f"{head}.{payload}.{signature[::-1]}"
    elif wrong == "form":
        assertion = "a.b.c"
    elif wrong == "expired":
        world.advance("PT1H")
    elif wrong == "revoked":
        oid = claims_of(assertion)["oid"]
        board.tenant.post(f"/users/{oid}/revokeSignInSessions")
    else:
        form = {"client_secret": ""}

    answer = on_behalf(app, browser, assertion, **form)

    assert [7000218 if wrong == "secret" else 50013] == answer["error_codes"]
