"""Where guests redeem: the tenant that invites, and those who can authenticate them.

A provider is a `Redeemer`: what a person does on the way, from the first page after the address
of their invitation.  Another provider is one more function here, and rows in `test_decisions`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.identifiers import new_id
from tests.support.browsers import Browser, Page
from tests.support.redeeming import PASSCODE_PAGE, enter_code, set_order, switch_passcodes
from tests.support.relying_parties import PASSWORD, accept_all
from tests.support.saml_provider import Said, SamlProvider
from tests.support.saml_visits import answer_saml, answer_ws_federation, federate
from tests.support.scenarios import Installation
from tests.support.tenants import Json

HOME_DOMAIN = "northwind.test"
"""A domain that a tenant of the installation verified."""

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


class Scene:
    """The tenant that invites, its guests' home, and whoever else is set up for it."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.home, self.resource = installation.source, installation.target
        self.saml, self.ws_federation = SamlProvider(), SamlProvider(issuer="urn:adfs")
        self.invited = ""
        federate(self.resource, self.saml, FEDERATED_DOMAIN)
        federate(self.resource, self.ws_federation, OTHER_FEDERATED_DOMAIN, protocol="wsFed")

    def configure(self, order: Order) -> None:
        """Let the tenant that invites have this order."""
        set_order(self.resource, *order.primary, fallback=order.fallback)
        switch_passcodes(self.resource, order.passcodes)

    def person(self, domain: str) -> str:
        """Return the address of somebody new; in the home's domain they have an account there."""
        name = f"ana-{new_id()}"
        address = f"{name}@{domain}"
        if domain == HOME_DOMAIN:
            self.home.add_user(name, mail=address)
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


def nobody(scene: Scene, _browser: Browser, page: Page) -> Page:
    """Find out that no provider is left."""
    assert "No organization here has the domain of" in page.text
    assert [] == scene.installation.deliver_mail()
    return page
