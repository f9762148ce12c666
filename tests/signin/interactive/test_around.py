"""What surrounds a sign-in: userinfo, signing out, passwords of scripts, the log."""

import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    PASSWORD,
    RelyingParty,
    accept_all,
    claims_of,
    sign_in,
    visit,
)
from tests.support.tenants import Json, Tenant


@pytest.fixture
def landed(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """Where Ana's browser came back to the application."""
    return accept_all(browser, sign_in(browser, browser.open(board.address()), ana))


@pytest.fixture
def tokens(board: RelyingParty, browser: Browser, landed: Page) -> Json:
    """The tokens for the code."""
    return board.tokens(browser, landed)


def test_userinfo_tells_what_was_agreed_to(browser: Browser, tokens: Json) -> None:
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}

    by_get = browser.http.get("/oidc/userinfo", headers=bearer)
    by_post = browser.http.post("/oidc/userinfo", data={"access_token": tokens["access_token"]})

    told = {
        "sub": claims_of(tokens["id_token"])["sub"],
        "name": "Ana",
        "email": "ana@northwind.test",
    }
    assert told == by_get.json() == by_post.json()
    assert "no-store" == by_get.headers["Cache-Control"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_userinfo_wants_a_token_of_a_user(browser: Browser, token: str) -> None:
    response = browser.http.get("/oidc/userinfo", headers={"Authorization": f"Bearer {token}"})

    assert (401, "invalid_token") == (response.status_code, response.json()["error"])


def test_an_application_has_no_userinfo(board: RelyingParty, browser: Browser) -> None:
    scope = "https://graph.microsoft.com/.default"
    own = board.ask(browser, grant_type="client_credentials", scope=scope).json()

    response = browser.http.get(
        "/oidc/userinfo", headers={"Authorization": f"Bearer {own['access_token']}"}
    )

    assert 401 == response.status_code


def test_signing_out_ends_every_session_of_the_browser(
    home: Tenant, board: RelyingParty, browser: Browser, landed: Page
) -> None:
    path = f"/{home.tenant_id}/oauth2/v2.0/logout"

    out = browser.open(f"{path}?post_logout_redirect_uri={board.redirect_uri}&state=x")
    silent = browser.open(board.address(prompt="none"))

    assert f"{board.redirect_uri}?state=x" == out.url
    assert "login_required" == silent.answer["error"]
    assert "You are signed out" == browser.open(path).heading


def test_nobody_is_sent_to_where_no_application_is(
    home: Tenant, board: RelyingParty, browser: Browser, landed: Page
) -> None:
    path = f"/{home.tenant_id}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.test/"

    page = browser.open(path)

    assert not page.is_outside
    assert 400 == page.response.status_code
    assert "login_required" == browser.open(board.address(prompt="none")).answer["error"]


def test_a_realm_is_told_by_the_domain_alone(browser: Browser, ana: Json) -> None:
    kinds = [
        browser.http.get(f"/common/userrealm/{name}?api-version=1.0").json()["account_type"]
        for name in ("ana@northwind.test", "nobody@northwind.test", "ana@nowhere.test", "ana")
    ]

    assert ["Managed", "Managed", "Unknown", "Unknown"] == kinds


def by_password(app: RelyingParty, browser: Browser, **form: str) -> Json:
    """Return the answer to Ana's name and password in the request."""
    complete = {
        "grant_type": "password",
        "username": "ana@northwind.test",
        "password": PASSWORD,
        "scope": "openid offline_access User.Read",
        **form,
    }
    answer: Json = app.ask(browser, **complete).json()
    return answer


def test_a_script_can_send_the_password_where_nothing_has_to_be_asked(
    board: RelyingParty, browser: Browser, tokens: Json, ana: Json
) -> None:
    answer = by_password(board, browser)
    at_any = by_password(board, browser, tenant="organizations")

    assert {"access_token", "id_token", "refresh_token"} <= answer.keys()
    assert ana["id"] == claims_of(at_any["access_token"])["oid"]


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ({"password": "Wrong-Horse-7"}, 50126),
        ({"username": "nobody@northwind.test"}, 50126),
        ({"username": "ana@nowhere.test"}, 50126),
        ({"client_secret": "wrong"}, 7000215),
        ({"client_secret": ""}, 7000218),
        ({"scope": "User.ReadWrite"}, 65001),
        ({"username": ""}, 900144),
    ],
)
def test_a_password_that_is_sent_is_judged_as_one_on_a_page(
    board: RelyingParty, browser: Browser, tokens: Json, form: dict[str, str], number: int
) -> None:
    assert [number] == by_password(board, browser, **form)["error_codes"]


def test_a_tenant_takes_no_password_of_another(
    resource: Tenant, browser: Browser, ana: Json
) -> None:
    other = RelyingParty(resource, "Other")

    assert [50126] == by_password(other, browser)["error_codes"]


def test_a_sign_in_and_a_renewal_are_in_the_log(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, tokens: Json
) -> None:
    board.ask(browser, grant_type="refresh_token", refresh_token=tokens["refresh_token"])

    entries = home.get("/auditLogs/signIns")["value"]

    assert [(False, 0), (True, 0)] == [
        (entry["isInteractive"], entry["status"]["errorCode"]) for entry in entries
    ]
    assert {(ana["id"], board.app_id)} == {(entry["userId"], entry["appId"]) for entry in entries}


def test_a_refusal_is_in_the_logs_of_both_tenants_by_the_id_on_the_page(
    home: Tenant, resource: Tenant, browser: Browser, ana: Json
) -> None:
    board = RelyingParty(resource)
    refused = visit(browser, board, ana)

    [here] = resource.get("/beta/auditLogs/signIns")["value"]
    [at_home] = home.get("/beta/auditLogs/signIns")["value"]

    for entry in (here, at_home):
        assert 50020 == entry["status"]["errorCode"]
        assert "b2bCollaboration" == entry["crossTenantAccessType"]
        assert entry["id"] in refused.text
