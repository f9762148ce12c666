"""Passwords on the pages: locked after too many wrong ones, changed where they must be."""

import pyotp
import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_NEW = "Battery-Staple-8"


@pytest.fixture
def password_page(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """The page that asks for Ana's password."""
    return browser.open(board.address(login_hint="ana@northwind.test"))


@pytest.mark.parametrize("user", ["ana@northwind.test", "nobody@northwind.test"])
def test_ten_wrong_passwords_lock_for_a_minute_whoever_it_is(
    world: Installation, board: RelyingParty, browser: Browser, ana: Json, user: str
) -> None:
    page = browser.open(board.address(login_hint=user))
    for number in range(10):
        assert "is wrong" in browser.submit(page, password=f"Wrong-Horse-{number}").text

    locked = browser.submit(page, password=PASSWORD)
    world.advance("PT61S")
    later = browser.submit(page, password=PASSWORD)

    assert "This account is locked for a while" in locked.text
    assert "locked" not in later.text


def test_a_password_that_must_be_changed_is_changed_before_anything_else(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, password_page: Page
) -> None:
    home.change(ana, passwordProfile={"forceChangePasswordNextSignIn": True})

    asked = browser.submit(password_page, password=PASSWORD)
    landed = accept_all(browser, browser.submit(asked, password=PASSWORD, new=_NEW, repeated=_NEW))

    assert "Change your password" == asked.heading
    assert "tenantry-session" not in str(asked.response.headers)
    assert "access_token" in board.tokens(browser, landed)


def test_what_cannot_be_the_new_password_is_told_and_changes_nothing(
    home: Tenant, browser: Browser, ana: Json, password_page: Page
) -> None:
    home.change(ana, passwordProfile={"forceChangePasswordNextSignIn": True})
    asked = browser.submit(password_page, password=PASSWORD)

    for old, new, repeated, told in (
        (PASSWORD, _NEW, "Other-Staple-8", "two different"),
        (PASSWORD, "weak", "weak", "too weak"),
        (PASSWORD, PASSWORD, PASSWORD, "is the current one"),
        ("Wrong-Horse-7", _NEW, _NEW, "password is wrong"),
    ):
        refused = browser.submit(asked, password=old, new=new, repeated=repeated)
        assert "Change your password" == refused.heading
        assert told in refused.text

    assert "Change your password" == browser.submit(password_page, password=PASSWORD).heading


def test_a_change_that_takes_a_second_factor_asks_for_a_code(
    world: Installation, home: Tenant, browser: Browser, ana: Json, password_page: Page
) -> None:
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ana['id']}/softwareOath"
    secret = world.ask("POST", path).json()["secret"]
    home.change(ana, passwordProfile={"forceChangePasswordNextSignInWithMfa": True})

    asked = browser.submit(password_page, password=PASSWORD)
    entered = {"password": PASSWORD, "new": _NEW, "repeated": _NEW}
    refused = browser.submit(asked, **entered, code="000000")
    changed = browser.submit(refused, **entered, code=pyotp.TOTP(secret).now())

    assert "code" in asked.form.fields
    assert "enter a code of your authenticator app" in refused.text
    assert "Permissions requested" == changed.heading


def test_the_page_of_another_tenant_changes_no_password(
    home: Tenant, resource: Tenant, browser: Browser, ana: Json, password_page: Page
) -> None:
    home.change(ana, passwordProfile={"forceChangePasswordNextSignIn": True})
    asked = browser.submit(password_page, password=PASSWORD)
    fields = {**asked.form.fields, "password": PASSWORD, "new": _NEW, "repeated": _NEW}

    refused = browser.post(f"/{resource.tenant_id}/password", fields)

    assert "is wrong" in refused.text
    assert "Change your password" == browser.submit(password_page, password=PASSWORD).heading
