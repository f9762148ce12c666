"""Direct federation: the identity provider of the guest's own organization authenticates them."""

import pytest

from tests.support.browsers import Browser
from tests.support.federations import FEDERATIONS, federation_body
from tests.support.redeeming import PASSCODE_PAGE, enter_code, guest_of, issuer_of, set_order
from tests.support.relying_parties import RelyingParty, accept_all, claims_of
from tests.support.saml_provider import Said, SamlProvider
from tests.support.saml_visits import (
    LAMNA,
    answer_saml,
    answer_ws_federation,
    federate,
    way_out,
)
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

EVE = f"eve@{LAMNA}"


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider()


@pytest.mark.claim("RO-013")
def test_a_domain_that_another_tenant_verified_can_be_federated(
    source: Tenant, target: Tenant, provider: SamlProvider
) -> None:
    made = federate(target, provider, source.domain)

    assert [source.domain] == [each["id"] for each in made["domains"]]


@pytest.mark.claim("RO-014")
def test_an_own_domain_cannot_be_federated(target: Tenant) -> None:
    refused = target.ask("POST", FEDERATIONS.removeprefix("/v1.0"), federation_body(target.domain))

    assert 400 == refused.status_code
    assert "verified in this tenant" in refused.json()["error"]["message"]


@pytest.mark.claim("RO-015")
def test_a_federation_above_the_home_tenants_is_asked_before_them(
    source: Tenant, target: Tenant, browser: Browser, ana: Json, provider: SamlProvider
) -> None:
    federate(target, provider, source.domain)
    invitation = target.invite(ana["mail"])
    before = browser.open(invitation["inviteRedeemUrl"])

    set_order(target, "externalFederation", "azureActiveDirectory")
    page = browser.open(invitation["inviteRedeemUrl"])
    accept_all(browser, answer_saml(browser, page, provider, Said(email=ana["mail"])))

    assert f"/{source.tenant_id}/login" == before.path
    assert provider.issuer == issuer_of(guest_of(target, invitation))


@pytest.mark.claim("RO-016", "RO-017")
def test_somebody_of_a_federation_accepts_and_is_shown_with_its_issuer(
    target: Tenant, browser: Browser, provider: SamlProvider
) -> None:
    federate(target, provider, LAMNA)
    invitation = target.invite(EVE)

    page = browser.open(invitation["inviteRedeemUrl"])
    asked = answer_saml(browser, page, provider, Said(email=EVE))
    before = guest_of(target, invitation)
    landed = accept_all(browser, asked)

    after = guest_of(target, invitation)
    assert "Review permissions" == asked.heading
    assert landed.url.startswith("https://")
    assert ("PendingAcceptance", "Accepted") == (
        before["externalUserState"],
        after["externalUserState"],
    )
    assert provider.issuer == issuer_of(after)


@pytest.mark.parametrize("protocol", ["saml", "wsFed"])
def test_they_sign_in_to_an_application_as_the_same_guest(
    target: Tenant,
    installation: Installation,
    board: RelyingParty,
    provider: SamlProvider,
    protocol: str,
) -> None:
    federate(target, provider, LAMNA, protocol=protocol)
    invitation = target.invite(EVE)
    answer = answer_saml if protocol == "saml" else answer_ws_federation
    seen = []

    for _ in range(2):
        browser = installation.browser()
        page = browser.submit(browser.open(board.address()), user=EVE)
        landed = accept_all(browser, answer(browser, page, provider, Said(email=EVE)))
        claims = claims_of(board.tokens(browser, landed)["id_token"])
        seen.append(claims)

    assert [invitation["invitedUser"]["id"]] * 2 == [each["oid"] for each in seen]
    assert (provider.issuer, EVE) == (seen[0]["idp"], seen[0]["email"])


def test_one_who_redeemed_before_keeps_the_passcode(
    target: Tenant, installation: Installation, browser: Browser, provider: SamlProvider
) -> None:
    invitation = target.invite(EVE)
    enter_code(installation, browser, browser.open(invitation["inviteRedeemUrl"]))

    federate(target, provider, LAMNA)
    page = installation.browser().open(target.invite(EVE)["inviteRedeemUrl"])

    assert PASSCODE_PAGE == page.heading


def test_who_was_not_invited_is_refused(
    target: Tenant, browser: Browser, board: RelyingParty, provider: SamlProvider
) -> None:
    federate(target, provider, LAMNA)

    page = browser.open(board.address(login_hint=EVE))
    refused = answer_saml(browser, page, provider, Said(email=EVE))

    assert "AADSTS50020" in refused.text


def test_an_application_that_asks_for_a_new_sign_in_gets_one(
    target: Tenant, browser: Browser, board: RelyingParty, provider: SamlProvider
) -> None:
    federate(target, provider, LAMNA)

    asked = [
        provider.read_saml(way_out(browser.open(board.address(login_hint=EVE, prompt=prompt))))
        for prompt in ("", "login")
    ]

    assert [False, True] == [each.is_forced for each in asked]


def test_a_domain_that_is_verified_later_is_no_longer_federated(
    target: Tenant, installation: Installation, board: RelyingParty, provider: SamlProvider
) -> None:
    federate(target, provider, LAMNA)
    target.post("/domains", {"id": LAMNA})
    target.post(f"/domains/{LAMNA}/verify", {})
    user = target.add_user("eve", userPrincipalName=EVE)

    page = installation.browser().open(board.address(login_hint=EVE))

    assert user["userPrincipalName"] == EVE
    assert f"/{target.tenant_id}/login" == page.path
