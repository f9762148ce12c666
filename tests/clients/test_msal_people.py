"""MSAL for Python where people sign in: codes with PKCE, refresh tokens, a loopback address."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import msal
import pytest

from tests.clients.applications import LabApplication
from tests.clients.people import (
    REDIRECT_URI,
    Person,
    Portal,
    go_through,
    join,
    new_browser,
)
from tests.support.relying_parties import claims_of

SCOPES = ("User.Read",)


def public_client(portal: Portal, cache: msal.TokenCache | None = None) -> Any:
    """Return a client without a secret."""
    return msal.PublicClientApplication(
        portal.client_id,
        authority=f"{portal.authority}/{portal.tenant_id}",
        instance_discovery=False,
        token_cache=cache,
    )


def confidential_client(portal: Portal, tenant: str, credential: Any) -> Any:
    """Return a client that proves itself."""
    return msal.ConfidentialClientApplication(
        portal.client_id,
        authority=f"{portal.authority}/{tenant}",
        client_credential=credential,
        instance_discovery=False,
    )


def sign_in(
    client: Any,
    portal: Portal,
    person: Person,
    *,
    scopes: Sequence[str] = SCOPES,
    **parameters: Any,
) -> dict[str, Any]:
    """Let *person* sign in to *client*; return what MSAL tells the application."""
    flow = client.initiate_auth_code_flow(list(scopes), response_mode="form_post", **parameters)
    with new_browser(portal) as browser:
        landed = go_through(browser, flow["auth_uri"], person)
    told: dict[str, Any] = client.acquire_token_by_auth_code_flow(flow, dict(landed.answer))
    return told


def test_a_person_signs_in_to_a_public_client_at_any_port(portal: Portal, person: Person) -> None:
    client = public_client(portal)

    told = sign_in(client, portal, person, redirect_uri="http://localhost:50123")

    assert "error" not in told, told
    claims = told["id_token_claims"]
    assert (portal.issuer, portal.client_id) == (claims["iss"], claims["aud"])
    assert (person.id, portal.tenant_id) == (claims["oid"], claims["tid"])
    [account] = client.get_accounts()
    assert f"{person.id}.{portal.tenant_id}" == account["home_account_id"]
    assert person.user_principal_name == account["username"]


def test_a_token_is_kept_and_refreshed_without_the_person(portal: Portal, person: Person) -> None:
    cache = msal.SerializableTokenCache()
    first = sign_in(
        public_client(portal, cache), portal, person, redirect_uri="http://localhost:50123"
    )
    client = public_client(portal, cache)
    [account] = client.get_accounts()

    kept = client.acquire_token_silent(list(SCOPES), account)
    refreshed = client.acquire_token_silent(list(SCOPES), account, force_refresh=True)
    again = client.acquire_token_silent(list(SCOPES), account, force_refresh=True)

    assert first["access_token"] == kept["access_token"]
    assert "error" not in refreshed, refreshed
    tokens = {each["access_token"] for each in (first, refreshed, again)}
    assert 3 == len(tokens)


def test_a_token_of_another_tenant_is_had_without_the_person(
    portal: Portal, person: Person, other_tenants: LabApplication
) -> None:
    invited = join(other_tenants, portal, person)
    abroad = replace(portal, tenant_id=other_tenants.tenant_id)
    cache = msal.SerializableTokenCache()
    client = public_client(portal, cache)
    sign_in(client, portal, person, redirect_uri="http://localhost:50123")
    [account] = client.get_accounts()

    refused = public_client(abroad, cache).acquire_token_silent_with_error(list(SCOPES), account)
    agreed = sign_in(public_client(abroad), abroad, person, redirect_uri="http://localhost:50123")
    told = public_client(abroad, cache).acquire_token_silent_with_error(list(SCOPES), account)
    at_home = client.acquire_token_silent_with_error(list(SCOPES), account, force_refresh=True)

    assert [65001] == refused["error_codes"]
    assert "error" not in agreed, agreed
    assert "error" not in told, told
    assert [invited["id"], other_tenants.tenant_id] == [
        claims_of(told["access_token"])[name] for name in ("oid", "tid")
    ]
    assert portal.tenant_id == claims_of(at_home["access_token"])["tid"]


@pytest.mark.parametrize("tenant", ["own", "organizations"])
@pytest.mark.parametrize("proof", ["secret", "certificate"])
def test_a_person_signs_in_to_a_confidential_client(
    portal: Portal, person: Person, proof: str, tenant: str
) -> None:
    certificate = portal.certificate
    public = certificate.pem.removeprefix(certificate.key_pem)
    credential = {
        "secret": portal.client_secret,
        "certificate": {"private_key": certificate.key_pem, "public_certificate": public},
    }[proof]
    asked_at = portal.tenant_id if tenant == "own" else tenant
    client = confidential_client(portal, asked_at, credential)

    told = sign_in(client, portal, person, redirect_uri=REDIRECT_URI)
    [account] = client.get_accounts()
    refreshed = client.acquire_token_silent(list(SCOPES), account, force_refresh=True)

    assert person.id == told["id_token_claims"]["oid"]
    assert "error" not in refreshed, refreshed


def test_msal_listens_for_the_form_that_the_page_posts(portal: Portal, person: Person) -> None:
    client = public_client(portal)
    threads = []

    def show(url: str) -> None:
        def act() -> None:
            with new_browser(portal) as browser:
                page = go_through(browser, url, person)
            httpx.post(page.form.action, data=page.form.fields)

        threads.append(threading.Thread(target=act))
        threads[-1].start()

    told = client.acquire_token_interactive(list(SCOPES), auth_uri_callback=show, timeout=30)
    for thread in threads:
        thread.join()

    assert "error" not in told, told
    assert person.id == told["id_token_claims"]["oid"]


def test_a_wrong_answer_of_the_application_is_told_by_its_number(
    portal: Portal, person: Person
) -> None:
    client = confidential_client(portal, portal.tenant_id, "not the secret")

    told = sign_in(client, portal, person, redirect_uri=REDIRECT_URI)

    assert ("invalid_client", [7000215]) == (told["error"], told["error_codes"])
