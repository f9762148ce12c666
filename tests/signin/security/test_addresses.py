"""Addresses: nothing that somebody sends leads a browser, or a header, elsewhere."""

import re
from html import unescape
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tenantry.signin.cookies import BINDING, SESSION, written_cookie
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import RelyingParty
from tests.support.tenants import Json, Tenant

_ODD_TENANTS = [
    "\r\nSet-Cookie: tenantry-session=x",
    "\\evil.test",
    "?x",
    "#x",
    "\N{SNOWMAN}",
    "..",
]


@pytest.mark.parametrize("tenant", _ODD_TENANTS)
def test_whatever_a_tenant_is_called_the_browser_stays_here_and_headers_are_whole(
    board: RelyingParty, browser: Browser, tenant: str
) -> None:
    path = f"/{quote(tenant, safe='')}/oauth2/v2.0/authorize"
    if tenant == "..":
        path = "/%2E%2E/oauth2/v2.0/authorize"

    response = browser.http.post(path, data={"client_id": board.app_id})

    location = response.headers["Location"]
    assert location.startswith(f"{browser.base_url}/")
    assert path.split("/")[1].replace("%2E", ".") == location.split("/")[3]
    assert location.isascii()
    assert location.isprintable()
    assert "tenantry-session" not in browser.http.cookies


@pytest.mark.parametrize("tenant", ["\\evil.test", "\r\nx", "a?b"])
def test_a_form_leads_here_whatever_the_tenant_of_its_address(
    board: RelyingParty, browser: Browser, tenant: str
) -> None:
    begun = browser.open(board.address())

    page = browser.open(
        f"/{quote(tenant, safe='')}/identify?{urlencode({'ctx': begun.form.fields['ctx']})}"
    )

    assert f"/{quote(tenant, safe='')}/identify" == page.form.action


def test_what_an_application_sends_is_text_in_the_answer(
    board: RelyingParty, browser: Browser
) -> None:
    state = 'x\r\nSet-Cookie: a=b\r\n\r\n"><script>alert(1)</script>'

    for mode in ("query", "fragment", "form_post"):
        page = browser.open(board.address(prompt="none", state=state, response_mode=mode))

        assert state == page.answer["state"]
        assert "<script>alert" not in page.text
        assert "a" not in browser.http.cookies


@pytest.mark.parametrize("state", ["x", 'javascript:alert(1)//"><script>', "https://evil.test/"])
def test_the_links_of_an_error_lead_here_or_to_the_registered_address(
    resource: Tenant, home: Tenant, browser: Browser, landed: Page, state: str
) -> None:
    theirs = RelyingParty(resource, signInAudience="AzureADMultipleOrgs")

    page = browser.open(theirs.address(state=state))

    assert "You cannot be signed in" == page.heading
    links = [unescape(each) for each in re.findall(r'href="([^"]+)"', page.text)]
    outside = [each for each in links if not each.startswith((f"{browser.base_url}/", "/"))]
    assert outside
    assert {theirs.redirect_uri} == {each.partition("?")[0] for each in outside}


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.test",
        "/\\evil.test",
        "https://board.test@evil.test/signed-in",
        "https://board.test/signed-in.evil.test",
        "https://board.test/signed-in#https://evil.test",
        "https://board.test/signed-in\r\nSet-Cookie: a=b",
        "https://board.test",
        "javascript:alert(1)",
    ],
)
def test_signing_out_leads_nowhere_but_to_a_registered_address(
    home: Tenant, board: RelyingParty, browser: Browser, wanted: str
) -> None:
    asked = urlencode({"post_logout_redirect_uri": wanted})

    page = browser.open(f"/{home.tenant_id}/oauth2/v2.0/logout?{asked}")

    assert not page.is_outside
    assert 400 == page.response.status_code
    assert not [each for each in re.findall(r'href="([^"]+)"', page.text) if "evil" in each]


@pytest.mark.parametrize(
    "registered", ["https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.test/\N{SNOWMAN}"]
)
def test_a_redirect_uri_that_no_header_can_carry_is_none(
    home: Tenant, browser: Browser, registered: str
) -> None:
    app = RelyingParty(home, web={"redirectUris": [registered]})

    page = browser.open(app.address(redirect_uri=registered, prompt="none"))

    assert "AADSTS50011" in page.text


def test_a_correlation_id_that_is_no_id_is_not_repeated(browser: Browser, home: Tenant) -> None:
    address = f"/{home.tenant_id}/login?client-request-id=x%0d%0aSet-Cookie:%20a=b"

    response = browser.http.get(address)

    assert response.headers["x-ms-request-id"] == response.headers["client-request-id"]
    assert "a" not in browser.http.cookies


@pytest.mark.parametrize("kind", [BINDING, SESSION])
def test_over_https_a_cookie_is_of_this_host_alone_and_never_sent_in_clear(kind: str) -> None:
    cookie = written_cookie(kind, "x" * 40, is_secure=True)

    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-")
    assert {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"} == set(attributes)


def test_a_person_is_sent_to_their_password_at_an_address_of_this_server(
    board: RelyingParty, browser: Browser, ana: Json
) -> None:
    hint = f"https://evil.test/{ana['userPrincipalName']}"

    page = browser.open(board.address(login_hint=hint))

    assert not page.is_outside
    assert urlsplit(browser.base_url).netloc == urlsplit(page.url).netloc
