"""Answers of identity providers that are stolen, kept, or brought to where nobody asked."""

import sys
from collections.abc import Iterator

import pytest
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from tenantry.signin.federation.operations.library import load_library
from tests.support.browsers import Browser, Page
from tests.support.certificates import make_certificate
from tests.support.federations import FEDERATIONS
from tests.support.relying_parties import RelyingParty
from tests.support.saml_provider import Said, SamlProvider, Signing
from tests.support.saml_visits import (
    answer_saml,
    answer_ws_federation,
    arrive,
    federate,
    way_out,
)
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant

DOMAIN = "stolen.example"
EVE = f"eve@{DOMAIN}"
SAID = Said(email=EVE)
_EXPIRED, _UNBELIEVED = "AADSTS165000", "AADSTS50008"


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider(issuer="https://idp.stolen.example")


@pytest.fixture(scope="module")
def shop(world: Installation, resource: Tenant, provider: SamlProvider) -> RelyingParty:
    """An application of the tenant that federates; Eve is its guest."""
    federate(resource, provider, DOMAIN)
    resource.invite(EVE)
    return RelyingParty(resource, "Shop")


@pytest.fixture
def eve(world: Installation) -> Browser:
    """Eve's browser."""
    return world.browser()


@pytest.fixture
def page(eve: Browser, shop: RelyingParty) -> Page:
    """Where Eve's browser is sent when she signs in."""
    return eve.open(shop.address(login_hint=EVE))


def test_an_answer_lets_nobody_in_twice(eve: Browser, page: Page, provider: SamlProvider) -> None:
    asked = provider.read_saml(way_out(page))
    form = provider.response(asked, Said(email=EVE))

    first, second = (arrive(eve, asked.reply_to, form) for _ in range(2))

    assert "Review permissions" == first.heading
    assert "used before" in second.text


def test_a_token_lets_nobody_in_twice(world: Installation, resource: Tenant, eve: Browser) -> None:
    other = SamlProvider(issuer="urn:twice")
    federate(resource, other, "twice.example", protocol="wsFed")
    said = Said(email="eve@twice.example")
    resource.invite(said.email)
    page = eve.open(RelyingParty(resource).address(login_hint=said.email))

    first, second = (answer_ws_federation(eve, page, other, said) for _ in range(2))

    assert "Review permissions" == first.heading
    assert "used before" in second.text


def test_an_answer_is_worth_nothing_in_another_browser(
    world: Installation, page: Page, provider: SamlProvider
) -> None:
    thief = world.browser()
    thief.open(page.url if not page.is_outside else "/device")

    assert _EXPIRED in answer_saml(thief, page, provider, SAID).text


def test_an_answer_to_another_question_is_refused(
    eve: Browser, page: Page, shop: RelyingParty, provider: SamlProvider
) -> None:
    mine = provider.read_saml(way_out(page))
    later = provider.read_saml(way_out(eve.open(shop.address(login_hint=EVE))))
    form = {**provider.response(mine, Said(email=EVE)), "RelayState": later.state}

    assert "not asked for" in arrive(eve, later.reply_to, form).text


@pytest.mark.parametrize("state", ["", "made-up"])
def test_an_answer_that_nobody_asked_for_is_refused(
    eve: Browser, page: Page, provider: SamlProvider, state: str
) -> None:
    asked = provider.read_saml(way_out(page))
    form = {**provider.response(asked, SAID), "RelayState": state}

    assert "AADSTS" in arrive(eve, asked.reply_to, form).text


def test_an_answer_at_the_address_of_another_tenant_is_refused(
    eve: Browser, page: Page, home: Tenant, resource: Tenant, provider: SamlProvider
) -> None:
    asked = provider.read_saml(way_out(page))
    elsewhere = asked.reply_to.replace(resource.tenant_id, home.tenant_id)

    assert _EXPIRED in arrive(eve, elsewhere, provider.response(asked, SAID)).text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(email="boss@contoso.test"), "no domain of the federation"),
        (Said(email="eve"), "emailaddress"),
        (Said(email=EVE, issuer="https://idp.twice.example"), "issuer"),
        (
            Said(email=EVE, subject_format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
            "persistent",
        ),
        (Said(email=EVE, subject=""), "subject"),
    ],
)
def test_a_provider_vouches_only_for_its_own_people(
    eve: Browser, page: Page, provider: SamlProvider, said: Said, told: str
) -> None:
    refused = answer_saml(eve, page, provider, said)

    assert _UNBELIEVED in refused.text
    assert told in refused.text


def test_an_unsigned_answer_is_refused(eve: Browser, page: Page, provider: SamlProvider) -> None:
    asked = provider.read_saml(way_out(page))
    form = provider.response(asked, SAID, signing=Signing(what="nothing"))

    assert "not signed" in arrive(eve, asked.reply_to, form).text


def test_a_federation_that_is_gone_signs_nobody_in(resource: Tenant, eve: Browser) -> None:
    former = SamlProvider(issuer="urn:former")
    made = federate(resource, former, "former.example")
    said = Said(email="eve@former.example")
    resource.invite(said.email)
    page = eve.open(RelyingParty(resource).address(login_hint=said.email))

    resource.delete(f"{FEDERATIONS.removeprefix('/v1.0')}/{made['id']}")

    assert "AADSTS50107" in answer_saml(eve, page, former, said).text


def test_a_certificate_that_has_run_out_signs_nobody_in(resource: Tenant, eve: Browser) -> None:
    late = SamlProvider(issuer="urn:late", certificate=make_certificate(days=-0.5))
    federate(resource, late, "late.example")
    said = Said(email="eve@late.example")
    resource.invite(said.email)

    page = eve.open(RelyingParty(resource).address(login_hint=said.email))

    assert "run out" in answer_saml(eve, page, late, said).text


def test_who_posted_a_form_is_led_on_by_a_page(eve: Browser, shop: RelyingParty) -> None:
    page = eve.submit(eve.open(shop.address()), user=EVE)

    assert way_out(page) == page.response.headers["Refresh"].removeprefix("0; url=")
    assert 200 == page.response.status_code


def test_the_metadata_of_a_tenant_is_what_providers_read(
    world: Installation, resource: Tenant, provider: SamlProvider, page: Page
) -> None:
    answer = world.http.get(f"/{resource.tenant_id}/federation/metadata")

    root = OneLogin_Saml2_XML.to_etree(answer.content)
    asked = provider.read_saml(way_out(page))
    service = root.find(".//{*}AssertionConsumerService")
    assert "application/samlmetadata+xml" == answer.headers["Content-Type"]
    assert (asked.realm, asked.reply_to) == (root.get("entityID"), service.get("Location"))
    assert not isinstance(
        OneLogin_Saml2_XML.validate_xml(root, "saml-schema-metadata-2.0.xsd"), str
    )


@pytest.fixture
def _without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "onelogin.saml2.utils", None)
    load_library.cache_clear()
    yield
    load_library.cache_clear()


@pytest.mark.usefixtures("_without_library")
def test_an_installation_without_the_library_says_what_to_install(
    eve: Browser, shop: RelyingParty
) -> None:
    page = eve.open(shop.address(login_hint=EVE))

    assert 501 == page.response.status_code
    assert "pip install tenantry[saml]" in page.text
