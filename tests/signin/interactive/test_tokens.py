"""Codes, refresh tokens and the tokens that they give."""

import pytest

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    VERIFIER,
    RelyingParty,
    accept_all,
    claims_of,
    order_api,
    sign_in,
)
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def landed(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """Where Ana's browser came back to the application, with a code."""
    return accept_all(browser, sign_in(browser, browser.open(board.address()), ana))


@pytest.fixture
def tokens(board: RelyingParty, browser: Browser, landed: Page) -> Json:
    """The tokens for the code."""
    return board.tokens(browser, landed)


def test_the_answer_has_what_clients_read(board: RelyingParty, ana: Json, tokens: Json) -> None:
    assert set(tokens) == {
        "access_token",
        "client_info",
        "expires_in",
        "ext_expires_in",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    }
    assert {"openid", "profile", "email", "offline_access", "User.Read"} == set(
        tokens["scope"].split()
    )
    info = claims_of(f".{tokens['client_info']}.")
    assert {"uid": ana["id"], "utid": board.tenant.tenant_id} == info


def test_the_tokens_tell_of_a_member(board: RelyingParty, ana: Json, tokens: Json) -> None:
    told = claims_of(tokens["id_token"])
    access = claims_of(tokens["access_token"])

    expected = {
        "acct": 0,
        "amr": ["pwd"],
        "email": "ana@northwind.test",
        "name": "Ana",
        "oid": ana["id"],
        "preferred_username": "ana@northwind.test",
        "tid": board.tenant.tenant_id,
        "upn": "ana@northwind.test",
        "ver": "2.0",
    }
    assert expected == {name: told[name] for name in expected}
    assert not {"idp", "groups", "wids", "roles", "c_hash"} & set(told)
    assert told["iss"] == access["iss"]
    assert 0 <= told["iat"] - told["auth_time"] < 60
    assert ("user", board.app_id, "User.Read email offline_access openid profile", []) == tuple(
        access[name] for name in ("idtyp", "appid", "scp", "roles")
    )
    assert access["sub"] != told["sub"] != ana["id"]


def test_two_applications_know_a_user_by_different_subjects(
    home: Tenant, board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    other = RelyingParty(home, "Other")
    landed = accept_all(browser, browser.open(other.address()))

    subjects = [
        claims_of(each["id_token"])["sub"] for each in (tokens, other.tokens(browser, landed))
    ]

    assert subjects[0] != subjects[1]


def test_a_code_is_good_once_and_its_second_use_ends_what_came_of_it(
    board: RelyingParty, browser: Browser, landed: Page, tokens: Json
) -> None:
    again = board.redeem(browser, landed.answer["code"])
    refreshed = board.ask(
        browser, grant_type="refresh_token", refresh_token=tokens["refresh_token"]
    )

    assert ("invalid_grant", [54005]) == (again.json()["error"], again.json()["error_codes"])
    assert "invalid_grant" == refreshed.json()["error"]


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ({"code_verifier": ""}, 501481),
        ({"code_verifier": VERIFIER + "x"}, 501481),
        ({"redirect_uri": "https://board.test/other"}, 700009),
        ({"client_secret": ""}, 7000218),
        ({"client_secret": "wrong"}, 7000215),
        ({"scope": "User.ReadWrite"}, 65001),
        ({"scope": "api://one/a api://two/b"}, 28000),
    ],
)
def test_a_code_is_good_only_for_who_asked_for_it(
    board: RelyingParty, browser: Browser, landed: Page, form: dict[str, str], number: int
) -> None:
    refused = board.redeem(browser, landed.answer["code"], **form)

    assert [number] == refused.json()["error_codes"]
    assert refused.status_code in {400, 401}
    assert 200 == board.redeem(browser, landed.answer["code"]).status_code


def test_a_verifier_does_not_help_where_the_challenge_was_taken_away(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    stripped = browser.open(board.address(code_challenge="", code_challenge_method=""))

    refused = board.redeem(browser, stripped.answer["code"])

    assert [501481] == refused.json()["error_codes"]


def test_a_code_without_a_challenge_takes_the_redirect_uri_it_was_asked_with(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    bare = browser.open(board.address(code_challenge="", code_challenge_method=""))
    code = bare.answer["code"]

    refused = board.redeem(browser, code, code_verifier="", redirect_uri="")
    redeemed = board.redeem(browser, code, code_verifier="")

    assert [700009] == refused.json()["error_codes"]
    assert 200 == redeemed.status_code


def test_a_plain_challenge_is_the_verifier_itself(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    plain = browser.open(board.address(code_challenge=VERIFIER, code_challenge_method="plain"))

    assert 200 == board.redeem(browser, plain.answer["code"]).status_code


def test_a_code_of_another_client_or_tenant_is_none(
    home: Tenant, resource: Tenant, board: RelyingParty, browser: Browser, landed: Page
) -> None:
    code = landed.answer["code"]
    other = RelyingParty(home, "Other")

    of_client = other.redeem(browser, code)
    of_tenant = board.redeem(browser, code, tenant=resource.tenant_id)
    at_any = board.redeem(browser, code, tenant="organizations")

    assert [700009] == of_client.json()["error_codes"]
    assert [9002313] == of_tenant.json()["error_codes"]
    assert 200 == at_any.status_code


def test_a_code_lives_ten_minutes(
    world: Installation, board: RelyingParty, browser: Browser, landed: Page
) -> None:
    world.advance("PT10M")

    assert [70008] == board.redeem(browser, landed.answer["code"]).json()["error_codes"]


def refresh(board: RelyingParty, browser: Browser, token: str, **form: str) -> Json:
    """Return the answer to a refresh token."""
    response = board.ask(browser, grant_type="refresh_token", refresh_token=token, **form)
    answer: Json = response.json()
    return answer


def test_a_refresh_token_is_followed_by_another(
    board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    second = refresh(board, browser, tokens["refresh_token"])
    third = refresh(board, browser, second["refresh_token"])

    assert 3 == len({each["refresh_token"] for each in (tokens, second, third)})
    assert claims_of(third["id_token"])["auth_time"] == claims_of(tokens["id_token"])["auth_time"]


def test_a_refresh_token_that_is_used_twice_ends_its_family(
    world: Installation, board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    second = refresh(board, browser, tokens["refresh_token"])
    parallel = refresh(board, browser, tokens["refresh_token"])
    world.advance("PT2M")

    reused = refresh(board, browser, tokens["refresh_token"])
    later = refresh(board, browser, second["refresh_token"])

    assert "access_token" in parallel
    assert [50173] == reused["error_codes"]
    assert "invalid_grant" == later["error"]


@pytest.mark.parametrize("end", ["revoked", "password", "disabled", "deleted", "unassigned"])
def test_what_ends_a_refresh_token(
    board: RelyingParty, browser: Browser, ana: Json, tokens: Json, end: str
) -> None:
    home = board.tenant
    if end == "revoked":
        home.post(f"/users/{ana['id']}/revokeSignInSessions")
    elif end == "password":
        home.change(ana, passwordProfile={"password": "Another-Horse-8"})
    elif end == "disabled":
        home.change(ana, accountEnabled=False)
    elif end == "deleted":
        home.remove(ana)
    else:
        path = f"/servicePrincipals/{board.principal['id']}"
        home.patch(path, {"appRoleAssignmentRequired": True})

    refused = refresh(board, browser, tokens["refresh_token"])

    number = {"disabled": 50057, "deleted": 70043, "unassigned": 50105}.get(end, 50173)
    assert [number] == refused["error_codes"]


@pytest.mark.parametrize("end", ["revoked", "disabled", "deleted"])
def test_what_ends_an_access_token(
    home: Tenant, browser: Browser, ana: Json, tokens: Json, end: str
) -> None:
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    before = browser.http.get("/v1.0/me", headers=bearer)
    if end == "revoked":
        home.post(f"/users/{ana['id']}/revokeSignInSessions")
    elif end == "disabled":
        home.change(ana, accountEnabled=False)
    else:
        home.remove(ana)

    after = browser.http.get("/v1.0/me", headers=bearer)

    assert (200, 401) == (before.status_code, after.status_code)


def test_a_refresh_token_lives_ninety_days_from_its_last_use(
    world: Installation, board: RelyingParty, browser: Browser, tokens: Json
) -> None:
    world.advance("P89D")
    second = refresh(board, browser, tokens["refresh_token"])
    world.advance("P90D")

    assert [700082] == refresh(board, browser, second["refresh_token"])["error_codes"]


def test_a_single_page_application_signs_in_anew_every_day(
    world: Installation, home: Tenant, browser: Browser, ana: Json
) -> None:
    app = RelyingParty(home, "Page", web=None, spa={"redirectUris": ["http://localhost:5090"]})
    app.redirect_uri, app.secret = "http://localhost:5090", ""
    landed = accept_all(browser, sign_in(browser, browser.open(app.address()), ana))
    tokens = app.tokens(browser, landed)
    world.advance("PT23H")
    second = refresh(app, browser, tokens["refresh_token"])
    world.advance("PT1H")

    assert [700082] == refresh(app, browser, second["refresh_token"])["error_codes"]


def test_without_offline_access_there_is_no_refresh_token(
    board: RelyingParty, browser: Browser, landed: Page
) -> None:
    narrow = browser.open(board.address(scope="openid"))

    tokens = board.tokens(browser, narrow)

    assert "refresh_token" not in tokens
    assert "id_token" in tokens


def test_an_id_token_can_come_beside_the_code(home: Tenant, browser: Browser, ana: Json) -> None:
    web = {
        "redirectUris": ["https://board.test/signed-in"],
        "implicitGrantSettings": {"enableIdTokenIssuance": True},
    }
    app = RelyingParty(home, "Hybrid", web=web)
    page = sign_in(browser, browser.open(app.address(response_type="code id_token")), ana)

    landed = accept_all(browser, page)

    told = claims_of(landed.answer["id_token"])
    assert "#" in landed.url
    assert "a-nonce" == told["nonce"]
    assert 22 == len(str(told["c_hash"]))
    assert 200 == app.redeem(browser, landed.answer["code"]).status_code


def test_an_application_of_the_tenant_is_a_resource_too(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    shop = order_api(home)
    asked = f"openid api://{shop.app_id}/Orders.Read"
    page = sign_in(browser, browser.open(board.address(scope=asked)), ana)
    told = page.text

    tokens = board.tokens(browser, accept_all(browser, page))

    access = claims_of(tokens["access_token"])
    assert "Read orders" in told
    assert (shop.app_id, "Orders.Read", board.app_id, "2.0") == tuple(
        access[name] for name in ("aud", "scp", "azp", "ver")
    )
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert 401 == browser.http.get("/v1.0/me", headers=bearer).status_code
    unknown = browser.open(board.address(scope=f"api://{shop.app_id}/Orders.Write", prompt="none"))
    assert "AADSTS650053" in unknown.answer["error_description"]


def test_the_azure_cli_is_in_every_tenant_and_needs_no_consent(
    resource: Tenant, browser: Browser, world: Installation
) -> None:
    ben = resource.add_user("ben")
    cli = AzureCli(resource)

    page = sign_in(browser, browser.open(cli.address(tenant="organizations")), ben)
    answer = cli.redeem(browser, page.answer["code"], tenant="organizations").json()

    assert page.url.startswith("http://localhost:8400?code=")
    assert resource.tenant_id == claims_of(answer["access_token"])["tid"]


class AzureCli(RelyingParty):
    """The command line that nobody registers."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.app_id = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
        self.secret = ""
        self.redirect_uri = "http://localhost:8400"


def test_a_token_lets_its_bearer_do_no_more_than_the_user_may(
    home: Tenant, browser: Browser, ana: Json
) -> None:
    cli = AzureCli(home)
    landed = sign_in(browser, browser.open(cli.address()), ana)
    bearer = {"Authorization": f"Bearer {cli.tokens(browser, landed)['access_token']}"}

    body = {
        "accountEnabled": True,
        "displayName": "Ben",
        "mailNickname": "ben",
        "passwordProfile": {"password": "Correct-Horse-7"},
        "userPrincipalName": "ben@northwind.test",
    }

    created = browser.http.post("/v1.0/users", json=body, headers=bearer)
    listed = browser.http.get("/v1.0/users", headers=bearer)

    assert (403, 200) == (created.status_code, listed.status_code)


def test_an_application_has_no_me(home: Tenant) -> None:
    response = home.ask("GET", "/me")

    assert 400 == response.status_code
    assert "/me" in response.json()["error"]["message"]
