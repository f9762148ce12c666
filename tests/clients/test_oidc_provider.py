"""npm oidc-provider as the provider with which guests redeem and sign in."""

import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
import trustme

from tests.clients.installing import node_modules
from tests.clients.node_scripts import command_of, environment_of
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty, accept_all, claims_of
from tests.support.scenarios import Installation

EVE, MALLORY = "eve@gmail.com", "mallory@gmail.com"
CLIENT = {"clientId": "tenantry", "clientSecret": "Open-Sesame-1"}
_CALLBACK = "http://localhost:8080/federation/oidc/Google"


@contextmanager
def _running(authority: trustme.CA) -> Iterator[str]:
    """Run the provider until the end of the block, and give its issuer."""
    certificate = authority.issue_cert("localhost")
    described = {
        **CLIENT,
        "redirectUri": _CALLBACK,
        "unverified": MALLORY,
        "key": certificate.private_key_pem.bytes().decode(),
        "certificate": certificate.cert_chain_pems[0].bytes().decode(),
    }
    process = subprocess.Popen(
        command_of("oidc_provider.mjs"),
        cwd=node_modules(),
        env=environment_of(described, ""),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["issuer"]
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


class Elsewhere:
    """A running provider, and people's browsers there."""

    def __init__(self, issuer: str, authority: trustme.CA) -> None:
        self.issuer = issuer
        self.authority = authority.cert_pem.bytes()
        self._trust = ssl.create_default_context()
        authority.configure_trust(self._trust)

    def sign_in(self, address: str, who: str) -> str:
        """Sign in at *address*, agree to everything, and return the way back."""
        with httpx.Client(verify=self._trust) as client:
            response = client.get(address)
            for _ in range(12):
                if response.is_redirect:
                    location = urljoin(str(response.url), response.headers["Location"])
                    if not location.startswith(f"{self.issuer}/"):
                        return location
                    response = client.get(location)
                else:
                    response = self._answer(client, response, who)
        raise AssertionError(response.text)

    @staticmethod
    def _answer(client: httpx.Client, shown: httpx.Response, who: str) -> httpx.Response:
        """Answer the form that is shown: who it is, or whether they agree."""
        [action] = re.findall(r'<form[^>]* action="([^"]+)"', shown.text)
        [prompt] = re.findall(r'name="prompt" value="(\w+)"', shown.text)
        form = {"prompt": prompt, "login": who, "password": "any"}
        return client.post(urljoin(str(shown.url), unescape(action)), data=form)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """The provider."""
    authority = trustme.CA()
    with _running(authority) as issuer:
        yield Elsewhere(issuer, authority)


@pytest.fixture(scope="module")
def installation(
    elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation for which the provider is in the place of Google."""
    folder: Path = tmp_path_factory.mktemp("peer")
    (folder / "outside.toml").write_text(
        f'[social.Google]\nissuer = "{elsewhere.issuer}"\ndomains = ["gmail.com"]\n'
    )
    (folder / "authorities.pem").write_bytes(elsewhere.authority)
    ground, url = Ground(folder), f"sqlite:///{folder / 'tenantry.db'}"
    founded = ground.prepare(url)
    with ground.open(
        url,
        signin_outside_providers=str(folder / "outside.toml"),
        signin_issuer_hosts="localhost",
        signin_issuer_authorities=str(folder / "authorities.pem"),
    ) as services:
        installation = Installation(services, founded)
        google = {"identityProviderType": "Google", **CLIENT}
        installation.target.post("/identity/identityProviders", google)
        yield installation


def test_a_guest_redeems_and_signs_in_again(
    installation: Installation, elsewhere: Elsewhere
) -> None:
    target = installation.target
    guest, board = target.invite(EVE), RelyingParty(target)
    browser, later = installation.browser(), installation.browser()

    sent = browser.open(guest["inviteRedeemUrl"])
    landed = accept_all(browser, browser.open(elsewhere.sign_in(sent.url, EVE)))
    again = later.open(board.address(login_hint=EVE))
    back = accept_all(later, later.open(elsewhere.sign_in(again.url, EVE)))

    assert "https://apps.test" == landed.url
    claims = claims_of(board.tokens(later, back)["id_token"])
    assert (guest["invitedUser"]["id"], "google.com") == (claims["oid"], claims["idp"])


def test_an_address_that_it_has_not_verified_redeems_nothing(
    installation: Installation, elsewhere: Elsewhere
) -> None:
    browser = installation.browser()
    sent = browser.open(installation.target.invite(MALLORY)["inviteRedeemUrl"])

    refused = browser.open(elsewhere.sign_in(sent.url, MALLORY))

    assert "AADSTS5000819" in refused.text
