"""The page where people see and change how they prove who they are."""

import pyotp
import pytest

from tests.support.authenticator import Authenticator
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_NEW = "Battery-Staple-8"


@pytest.fixture
def opened(home: Tenant, browser: Browser, ana: Json) -> Page:
    """The page, after Ana signed in for it."""
    return sign_in(browser, browser.open(_address(home)), ana)


def test_who_is_not_signed_in_signs_in_and_comes_back(opened: Page, home: Tenant) -> None:
    assert "Security info" == opened.heading
    assert f"/{home.tenant_id}/security-info" == opened.path
    assert "ana@northwind.test" in opened.text
    assert "none besides your password" in opened.text


def test_who_is_signed_in_already_is_not_asked_again(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    accept_all(browser, sign_in(browser, browser.open(board.address()), ana))

    assert "Security info" == browser.open(_address(home)).heading


def test_a_way_is_added_and_removed(
    home: Tenant, browser: Browser, opened: Page, ana: Json
) -> None:
    offered = _add(browser, opened)
    added = browser.submit(offered, code=pyotp.TOTP(_key_of(offered)).now())
    [method] = home.get(f"/users/{ana['id']}/authentication/softwareOathMethods")["value"]

    removed = browser.submit(added, f"remove=softwareOath/{method['id']}")

    assert "Security info" == added.heading
    assert "Authenticator app" in added.text
    assert "none besides your password" in removed.text
    assert [] == home.get(f"/users/{ana['id']}/authentication/softwareOathMethods")["value"]


def test_a_wrong_first_code_is_told(browser: Browser, opened: Page) -> None:
    refused = browser.submit(_add(browser, opened), code="000000")

    assert "The code is wrong" in refused.text
    assert _key_of(refused)


def test_a_key_is_added(browser: Browser, opened: Page) -> None:
    key = Authenticator(origin=browser.base_url)
    offered = _add(browser, opened)

    added = browser.submit(offered, answer=key.create(offered.options))

    assert "Security key" in added.text


def test_who_has_a_way_shows_it_before_anything_is_changed(
    world: Installation, home: Tenant, browser: Browser, opened: Page, ana: Json
) -> None:
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ana['id']}/softwareOath"
    seed = world.ask("POST", path).json()

    asked = browser.open(_address(home))
    posted = browser.submit(opened, "everywhere=1")
    shown = browser.submit(asked, code=pyotp.TOTP(seed["secret"]).now())

    assert "Enter a code" == asked.heading == posted.heading
    assert "Security info" == shown.heading
    assert "Authenticator app" in shown.text


def test_nobody_removes_what_is_of_somebody_else(
    world: Installation, home: Tenant, browser: Browser, opened: Page
) -> None:
    ben = home.add_user("ben")
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ben['id']}/softwareOath"
    theirs = world.ask("POST", path).json()["id"]

    fields = {**opened.form.fields, "remove": f"softwareOath/{theirs}"}
    browser.post(opened.path, fields)

    assert 1 == len(home.get(f"/users/{ben['id']}/authentication/softwareOathMethods")["value"])


def test_signing_out_everywhere_ends_every_browser_and_application(
    world: Installation, board: RelyingParty, browser: Browser, opened: Page, ana: Json
) -> None:
    other = world.browser()
    tokens = board.tokens(
        other, accept_all(other, sign_in(other, other.open(board.address()), ana))
    )
    world.advance("PT1S")

    done = browser.submit(opened, "everywhere=1")

    assert "You are signed out" == done.heading
    for each in (browser, other):
        assert each.open(board.address(prompt="none")).answer["error"] == "login_required"
    refreshed = board.ask(other, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert [50173] == refreshed.json()["error_codes"]


def test_the_password_is_changed_from_there(home: Tenant, browser: Browser, opened: Page) -> None:
    page = browser.open(opened.link("/password"))

    changed = browser.submit(page, password=PASSWORD, new=_NEW, repeated=_NEW)

    assert "Change your password" == page.heading
    assert "Security info" == changed.heading


def test_another_site_can_change_nothing(
    world: Installation, home: Tenant, browser: Browser, opened: Page
) -> None:
    posted = browser.post(opened.path, {"everywhere": "1"})

    assert "AADSTS165000" in posted.text
    assert "Security info" == browser.open(_address(home)).heading


def test_the_page_is_of_a_tenant(browser: Browser) -> None:
    for tenant in ("common", "organizations", "nowhere.test", "%00"):
        assert 400 == browser.open(f"/{tenant}/security-info").response.status_code


def test_a_person_of_another_tenant_is_refused_where_they_have_no_object(
    resource: Tenant, browser: Browser, opened: Page
) -> None:
    page = browser.open(_address(resource))

    assert "AADSTS50020" in page.text


def test_whatever_is_sent_is_refused_and_nothing_more(browser: Browser, opened: Page) -> None:
    fields = _add(browser, opened).form.fields
    sent: list[dict[str, str]] = [
        {"seed": "\0", "code": "\0"},
        {"answer": "\0", "challenge": "\0"},
        {"answer": '{"id": "\\u0000"}', "challenge": "x"},
        {"answer": "[]", "challenge": "x" * 5000},
        {"remove": "\0/\0"},
        {"remove": ""},
        {},
    ]

    statuses = {browser.post(opened.path, {**fields, **each}).response.status_code for each in sent}

    assert statuses <= {200, 400}
    assert "Security info" == browser.open(opened.url).heading


def _address(tenant: Tenant) -> str:
    return f"/{tenant.tenant_id}/security-info"


def _add(browser: Browser, page: Page) -> Page:
    return browser.open(page.link("add=1"))


def _key_of(page: Page) -> str:
    return page.text.partition('<code class="key">')[2].partition("<")[0]
