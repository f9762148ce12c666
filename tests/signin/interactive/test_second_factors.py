"""The page that asks for a second factor: codes and keys, set up where there are none."""

import re
from urllib.parse import urlencode

import pyotp
import pytest

from tests.support.authenticator import Authenticator
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import (
    RelyingParty,
    accept_all,
    claims_of,
    sign_in,
)
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def waiting(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """The page that Ana is at after her password."""
    return sign_in(browser, browser.open(board.address()), ana)


@pytest.fixture
def secret(world: Installation, home: Tenant, ana: Json) -> str:
    """The secret of Ana's authenticator app."""
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ana['id']}/softwareOath"
    return str(world.ask("POST", path).json()["secret"])


def test_a_code_is_a_second_factor(
    home: Tenant, board: RelyingParty, browser: Browser, waiting: Page, secret: str
) -> None:
    asked = _ask(browser, waiting, home)

    page = browser.submit(asked, code=pyotp.TOTP(secret).now())

    assert "Enter a code" == asked.heading
    assert ["mfa", "otp", "pwd"] == _methods(board, browser, page)


def test_a_wrong_code_is_told_and_proves_nothing(
    home: Tenant, browser: Browser, waiting: Page, secret: str
) -> None:
    page = _ask(browser, waiting, home)
    for code in ("000000", "12", "abcdef"):
        page = browser.submit(page, code=code)

        assert "The code is wrong" in page.text
        assert "Enter a code" == page.heading


def test_who_is_somebody_else_says_so_where_a_code_is_asked_for(
    home: Tenant, browser: Browser, waiting: Page, secret: str
) -> None:
    page = browser.submit(_ask(browser, waiting, home), "another=1")

    assert "Sign in" == page.heading


def test_a_used_code_is_told(
    home: Tenant, board: RelyingParty, browser: Browser, waiting: Page, secret: str
) -> None:
    code = pyotp.TOTP(secret).now()
    browser.submit(_ask(browser, waiting, home), code=code)
    waiting = browser.open(board.address())

    again = browser.submit(_ask(browser, waiting, home), code=code)

    assert "used before" in again.text


def test_ten_wrong_codes_lock(home: Tenant, browser: Browser, waiting: Page, secret: str) -> None:
    page = _ask(browser, waiting, home)
    for _ in range(10):
        page = browser.submit(page, code="000000")

    locked = browser.submit(page, code=pyotp.TOTP(secret).now())

    assert "Try again later" in locked.text


def test_who_has_none_sets_an_app_up_and_has_proved_it(
    home: Tenant, board: RelyingParty, browser: Browser, waiting: Page, ana: Json
) -> None:
    offered = _ask(browser, waiting, home)
    refused = browser.submit(offered, code="000000")

    page = browser.submit(refused, code=pyotp.TOTP(_key_of(refused)).now())

    assert "Set up an authenticator app" == offered.heading
    assert _key_of(offered) == _key_of(refused)
    assert "<svg" in offered.text
    assert ["mfa", "otp", "pwd"] == _methods(board, browser, page)
    path = f"/users/{ana['id']}/authentication/softwareOathMethods"
    assert 1 == len(home.get(path)["value"])


def test_a_key_is_set_up_and_then_proves(
    home: Tenant, board: RelyingParty, browser: Browser, waiting: Page, ana: Json
) -> None:
    key = Authenticator(origin=browser.base_url)
    offered = _ask(browser, waiting, home)
    page = browser.submit(offered, answer=key.create(offered.options))
    assert ["fido", "mfa", "pwd"] == _methods(board, browser, page)

    asked = _ask(browser, browser.open(board.address(prompt="consent")), home)
    wrong = browser.submit(asked, answer=Authenticator(origin=browser.base_url).sign(asked.options))
    right = browser.submit(wrong, answer=key.sign(wrong.options))

    assert "Use your security key" == asked.heading
    assert "The key was not accepted" in wrong.text
    assert "Permissions requested" == right.heading
    path = f"/users/{ana['id']}/authentication/fido2Methods"
    assert ["Security key"] == [each["displayName"] for each in home.get(path)["value"]]


def test_who_has_an_app_cannot_set_up_another_way_around_it(
    home: Tenant, browser: Browser, waiting: Page, ana: Json, world: Installation
) -> None:
    offered = _ask(browser, waiting, home)
    path = f"/tenantry/v1.0/tenants/{home.tenant_id}/users/{ana['id']}/softwareOath"
    world.ask("POST", path)

    refused = browser.submit(offered, code=pyotp.TOTP(_key_of(offered)).now())

    assert "The code is wrong" in refused.text
    codes = home.get(f"/users/{ana['id']}/authentication/softwareOathMethods")["value"]
    assert 1 == len(codes)


def test_a_policy_that_forbids_to_register_is_kept_and_its_exclusions_are(
    home: Tenant, browser: Browser, waiting: Page, ana: Json
) -> None:
    users = {"includeUsers": ["All"]}
    policy = _policy("block", users, {"includeUserActions": ["urn:user:registersecurityinfo"]})
    path = f"/identity/conditionalAccess/policies/{_add(home, policy)}"

    refused = _ask(browser, waiting, home)
    conditions = {**policy["conditions"], "users": {**users, "excludeUsers": [ana["id"]]}}
    home.patch(path, {"conditions": conditions})
    offered = _ask(browser, waiting, home)

    assert "AADSTS53003" in refused.text
    assert "Set up an authenticator app" == offered.heading


def test_a_proof_that_is_too_weak_leads_to_a_stronger_one(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, secret: str
) -> None:
    _add(home, _PHISHING_RESISTANT)
    key = Authenticator(origin=browser.base_url)

    asked = sign_in(browser, browser.open(board.address()), ana)
    offered = browser.submit(asked, code=pyotp.TOTP(secret).now())
    landed = browser.submit(offered, answer=key.create(offered.options))

    assert "Enter a code" == asked.heading
    assert "a stronger proof than the code" in offered.text
    assert "Permissions requested" == landed.heading


def test_who_cannot_prove_enough_is_refused_and_not_asked_again(
    world: Installation, resource: Tenant, browser: Browser, ana: Json
) -> None:
    _guest(world, resource, ana)
    _add(resource, _PHISHING_RESISTANT)

    page = sign_in(browser, browser.open(RelyingParty(resource, "Tool").address()), ana)
    if page.heading == "Set up an authenticator app":
        page = browser.submit(page, code=pyotp.TOTP(_key_of(page)).now())

    assert "AADSTS53003" in page.text


def test_a_guest_has_factors_of_its_own_in_the_tenant_that_wants_them(
    world: Installation, home: Tenant, resource: Tenant, browser: Browser, ana: Json
) -> None:
    guest = _guest(world, resource, ana)
    _add(resource, _policy("mfa", {"includeUsers": ["All"]}, {"includeApplications": ["All"]}))
    tool = RelyingParty(resource, "Tool")

    offered = sign_in(browser, browser.open(tool.address()), ana)
    landed = browser.submit(offered, code=pyotp.TOTP(_key_of(offered)).now())
    claims = claims_of(tool.tokens(browser, accept_all(browser, landed))["access_token"])
    later = world.browser()
    asked = sign_in(later, later.open(tool.address()), ana)

    assert f"/{resource.tenant_id}/mfa" == offered.path == asked.path
    assert "<script" not in offered.text
    assert "Enter a code" == asked.heading
    assert ["mfa", "otp", "pwd"] == sorted(claims["amr"])
    path = "/authentication/softwareOathMethods"
    assert 1 == len(resource.get(f"/users/{guest['id']}{path}")["value"])
    assert [] == home.get(f"/users/{ana['id']}{path}")["value"]


def test_where_home_is_trusted_the_factor_is_asked_for_at_home(
    world: Installation, home: Tenant, resource: Tenant, browser: Browser, ana: Json
) -> None:
    _guest(world, resource, ana)
    _add(resource, _policy("mfa", {"includeUsers": ["All"]}, {"includeApplications": ["All"]}))
    resource.patch(
        "/policies/crossTenantAccessPolicy/default", {"inboundTrust": {"isMfaAccepted": True}}
    )
    tool = RelyingParty(resource, "Tool")

    offered = sign_in(browser, browser.open(tool.address()), ana)
    landed = browser.submit(offered, code=pyotp.TOTP(_key_of(offered)).now())

    assert f"/{home.tenant_id}/mfa" == offered.path
    assert "code" in accept_all(browser, landed).answer
    path = f"/users/{ana['id']}/authentication/softwareOathMethods"
    assert 1 == len(home.get(path)["value"])


def test_the_page_of_a_tenant_that_is_not_visited_is_refused(
    resource: Tenant, browser: Browser, waiting: Page
) -> None:
    assert "AADSTS165000" in _ask(browser, waiting, resource).text


def test_without_the_session_nobody_is_asked(
    world: Installation, home: Tenant, browser: Browser, waiting: Page
) -> None:
    for name in list(browser.http.cookies):
        if "session" in name:
            del browser.http.cookies[name]

    assert "AADSTS165000" in _ask(browser, waiting, home).text


def test_a_proof_gives_the_browser_a_new_cookie(
    home: Tenant, browser: Browser, waiting: Page, secret: str
) -> None:
    before = dict(browser.http.cookies)

    browser.submit(_ask(browser, waiting, home), code=pyotp.TOTP(secret).now())

    assert before.keys() == dict(browser.http.cookies).keys()
    assert 1 == sum(before[name] != value for name, value in browser.http.cookies.items())


def test_only_the_script_of_the_page_may_run(home: Tenant, browser: Browser, waiting: Page) -> None:
    first, second = _ask(browser, waiting, home), _ask(browser, waiting, home)

    nonces = [_nonce_of(page) for page in (first, second)]
    assert nonces[0] != nonces[1]
    for page, nonce in zip((first, second), nonces, strict=True):
        policy = page.response.headers["Content-Security-Policy"]
        assert f"script-src 'nonce-{nonce}'" in policy
        assert "unsafe" not in policy
        assert 1 == page.text.count("<script")


def _policy(control: str, users: Json, applications: Json) -> Json:
    return {
        "displayName": f"Everybody: {control}",
        "state": "enabled",
        "conditions": {"users": users, "applications": applications},
        "grantControls": {"operator": "OR", "builtInControls": [control]},
    }


_PHISHING_RESISTANT: Json = {
    **_policy("mfa", {"includeUsers": ["All"]}, {"includeApplications": ["All"]}),
    "grantControls": {
        "operator": "OR",
        "authenticationStrength": {"id": "00000000-0000-0000-0000-000000000004"},
    },
}


def _add(tenant: Tenant, policy: Json) -> str:
    return str(tenant.post("/beta/identity/conditionalAccess/policies", policy)["id"])


def _guest(world: Installation, resource: Tenant, person: Json) -> Json:
    invited = {
        "invitedUserEmailAddress": person["mail"],
        "inviteRedirectUrl": "https://board.test",
    }
    return world.redeem(resource, resource.post("/invitations", invited), person)


def _ask(browser: Browser, waiting: Page, tenant: Tenant) -> Page:
    """Open the page of a second factor in the sign-in that waits."""
    query = urlencode({"ctx": waiting.form.fields["ctx"]})
    return browser.open(f"/{tenant.tenant_id}/mfa?{query}")


def _methods(board: RelyingParty, browser: Browser, page: Page) -> list[str]:
    tokens = board.tokens(browser, accept_all(browser, page))
    return sorted(claims_of(tokens["access_token"])["amr"])


def _key_of(page: Page) -> str:
    return page.text.partition('<code class="key">')[2].partition("<")[0]


def _nonce_of(page: Page) -> str:
    [nonce] = re.findall(r'<script nonce="([^"]+)"', page.text)
    return str(nonce)
