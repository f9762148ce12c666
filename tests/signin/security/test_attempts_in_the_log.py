"""Attempts that failed: what the logs keep of them, and for whose eyes."""

from collections.abc import Iterator

import pyotp
import pytest

from tenantry.identifiers import new_id
from tests.support.browsers import Browser, Page
from tests.support.laptops import HEADER, Laptop
from tests.support.policies import require
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all, sign_in, visit
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_NOBODY = "00000000-0000-0000-0000-000000000000"
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(scope="session")
def board_abroad(resource: Tenant) -> RelyingParty:
    """An application of the other tenant."""
    return RelyingParty(resource)


@pytest.fixture
def browser(world: Installation) -> Browser:
    """A browser that says what it is."""
    browser = world.browser()
    browser.http.headers["User-Agent"] = _FIREFOX
    return browser


def rows(tenant: Tenant, condition: str) -> list[Json]:
    """Return the sign-ins of a tenant, the oldest first."""
    found: list[Json] = tenant.get(f"/auditLogs/signIns?$filter={condition}")["value"]
    return found[::-1]


def rows_of(tenant: Tenant, person: Json) -> list[Json]:
    return rows(tenant, f"userId eq '{person['id']}'")


def codes(found: list[Json]) -> list[int]:
    return [each["status"]["errorCode"] for each in found]


def test_each_way_to_fail_the_first_factor_has_its_number(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    page = browser.open(board.address(login_hint=ana["userPrincipalName"]))
    browser.submit(page, password="Wrong-Horse-1")
    form = {"username": ana["userPrincipalName"], "password": "wrong", "scope": "User.Read"}
    board.ask(browser, grant_type="password", **form)
    home.change(ana, passwordProfile={"forceChangePasswordNextSignIn": True})
    browser.submit(page, password=PASSWORD)
    home.change(ana, accountEnabled=False)
    browser.submit(page, password=PASSWORD)
    for number in range(10):
        browser.submit(page, password=f"Wrong-Horse-{number + 2}")
    browser.submit(page, password=PASSWORD)

    found = rows_of(home, ana)

    assert [50126, 50126, 50055, 50057, *[50126] * 10, 50053] == codes(found)
    first, by_script = found[:2]
    assert "password" in first["status"]["failureReason"]
    assert (board.app_id, "Browser", _FIREFOX) == tuple(
        first[name] for name in ("appId", "clientAppUsed", "userAgent")
    )
    assert ("Firefox 128.0", "Linux") == tuple(
        first["deviceDetail"][name] for name in ("browser", "operatingSystem")
    )
    assert first["ipAddress"]
    assert (True, False) == (first["isInteractive"], by_script["isInteractive"])


def test_a_name_that_nobody_has_is_not_kept_and_told_to_administrators_alone(
    home: Tenant, board: RelyingParty, browser: Browser
) -> None:
    name = f"my-password-{new_id()}@northwind.test"
    page = browser.open(board.address(login_hint=name))

    told = browser.submit(page, password="Wrong-Horse-1")

    trace = told.response.headers["x-ms-request-id"]
    entry = home.get(f"/auditLogs/signIns/{trace}")
    assert (_NOBODY, None, 50034) == (
        entry["userId"],
        entry["userPrincipalName"],
        entry["status"]["errorCode"],
    )
    assert "50034" not in told.text
    assert name not in str(entry)
    native = home.get_native(f"/tenants/{home.tenant_id}/signIns/{trace}")
    assert name not in str(native)


@pytest.mark.claim("TEN-007")
def test_the_tenant_that_is_visited_learns_of_its_own_guests_alone(
    home: Tenant, resource: Tenant, board_abroad: RelyingParty, browser: Browser, ana: Json
) -> None:
    address = board_abroad.address(login_hint=ana["userPrincipalName"])

    def fail() -> list[Json]:
        page = browser.submit(browser.open(address), password=f"Wrong-{new_id()}")
        trace = page.response.headers["x-ms-request-id"]
        return rows(resource, f"id eq '{trace}'")

    as_a_stranger = fail()
    invited = resource.invite(ana["userPrincipalName"])["invitedUser"]
    while_invited = fail()
    accept_all(browser, sign_in(browser, browser.open(address), ana))
    fresh = browser.open(f"{address}&prompt=login")
    page = browser.submit(fresh, password="Wrong-Horse-1")
    [as_a_guest] = rows(resource, f"id eq '{page.response.headers['x-ms-request-id']}'")

    assert [] == as_a_stranger == while_invited
    assert (invited["id"], 50126) == (as_a_guest["userId"], as_a_guest["status"]["errorCode"])
    assert ana["id"] not in str(as_a_guest)
    assert [50126, 50126, 0, 50126] == [code for code in codes(rows_of(home, ana)) if code != 65001]


@pytest.fixture
def mfa_of(world: Installation, home: Tenant, ana: Json) -> Iterator[pyotp.TOTP]:
    """Ana's authenticator app, in a tenant that asks her for it."""
    policy = require(home, "mfa", includeUsers=[ana["id"]])
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ana['id']}/softwareOath"
    yield pyotp.TOTP(world.ask("POST", path).json()["secret"])
    home.delete(f"/identity/conditionalAccess/policies/{policy}")


def test_a_second_factor_that_fails_is_in_the_log_and_a_decline_too(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, mfa_of: pyotp.TOTP
) -> None:
    asked = visit(browser, board, ana)
    wrong = browser.submit(asked, code="000000")
    consent = browser.submit(wrong, code=mfa_of.now())
    declined = browser.submit(consent, "answer=decline")

    found = rows_of(home, ana)

    assert "access_denied" == declined.answer["error"]
    assert [500121, 65004] == codes(found)
    assert ["failure", "success"] == [each["conditionalAccessStatus"] for each in found]


def test_what_is_refused_at_the_token_endpoint_is_in_the_log(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, landed: Page
) -> None:
    code = landed.answer["code"]
    board.redeem(browser, code, code_verifier="x" * 43)
    tokens = board.tokens(browser, landed)
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    board.ask(browser, **refresh, scope="Nothing.Known")
    board.redeem(browser, code)
    home.change(ana, accountEnabled=False)
    board.ask(browser, **refresh)

    found = rows_of(home, ana)

    assert [0, 501481, 650053, 54005] == codes(found)
    assert not any(each["isInteractive"] for each in found[1:])


def test_the_device_is_told_to_the_tenant_that_manages_it_alone(
    home: Tenant, resource: Tenant, board_abroad: RelyingParty, browser: Browser, ana: Json
) -> None:
    laptop = Laptop(home, isCompliant=True, trustType="AzureAd", isManaged=True)
    browser.http.headers[HEADER] = laptop.claim()
    resource.invite(ana["userPrincipalName"])
    landed = accept_all(browser, visit(browser, board_abroad, ana))

    [at_home] = rows_of(home, ana)
    [abroad] = rows(resource, f"id eq '{at_home['id']}'")

    assert landed.is_outside
    device = at_home["deviceDetail"]
    assert ("Laptop", True, True, "Azure AD joined") == tuple(
        device[name] for name in ("displayName", "isCompliant", "isManaged", "trustType")
    )
    assert device["deviceId"]
    assert ("", None, "Firefox 128.0") == tuple(
        abroad["deviceDetail"][name] for name in ("deviceId", "isCompliant", "browser")
    )
