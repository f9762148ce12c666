"""People of a running lab, their browser, and the applications that they sign in to."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from tenantry.identifiers import new_id
from tests.clients.applications import LabApplication
from tests.support.browsers import Browser, Page
from tests.support.certificates import Certificate, make_certificate
from tests.support.relying_parties import accept_all, sign_in

REDIRECT_URI = "http://localhost:5000/signed-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a password."""

    id: str
    user_principal_name: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """An application that people sign in to: a public client, and a confidential one."""

    authority: str
    graph: str
    tenant_id: str
    client_id: str
    client_secret: str
    certificate: Certificate
    ca_file: str

    def profile(self, token: str) -> dict[str, Any]:
        """Return what Graph tells the person of this token about themselves."""
        trust = ssl.create_default_context(cafile=self.ca_file)
        headers = {"Authorization": f"Bearer {token}"}
        told: dict[str, Any] = httpx.get(f"{self.graph}/me", headers=headers, verify=trust).json()
        return told

    @property
    def issuer(self) -> str:
        """The issuer as a relying party is told it."""
        return f"{self.authority}/{self.tenant_id}/v2.0"


def register_api(board: LabApplication) -> Portal:
    """Register an application that others call for people."""
    scope = {
        "id": new_id(),
        "value": "Orders.Read",
        "type": "User",
        "isEnabled": True,
        "adminConsentDisplayName": "Read orders",
        "adminConsentDescription": "Read the orders of a person.",
    }
    made = register(board, "Shop", api={"oauth2PermissionScopes": [scope]})
    uris = {"identifierUris": [f"api://{made.client_id}"]}
    board.ask("PATCH", f"/applications(appId='{made.client_id}')", uris)
    return made


def register(board: LabApplication, name: str = "Portal", **given: Any) -> Portal:
    """Register an application with redirect URIs of both kinds, a secret and a certificate.

    *given* are more of its properties.
    """
    certificate = make_certificate()
    application = board.ask(
        "POST",
        "/applications",
        {
            "displayName": name,
            "signInAudience": "AzureADMultipleOrgs",
            "isFallbackPublicClient": True,
            "publicClient": {"redirectUris": ["http://localhost"]},
            "web": {"redirectUris": [REDIRECT_URI, "http://localhost/protected/redirect_uri"]},
            "spa": {"redirectUris": ["http://localhost/page"]},
            "keyCredentials": [
                {"type": "AsymmetricX509Cert", "usage": "Verify", "key": certificate.der}
            ],
            **given,
        },
    )
    board.ask("POST", "/servicePrincipals", {"appId": application["appId"]})
    secret = board.ask("POST", f"/applications/{application['id']}/addPassword", {})
    return Portal(
        authority=board.authority,
        graph=board.graph,
        tenant_id=board.tenant_id,
        client_id=application["appId"],
        client_secret=secret["secretText"],
        certificate=certificate,
        ca_file=board.ca_file,
    )


def confirm_code(portal: Portal, url: str, code: str, person: Person) -> None:
    """Type the code of a device, and let the person sign in for it."""
    named = {"userPrincipalName": person.user_principal_name}
    with new_browser(portal) as browser:
        asked = browser.submit(browser.open(url), user_code=code)
        page = browser.submit(asked, "answer=accept")
        page = accept_all(browser, sign_in(browser, page, named, password=person.password))
        assert page.heading == "You are signed in", page.text


def person_of(lab: Mapping[str, Any], tenant_id: str) -> Person:
    """Return somebody of the tenant."""
    user = next(user for user in lab["users"] if user["tenantId"] == tenant_id)
    return Person(
        id=user["id"],
        user_principal_name=user["userPrincipalName"],
        password=user["password"],
    )


@contextmanager
def new_browser(portal: Portal) -> Iterator[Browser]:
    """Give a browser that has been nowhere."""
    trust = ssl.create_default_context(cafile=portal.ca_file)
    browser = Browser(httpx.HTTPTransport(verify=trust), portal.authority)
    with browser.http:
        yield browser


def go_through(browser: Browser, url: str, person: Person) -> Page:
    """Open *url*, sign in, consent; return where the application is answered."""
    named = {"userPrincipalName": person.user_principal_name}
    page = sign_in(browser, browser.open(url), named, password=person.password)
    return accept_all(browser, page)


def code_for(portal: Portal, person: Person) -> str:
    """Let the person sign in and agree; return the code that their browser brings."""
    asked = {
        "client_id": portal.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile offline_access https://graph.microsoft.com/User.Read",
    }
    url = f"{portal.authority}/{portal.tenant_id}/oauth2/v2.0/authorize?{urlencode(asked)}"
    with new_browser(portal) as browser:
        return go_through(browser, url, person).answer["code"]


def join(tenant: LabApplication, portal: Portal, person: Person) -> dict[str, Any]:
    """Invite the person into another tenant, let them redeem it, and return the guest."""
    body = {
        "invitedUserEmailAddress": person.user_principal_name,
        "inviteRedirectUrl": "https://apps.test/",
    }
    invitation = tenant.ask("POST", "/invitations", body)
    with new_browser(portal) as browser:
        assert go_through(browser, invitation["inviteRedeemUrl"], person).is_outside
    guest: dict[str, Any] = invitation["invitedUser"]
    return guest
