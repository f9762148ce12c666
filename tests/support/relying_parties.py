"""Applications that people sign in to, as their developers see them."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec

from tests.support.browsers import Browser, Page
from tests.support.tenants import Json, Tenant

REDIRECT_URI = "https://board.test/signed-in"
PASSWORD = "Correct-Horse-7"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789"


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def claims_of(token: str) -> Json:
    """Return what a client reads in a token."""
    payload = token.split(".")[1]
    claims: Json = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=="))
    return claims


class RelyingParty:
    """An application of *tenant*, registered over Graph; *given* are its properties there."""

    def __init__(self, tenant: Tenant, name: str = "Board", **given: object) -> None:
        values = {"displayName": name, "web": {"redirectUris": [REDIRECT_URI]}, **given}
        self.tenant = tenant
        self.application: Json = tenant.post("/applications", values)
        self.app_id: str = self.application["appId"]
        self.principal: Json = tenant.post("/servicePrincipals", {"appId": self.app_id})
        path = f"/applications/{self.application['id']}/addPassword"
        self.secret: str = tenant.post(path, {"passwordCredential": {"displayName": "s"}})[
            "secretText"
        ]
        self.redirect_uri = REDIRECT_URI

    def address(self, *, tenant: str = "", **parameters: object) -> str:
        """Return where the application sends a browser; an empty parameter is left out."""
        asked = {
            "client_id": self.app_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": "openid profile email offline_access User.Read",
            "state": "a state",
            "nonce": "a-nonce",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            "client_info": "1",
            **parameters,
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/{tenant or self.tenant.tenant_id}/oauth2/v2.0/authorize?{query}"

    def redeem(self, browser: Browser, code: str, **form: str) -> httpx.Response:
        """Return the answer to the code; *form* replaces parameters, an empty one is left out."""
        complete = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER,
            **form,
        }
        return self.ask(browser, **complete)

    def ask(self, browser: Browser, *, tenant: str = "", **form: str) -> httpx.Response:
        """Return the token endpoint's answer."""
        complete = {"client_id": self.app_id, "client_secret": self.secret, **form}
        body = {name: value for name, value in complete.items() if value}
        path = f"/{tenant or self.tenant.tenant_id}/oauth2/v2.0/token"
        return httpx.Client(
            transport=browser.http._transport,  # noqa: SLF001  # no cookie goes along
            base_url=browser.base_url,
        ).post(path, data=body)

    def tokens(self, browser: Browser, landed: Page) -> dict[str, Any]:
        """Return the tokens for the code that the browser came back with."""
        response = self.redeem(browser, landed.answer["code"])
        assert response.status_code == 200, response.text
        tokens: dict[str, Any] = response.json()
        return tokens


def order_api(tenant: Tenant) -> RelyingParty:
    """Return an API of *tenant*, with the permission `Orders.Read`, that calls Graph itself."""
    scope = {
        "id": "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
        "value": "Orders.Read",
        "type": "User",
        "isEnabled": True,
        "adminConsentDisplayName": "Read orders",
        "adminConsentDescription": "Read all orders",
    }
    return RelyingParty(tenant, "Shop", api={"oauth2PermissionScopes": [scope]})


def on_behalf(app: RelyingParty, browser: Browser, assertion: str, **form: str) -> Json:
    """Return the answer to the API that acts for its caller."""
    complete = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "requested_token_use": "on_behalf_of",
        "assertion": assertion,
        "scope": "openid offline_access User.Read",
        **form,
    }
    answer: Json = app.ask(browser, **complete).json()
    return answer


def sign_in(browser: Browser, page: Page, user: Json, *, password: str = PASSWORD) -> Page:
    """Answer the pages that ask who somebody is, and return what comes then."""
    if page.heading == "Choose an account":
        page = browser.submit(page, "account=another")
    if page.heading == "Sign in":
        page = browser.submit(page, user=user["userPrincipalName"])
    assert page.heading == "Enter your password", page.text
    return browser.submit(page, password=password)


def accept_all(browser: Browser, page: Page) -> Page:
    """Accept whatever is asked until the application is answered."""
    while not page.is_outside and page.heading in {"Permissions requested", "Review permissions"}:
        page = browser.submit(page, "answer=accept")
    return page


def visit(browser: Browser, board: RelyingParty, person: Json) -> Page:
    """Sign in to the application and return the page that comes after the password."""
    return sign_in(browser, browser.open(board.address()), person)
