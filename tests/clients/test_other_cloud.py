"""A lab in processes of its own as another cloud, whose people are guests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.applications import LabApplication
from tests.clients.people import Person, Portal, new_browser, register
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS

_ENDPOINT = "microsoftonline.us"
_CALLBACK = f"http://localhost:8080/federation/oidc/{_ENDPOINT}"


@pytest.fixture
def gate(board: LabApplication) -> Portal:
    """The application by which the installation is a client of the lab."""
    return register(board, "Guests elsewhere", web={"redirectUris": [_CALLBACK]})


@pytest.fixture
def installation(gate: Portal, tmp_path: Path) -> Iterator[Installation]:
    """An installation for which the lab is another cloud."""
    (tmp_path / "outside.toml").write_text(
        f'[clouds."{_ENDPOINT}"]\nissuer = "{gate.authority}/{{tenant}}/v2.0"\n'
        f'client_id = "{gate.client_id}"\nclient_secret = "{gate.client_secret}"\n'
    )
    ground, url = Ground(tmp_path), f"sqlite:///{tmp_path / 'tenantry.db'}"
    founded = ground.prepare(url)
    with ground.open(
        url,
        signin_outside_providers=str(tmp_path / "outside.toml"),
        signin_issuer_hosts="localhost",
        signin_issuer_authorities=gate.ca_file,
    ) as services:
        yield Installation(services, founded)


@pytest.mark.claim("CLD-008")
def test_somebody_of_the_lab_redeems_and_signs_in_at_home(
    installation: Installation, gate: Portal, person: Person
) -> None:
    target = installation.target
    target.patch("/policies/crossTenantAccessPolicy", {"allowedCloudEndpoints": [_ENDPOINT]})
    target.post(PARTNERS, {"tenantId": gate.tenant_id})
    guest, board = target.invite(person.user_principal_name), RelyingParty(target)
    browser = installation.browser()

    landed = []
    for address in (
        guest["inviteRedeemUrl"],
        board.address(login_hint=person.user_principal_name, prompt="login"),
    ):
        sent = browser.open(address)
        with new_browser(gate) as at_home:
            who = {"userPrincipalName": person.user_principal_name}
            page = sign_in(at_home, at_home.open(sent.url), who, password=person.password)
            back = accept_all(at_home, page)
        landed.append(accept_all(browser, browser.open(back.url)))

    claims = claims_of(board.tokens(browser, landed[1])["id_token"])
    assert "https://apps.test" == landed[0].url
    assert (guest["invitedUser"]["id"], "ExternalAzureAD") == (claims["oid"], claims["idp"])
