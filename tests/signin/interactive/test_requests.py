"""Requests to sign in that are not sound: which are shown, and which the application is told."""

import pytest

from tests.support.browsers import Browser
from tests.support.relying_parties import RelyingParty, accept_all, sign_in
from tests.support.tenants import Json, Tenant


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "https://board.test/signed-in/",
        "https://board.test/signed-in?more=1",
        "https://board.test/signed-in#here",
        "https://board.test/signed-in/../out",
        "https://board.test.evil.test/signed-in",
        "https://board.test@evil.test/signed-in",
        "https://BOARD.test/signed-in",
        "http://board.test/signed-in",
        "//board.test/signed-in",
        "https:/\\evil.test",
        "javascript:alert(1)",
        "data:text/html,hello",
        "",
    ],
)
def test_nobody_is_sent_to_a_redirect_uri_that_is_not_registered(
    board: RelyingParty, browser: Browser, redirect_uri: str
) -> None:
    second = {"web": {"redirectUris": [board.redirect_uri, "https://board.test/other"]}}
    board.tenant.patch(f"/applications/{board.application['id']}", second)

    page = browser.open(board.address(redirect_uri=redirect_uri))

    assert not page.is_outside
    assert 400 == page.response.status_code
    assert "AADSTS50011" in page.text
    assert "You cannot be signed in" == page.heading


def test_an_unknown_client_is_told_to_the_person(board: RelyingParty, browser: Browser) -> None:
    unknown = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"
    for client_id, number in ((unknown, "700016"), ("no guid", "700016"), ("", "900144")):
        page = browser.open(board.address(client_id=client_id))

        assert f"AADSTS{number}" in page.text
        assert 400 == page.response.status_code


def test_an_application_of_another_tenant_is_unknown_here(
    resource: Tenant, board: RelyingParty, browser: Browser
) -> None:
    page = browser.open(board.address(tenant=resource.tenant_id))

    assert "AADSTS700016" in page.text


@pytest.mark.parametrize(
    ("parameters", "error", "number"),
    [
        ({"response_type": ""}, "invalid_request", "900144"),
        ({"response_type": "token"}, "unsupported_response_type", "700054"),
        ({"response_type": "code id_token"}, "unsupported_response_type", "700054"),
        ({"response_mode": "carrier_pigeon"}, "invalid_request", "900144"),
        ({"scope": ""}, "invalid_request", "900144"),
        ({"scope": "api://one/a api://two/b"}, "invalid_scope", "28000"),
        ({"prompt": "create"}, "invalid_request", "90023"),
        ({"prompt": "shout"}, "invalid_request", "900144"),
        ({"max_age": "-1"}, "invalid_request", "900144"),
        ({"code_challenge": "short"}, "invalid_request", "900144"),
        ({"code_challenge_method": "S512"}, "invalid_request", "900144"),
        ({"prompt": "none"}, "login_required", "50058"),
        ({"login_hint": "a" * 3000}, "invalid_request", "900144"),
    ],
)
def test_the_application_is_told_what_is_wrong_with_its_request(
    board: RelyingParty, browser: Browser, parameters: dict[str, str], error: str, number: str
) -> None:
    landed = browser.open(board.address(**parameters))

    assert landed.is_outside
    assert landed.url.startswith(board.redirect_uri)
    assert (error, "a state") == (landed.answer["error"], landed.answer["state"])
    assert f"AADSTS{number}: " in landed.answer["error_description"]


def test_a_parameter_that_comes_twice_is_refused(board: RelyingParty, browser: Browser) -> None:
    page = browser.open(f"{board.address()}&redirect_uri=https://evil.test/")

    assert "AADSTS9002313" in page.text


def test_a_public_client_has_to_send_a_challenge(home: Tenant, browser: Browser) -> None:
    native = {"web": None, "publicClient": {"redirectUris": ["http://localhost"]}}
    app = RelyingParty(home, "Native", **native)
    app.redirect_uri = "http://localhost:51234"

    refused = browser.open(app.address(code_challenge="", code_challenge_method=""))
    asked = browser.open(app.address())

    assert "AADSTS9002325" in refused.answer["error_description"]
    assert refused.url.startswith("http://localhost:51234?error=")
    assert "Sign in" == asked.heading


@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
def test_the_application_chooses_how_it_is_answered(
    board: RelyingParty, browser: Browser, mode: str
) -> None:
    landed = browser.open(board.address(response_mode=mode, prompt="none"))

    assert "login_required" == landed.answer["error"]
    assert "a state" == landed.answer["state"]
    if mode == "form_post":
        assert board.redirect_uri == landed.form.action
        assert (
            "form-action 'self' https://board.test;"
            in landed.response.headers["Content-Security-Policy"]
        )
    else:
        assert ("#" in landed.url) == (mode == "fragment")


def test_a_request_that_a_form_of_the_application_posts_is_the_same(
    board: RelyingParty, browser: Browser
) -> None:
    path, _, query = board.address().partition("?")
    fields = dict(pair.split("=", 1) for pair in query.split("&"))

    page = browser.post(path, {**fields, "redirect_uri": board.redirect_uri, "scope": "openid"})

    assert "Sign in" == page.heading


def test_an_application_that_asks_for_a_second_factor_gets_one(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    claims = '{"id_token":{"amr":{"essential":true,"values":["mfa"]}}}'

    once = accept_all(browser, sign_in(browser, browser.open(board.address()), ana))
    silent = browser.open(board.address(claims=claims, prompt="none"))
    offered = browser.open(board.address(claims=claims))

    assert "code" in once.answer
    assert ("interaction_required", True) == (
        silent.answer["error"],
        "AADSTS50076" in silent.answer["error_description"],
    )
    assert f"/{home.tenant_id}/mfa" == offered.path
