"""People of a running lab, their browser, and the applications that they sign in to."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

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

    @property
    def issuer(self) -> str:
        """The issuer as a relying party is told it."""
        return f"{self.authority}/{self.tenant_id}/v2.0"


def register(board: LabApplication) -> Portal:
    """Register an application with redirect URIs of both kinds, a secret and a certificate."""
    certificate = make_certificate()
    application = board.ask(
        "POST",
        "/applications",
        {
            "displayName": "Portal",
            "signInAudience": "AzureADMultipleOrgs",
            "isFallbackPublicClient": True,
            "publicClient": {"redirectUris": ["http://localhost"]},
            "web": {"redirectUris": [REDIRECT_URI, "http://localhost/protected/redirect_uri"]},
            "spa": {"redirectUris": ["http://localhost/page"]},
            "keyCredentials": [
                {"type": "AsymmetricX509Cert", "usage": "Verify", "key": certificate.der}
            ],
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
