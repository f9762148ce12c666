"""Relying parties that verify tokens for themselves: Authlib and openid-client."""

import json
import subprocess
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.clients.installing import node_modules
from tests.clients.node_scripts import command_of, environment_of
from tests.clients.people import REDIRECT_URI, Person, Portal, go_through, new_browser
from tests.support.relying_parties import VERIFIER

_SCOPE = "openid profile email offline_access"
_NONCE = "a-nonce-of-the-relying-party"


def test_authlib_signs_a_person_in_verifies_the_token_and_refreshes_it(
    portal: Portal, person: Person
) -> None:
    with OAuth2Session(
        portal.client_id,
        portal.client_secret,
        token_endpoint_auth_method="client_secret_basic",
        scope=_SCOPE,
        redirect_uri=REDIRECT_URI,
        code_challenge_method="S256",
    ) as client:
        described = client.get(
            f"{portal.issuer}/.well-known/openid-configuration", withhold_token=True
        ).json()
        url, state = client.create_authorization_url(
            described["authorization_endpoint"], nonce=_NONCE, code_verifier=VERIFIER
        )
        with new_browser(portal) as browser:
            landed = go_through(browser, url, person)
        token = client.fetch_token(
            described["token_endpoint"],
            authorization_response=landed.url,
            state=state,
            code_verifier=VERIFIER,
        )
        keys = KeySet.import_key_set(client.get(described["jwks_uri"], withhold_token=True).json())
        claims = verified(token["id_token"], keys, portal, described, token["access_token"])
        refreshed = client.refresh_token(described["token_endpoint"], token["refresh_token"])

    assert (person.id, portal.tenant_id) == (claims["oid"], claims["tid"])
    assert claims["sub"] == jwt.decode(refreshed["id_token"], keys).claims["sub"]


def verified(
    text: str, keys: KeySet, portal: Portal, described: dict[str, Any], access_token: str
) -> CodeIDToken:
    """Return the claims of an ID token, once Authlib has checked all of them."""
    token = jwt.decode(text, keys, algorithms=["RS256"])
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"values": [described["issuer"]]},
            "aud": {"values": [portal.client_id]},
        },
        params={
            "nonce": _NONCE,
            "client_id": portal.client_id,
            "access_token": access_token,
        },
    )
    claims.validate(leeway=60)
    return claims


def test_openid_client_signs_a_person_in_verifies_the_token_and_refreshes_it(
    portal: Portal, person: Person
) -> None:
    described = {
        "issuer": portal.issuer,
        "clientId": portal.client_id,
        "clientSecret": portal.client_secret,
        "redirectUri": REDIRECT_URI,
    }
    running = subprocess.Popen(
        command_of("openid_client_people.mjs"),
        cwd=node_modules(),
        env=environment_of(described, portal.ca_file),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    url = running.stdout.readline().strip()
    with new_browser(portal) as browser:
        landed = go_through(browser, url, person)
        told, complaint = running.communicate(landed.url, timeout=60)
        assert 0 == running.returncode, complaint
        tokens = json.loads(told)
        left = browser.open(tokens["ending"])
        asked_again = browser.open(url)

    assert left.url.startswith(REDIRECT_URI)
    assert asked_again.heading in {"Sign in", "Choose an account", "Enter your password"}
    assert tokens["claims"]["sub"] == tokens["info"]["sub"]
    assert (person.id, portal.tenant_id) == (tokens["claims"]["oid"], tokens["claims"]["tid"])
    assert tokens["claims"]["sub"] == tokens["refreshed"]["sub"]
