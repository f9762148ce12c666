"""Where guests redeem: the tenant that invites, and those who can authenticate them.

A provider is a `Redeemer`: what a person does on the way, from the first page after the address
of their invitation.  Another provider is one more function here, and rows in `test_decisions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tenantry.identifiers import new_id
from tests.support.browsers import Browser, Page
from tests.support.installations import outside_settings
from tests.support.outside_provider import CLIENT_ID, CLIENT_SECRET, OutsideProvider
from tests.support.redeeming import PASSCODE_PAGE, enter_code, set_order, switch_passcodes
from tests.support.relying_parties import PASSWORD, accept_all
from tests.support.saml_provider import Said, SamlProvider
from tests.support.saml_visits import answer_saml, answer_ws_federation, federate
from tests.support.scenarios import Installation
from tests.support.tenants import Json

HOME_DOMAIN = "northwind.test"
"""A domain that a tenant of the installation verified."""

BOTH_DOMAIN = "both.example"
"""Another one, whose people have Microsoft accounts of the same addresses."""

SOCIAL_DOMAIN, ACCOUNT_DOMAIN = "gmail.com", "outlook.com"
"""Domains of a social provider, and of Microsoft accounts."""

NO_DOMAIN = "mail.example"
"""A domain of which nobody here knows."""

FEDERATED_DOMAIN, OTHER_FEDERATED_DOMAIN = "lamna.example", "adfs.example"
"""Domains of organizations with identity providers of their own, of SAML and WS-Federation."""

PRIMARY = ("azureActiveDirectory", "externalFederation", "socialIdentityProviders")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the tenant configured: the redemption order, and whether passcodes are on."""

    primary: tuple[str, ...] = PRIMARY
    fallback: str = "defaultConfiguredIdp"
    passcodes: str = "default"


def provider_settings(there: OutsideProvider, folder: Path) -> dict[str, str]:
    """Return the settings of an installation that takes *there* for Google and for Microsoft."""
    providers = (
        f'[social.Google]\nissuer = "{there.url}"\ndomains = ["{SOCIAL_DOMAIN}"]\n'
        f'[microsoft_account]\nissuer = "{there.url}"\nclient_id = "{CLIENT_ID}"\n'
        f'client_secret = "{CLIENT_SECRET}"\n'
        f'domains = ["{ACCOUNT_DOMAIN}", "{BOTH_DOMAIN}"]\n'
    )
    return outside_settings(folder, providers, there.issuer.authority)


class Scene:
    """The tenant that invites, its guests' home, and the provider elsewhere."""

    def __init__(self, installation: Installation, there: OutsideProvider) -> None:
        self.installation, self.there = installation, there
        self.home, self.resource = installation.source, installation.target
        self.saml, self.ws_federation = SamlProvider(), SamlProvider(issuer="urn:adfs")
        self.invited = ""
        federate(self.resource, self.saml, FEDERATED_DOMAIN)
        federate(self.resource, self.ws_federation, OTHER_FEDERATED_DOMAIN, protocol="wsFed")
        self.home.post("/domains", {"id": BOTH_DOMAIN})
        self.home.post(f"/domains/{BOTH_DOMAIN}/verify")
        client = {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}
        google = {"identityProviderType": "Google", **client}
        self.resource.post("/identity/identityProviders", google)

    def configure(self, order: Order) -> None:
        """Let the tenant that invites have this order."""
        set_order(self.resource, *order.primary, fallback=order.fallback)
        switch_passcodes(self.resource, order.passcodes)

    def person(self, domain: str) -> str:
        """Return the address of somebody new; in the home's domains they have an account there."""
        name = f"ana-{new_id()}"
        address = f"{name}@{domain}"
        if domain in {HOME_DOMAIN, BOTH_DOMAIN}:
            self.home.add_user(name, mail=address, userPrincipalName=address)
        return address

    def invite(self, address: str) -> Json:
        """Return an invitation; no mail is left in the outbox."""
        made = self.resource.invite(address)
        self.invited = address
        self.installation.deliver_mail()
        return made


Redeemer = Callable[[Scene, Browser, Page], Page]
"""Takes the first page, and returns the last one."""


def at_home(scene: Scene, browser: Browser, page: Page) -> Page:
    """Give the password to the home tenant, which alone asks for it."""
    assert f"/{scene.home.tenant_id}/login" == page.path
    return accept_all(browser, browser.submit(page, password=PASSWORD))


def by_mail(scene: Scene, browser: Browser, page: Page) -> Page:
    """Enter the code that the tenant which invites mailed."""
    assert (PASSCODE_PAGE, f"/{scene.resource.tenant_id}/passcode") == (page.heading, page.path)
    return enter_code(scene.installation, browser, page)


def by_saml(scene: Scene, browser: Browser, page: Page) -> Page:
    """Sign in at the person's organization, by SAML."""
    said = Said(email=scene.invited, subject=scene.invited)
    return accept_all(browser, answer_saml(browser, page, scene.saml, said))


def by_ws_federation(scene: Scene, browser: Browser, page: Page) -> Page:
    """Sign in at the person's organization, by WS-Federation."""
    said = Said(email=scene.invited, subject=scene.invited)
    return accept_all(browser, answer_ws_federation(browser, page, scene.ws_federation, said))


def at_google(scene: Scene, browser: Browser, page: Page) -> Page:
    """Sign in where the tenant's guests with such addresses have their mail."""
    return _elsewhere(scene, browser, page, "Google")


def with_account(scene: Scene, browser: Browser, page: Page) -> Page:
    """Sign in with a Microsoft account."""
    return _elsewhere(scene, browser, page, "MicrosoftAccount")


def choosing_home(scene: Scene, browser: Browser, page: Page) -> Page:
    """Choose the account at home, of two with the same address."""
    chosen = browser.submit(_choice(page), "provider=azureActiveDirectory")
    return at_home(scene, browser, chosen)


def choosing_account(scene: Scene, browser: Browser, page: Page) -> Page:
    """Choose the Microsoft account, of two with the same address."""
    chosen = browser.submit(_choice(page), "provider=microsoftAccount")
    return with_account(scene, browser, browser.open(chosen.link("/authorize?")))


def nobody(scene: Scene, _browser: Browser, page: Page) -> Page:
    """Find out that no provider is left."""
    assert "No organization here has the domain of" in page.text
    assert [] == scene.installation.deliver_mail()
    return page


def _choice(page: Page) -> Page:
    assert "Which account is it?" == page.heading
    return page


def _elsewhere(scene: Scene, browser: Browser, page: Page, name: str) -> Page:
    asked = parse_qs(urlsplit(page.url).query)
    [address], [back] = asked["login_hint"], asked["redirect_uri"]
    assert back.endswith(f"/federation/oidc/{name}")
    vouched = {"sub": address, "email": address, "email_verified": True}
    return accept_all(browser, browser.open(scene.there.sign_in(page.url, **vouched)))
