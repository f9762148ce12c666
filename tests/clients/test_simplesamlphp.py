"""SimpleSAMLphp authenticates guests of a lab, by SAML and by WS-Federation."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tenantry.signin.federation.operations.provider_metadata import read_metadata
from tests.clients.applications import LabApplication
from tests.clients.people import Portal, new_browser
from tests.clients.simplesamlphp import (
    EVE,
    KIM,
    SAML_ISSUER,
    WS_FEDERATION_ISSUER,
    SimpleSamlPhp,
    simplesamlphp,
)
from tests.support.federations import FEDERATIONS
from tests.support.relying_parties import accept_all
from tests.support.saml_visits import arrive


@pytest.fixture(scope="module")
def provider(
    registered_portal: Portal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleSamlPhp]:
    realm = f"{registered_portal.authority}/{registered_portal.tenant_id}/"
    with simplesamlphp(tmp_path_factory.mktemp("simplesamlphp"), realm) as running:
        yield running


@dataclass(frozen=True, kw_only=True)
class Way:
    """How somebody is authenticated."""

    protocol: str
    issuer: str
    person: str


SAML = Way(protocol="saml", issuer=SAML_ISSUER, person=EVE)
WS_FEDERATION = Way(protocol="wsFed", issuer=WS_FEDERATION_ISSUER, person=KIM)


@pytest.mark.parametrize("way", [SAML, WS_FEDERATION], ids=["saml", "ws-federation"])
def test_a_guest_redeems_with_the_account_of_their_organization(
    provider: SimpleSamlPhp, board: LabApplication, portal: Portal, way: Way
) -> None:
    is_saml = way is SAML
    federation = {
        "displayName": "Lamna",
        "issuerUri": way.issuer,
        "passiveSignInUri": provider.saml_uri if is_saml else provider.ws_federation_uri,
        "preferredAuthenticationProtocol": way.protocol,
        "signingCertificate": provider.certificate.der,
        "domains": [{"id": way.person.partition("@")[2]}],
    }
    board.ask("POST", FEDERATIONS.removeprefix("/v1.0"), federation)
    asked = {"invitedUserEmailAddress": way.person, "inviteRedirectUrl": "https://apps.test/"}
    invitation = board.ask("POST", "/invitations", asked)

    with new_browser(portal) as browser:
        sent = browser.open(invitation["inviteRedeemUrl"])
        answer = provider.sign_in(sent.url, way.person)
        landed = accept_all(browser, arrive(browser, answer.action, answer.fields))

    path = f"/users/{invitation['invitedUser']['id']}?$select=externalUserState,identities"
    guest = board.ask("GET", path)
    assert "https://apps.test/" == landed.url
    assert ("Accepted", way.issuer) == (
        guest["externalUserState"],
        guest["identities"][0]["issuer"],
    )


def test_its_metadata_tells_certificate_and_address(provider: SimpleSamlPhp) -> None:
    federation = {"issuer_uri": SAML_ISSUER, "preferred_authentication_protocol": "saml"}

    published = read_metadata(provider.metadata(), federation)

    assert (provider.certificate.der,) == published.certificates
    assert provider.saml_uri == published.sign_in_uri
