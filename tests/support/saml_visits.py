"""Coming back from the identity provider of an organization, as browsers do."""

from typing import Any

import httpx

from tests.support.browsers import Browser, Page
from tests.support.federations import FEDERATIONS
from tests.support.saml_provider import Asked, Said, SamlProvider
from tests.support.tenants import Json, Tenant

LAMNA = "lamna.example"


def federate(
    tenant: Tenant, provider: SamlProvider, *domains: str, protocol: str = "saml", **changes: Any
) -> Json:
    """Let *tenant* believe the provider about people of *domains*."""
    body = {
        "displayName": "Lamna",
        "issuerUri": provider.issuer,
        "passiveSignInUri": "https://idp.lamna.example/sso",
        "preferredAuthenticationProtocol": protocol,
        "signingCertificate": provider.certificate.der,
        "domains": [{"id": domain} for domain in domains],
        **changes,
    }
    made: Json = tenant.post(FEDERATIONS.removeprefix("/v1.0"), body)
    return made


def way_out(page: Page) -> str:
    """Return where a page sends the browser: at once, or by the link that it follows by itself."""
    return page.url if page.is_outside else page.link("https://idp.")


def arrive(browser: Browser, reply_to: str, form: dict[str, str]) -> Page:
    """Post an answer from the provider's site: our cookies stay behind at first."""
    transport = browser.http._transport  # noqa: SLF001  # the same server, another jar
    stranger = httpx.Client(transport=transport, base_url=browser.base_url)
    response = stranger.post(reply_to, data=form)
    page = Page(url=str(response.url), response=response)
    return browser.submit(page) if response.status_code == 200 else page


def answer_saml(browser: Browser, page: Page, provider: SamlProvider, said: Said) -> Page:
    """Let the provider say who somebody is, and return the page that follows."""
    asked = provider.read_saml(way_out(page))
    return arrive(browser, asked.reply_to, provider.response(asked, said))


def answer_ws_federation(browser: Browser, page: Page, provider: SamlProvider, said: Said) -> Page:
    """Do the same by WS-Federation."""
    asked: Asked = provider.read_ws_federation(way_out(page))
    return arrive(browser, asked.reply_to, provider.token(asked, said))
