"""Guests whose home is a tenant of another cloud, which is another installation of the product."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest

from tests.support.abroad import Abroad, abroad
from tests.support.browsers import Browser, Page
from tests.support.databases import Databases
from tests.support.installations import Ground, outside_settings
from tests.support.outside_provider import asked_at
from tests.support.policies import require
from tests.support.relying_parties import (
    RelyingParty,
    accept_all,
    claims_of,
    on_behalf,
    order_api,
    sign_in,
)
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import PARTNERS, Json, Tenant

ENDPOINT = "microsoftonline.us"
POLICY = "/policies/crossTenantAccessPolicy"
_CALLBACK = f"/federation/oidc/{ENDPOINT}"


@pytest.fixture(scope="module")
def there(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Abroad]:
    """The other installation."""
    with abroad(ground, tmp_path_factory.mktemp("abroad")) as running:
        yield running


@pytest.fixture(scope="module")
def agency(there: Abroad) -> Tenant:
    """A tenant of the other installation."""
    return there.installation.found("agency", cloud="usgov")


@pytest.fixture(scope="module")
def gate(agency: Tenant) -> RelyingParty:
    """The application by which the first installation is a client of the other one."""
    redirects = [f"http://localhost:8080{_CALLBACK}"]
    return RelyingParty(
        agency,
        "Guests of the commercial cloud",
        web={"redirectUris": redirects},
        signInAudience="AzureADMultipleOrgs",
    )


@pytest.fixture(scope="module")
def eve(agency: Tenant) -> Json:
    """Somebody at home there."""
    return agency.add_user("eve", mail="eve@agency.test")


@pytest.fixture
def installation(
    databases: Databases, ground: Ground, there: Abroad, gate: RelyingParty, tmp_path: Path
) -> Iterator[Installation]:
    """An installation that is a client of the other one."""
    providers = (
        f'[clouds."{ENDPOINT}"]\nissuer = "{there.url}/{{tenant}}/v2.0"\n'
        f'client_id = "{gate.app_id}"\nclient_secret = "{gate.secret}"\n'
    )
    given = outside_settings(tmp_path, providers, there.authority)
    with open_installation(databases, ground, **given) as installation:
        yield installation


def open_to(tenant: Tenant, other: Tenant, **partner: Any) -> None:
    """Open the tenant to the other cloud, and to one tenant there."""
    tenant.patch(POLICY, {"allowedCloudEndpoints": [ENDPOINT]})
    tenant.post(PARTNERS, {"tenantId": other.tenant_id, **partner})


def come_home(
    browser: Browser, there: Abroad, sent: Page, person: Json, *, secret: str = ""
) -> Page:
    """Sign in at home, where the browser was sent, and go on as far as it goes.

    Where a code is asked for, it is one of the app with this *secret*.
    """
    assert sent.url.startswith(f"{there.url}/"), sent.text
    at_home = there.installation.browser()
    page = sign_in(at_home, at_home.open(sent.url), person)
    if secret:
        page = at_home.submit(page, code=pyotp.TOTP(secret).now())
    landed = accept_all(at_home, page)
    return accept_all(browser, browser.open(landed.url))


@pytest.mark.claim("CLD-007", "CLD-008", "CLD-011")
def test_a_guest_of_another_cloud_redeems_at_home_once_cloud_and_tenant_are_open(
    installation: Installation, target: Tenant, there: Abroad, agency: Tenant, eve: Json
) -> None:
    address = {"invitedUserEmailAddress": eve["userPrincipalName"]}
    address["inviteRedirectUrl"] = "https://apps.test"
    target.patch(POLICY, {"allowedCloudEndpoints": [ENDPOINT]})
    sheet = f"version:v1.0\n[inviteeEmail],[inviteRedirectURL]\n{eve['userPrincipalName']},https://apps.test\n"
    place = f"/tenantry/v1.0/tenants/{target.tenant_id}/invitations"
    [bad_row] = target.send_file(place, sheet).json()["leftOut"]
    before = target.ask("POST", "/invitations", address)
    target.post(PARTNERS, {"tenantId": agency.tenant_id})
    guest = target.post("/invitations", address)
    browser = installation.browser()

    sent = browser.open(guest["inviteRedeemUrl"])
    landed = come_home(browser, there, sent, eve)

    assert "none of `partners`" in bad_row["reason"]
    assert 400 == before.status_code
    assert "none of 'partners'" in before.json()["error"]["message"]
    assert "https://apps.test" == landed.url
    shown = "externalUserState,identities"
    found = target.get(f"/users/{guest['invitedUser']['id']}?$select={shown}")
    issuers = [each["issuer"] for each in found["identities"]]
    assert ("Accepted", "ExternalAzureAD") == (found["externalUserState"], issuers[0])


def test_the_settings_towards_the_home_decide_at_each_sign_in(
    installation: Installation, target: Tenant, there: Abroad, agency: Tenant, eve: Json
) -> None:
    open_to(target, agency)
    board = RelyingParty(target)
    guest = target.invite(eve["userPrincipalName"])
    browser, later, last = (installation.browser() for _ in range(3))
    come_home(browser, there, browser.open(guest["inviteRedeemUrl"]), eve)

    page = later.open(board.address(login_hint=eve["userPrincipalName"]))
    landed = come_home(later, there, page, eve)
    claims = claims_of(board.tokens(later, landed)["id_token"])
    blocked = {"accessType": "blocked", "targets": [{"target": "AllUsers", "targetType": "user"}]}
    applications = [{"target": "AllApplications", "targetType": "application"}]
    setting = {"usersAndGroups": blocked, "applications": {**blocked, "targets": applications}}
    target.patch(f"{PARTNERS}/{agency.tenant_id}", {"b2bCollaborationInbound": setting})
    page = last.open(board.address(login_hint=eve["userPrincipalName"]))
    refused = come_home(last, there, page, eve)

    assert (guest["invitedUser"]["id"], "ExternalAzureAD") == (claims["oid"], claims["idp"])
    assert "AADSTS500213" in refused.text
    logged = target.get("/auditLogs/signIns")["value"]
    assert {agency.tenant_id} == {each["homeTenantId"] for each in logged}


@pytest.mark.claim("CLD-008")
def test_without_the_partner_a_redeemed_guest_stays_out(
    installation: Installation, target: Tenant, there: Abroad, agency: Tenant, eve: Json
) -> None:
    open_to(target, agency)
    board = RelyingParty(target)
    browser = installation.browser()
    sent = browser.open(target.invite(eve["userPrincipalName"])["inviteRedeemUrl"])
    come_home(browser, there, sent, eve)
    target.delete(f"{PARTNERS}/{agency.tenant_id}")

    another = installation.browser()
    page = another.open(board.address(login_hint=eve["userPrincipalName"]))
    assert "AADSTS500213" in come_home(another, there, page, eve).text


def test_only_whose_domain_it_is_redeems(
    installation: Installation, target: Tenant, there: Abroad, agency: Tenant, eve: Json
) -> None:
    mallory = agency.add_user("mallory", mail="eve@mail.example")
    open_to(target, agency)
    guest = target.invite(eve["userPrincipalName"])
    browser = installation.browser()

    sent = browser.open(guest["inviteRedeemUrl"])
    hinted = replace(sent, url=sent.url.replace("login_hint=eve%40", "login_hint=mallory%40"))
    refused = come_home(browser, there, hinted, mallory)

    assert "AADSTS50020" in refused.text
    agency.remove(mallory)


def test_a_second_factor_at_home_counts_where_it_is_trusted(
    installation: Installation, target: Tenant, there: Abroad, agency: Tenant, eve: Json
) -> None:
    open_to(target, agency)
    require(target, "mfa")
    guest = target.invite(eve["userPrincipalName"])
    browser = installation.browser()

    untrusted = come_home(browser, there, browser.open(guest["inviteRedeemUrl"]), eve)
    trust = {"inboundTrust": {"isMfaAccepted": True}}
    target.patch(f"{PARTNERS}/{agency.tenant_id}", trust)
    browser = installation.browser()
    sent = come_home(browser, there, browser.open(guest["inviteRedeemUrl"]), eve)
    path = f"/tenantry/v1.0/tenants/{agency.tenant_id}/users/{eve['id']}/softwareOath"
    secret = there.installation.ask("POST", path).json()["secret"]
    landed = come_home(browser, there, sent, eve, secret=secret)

    shop = order_api(target)
    board = RelyingParty(target)
    accept_all(browser, browser.open(shop.address()))
    asked = board.address(scope=f"openid api://{shop.app_id}/Orders.Read")
    tokens = board.tokens(browser, accept_all(browser, browser.open(asked)))
    on_trust = on_behalf(shop, browser, tokens["access_token"])
    target.patch(f"{PARTNERS}/{agency.tenant_id}", {"inboundTrust": {"isMfaAccepted": False}})
    refused = on_behalf(shop, browser, tokens["access_token"])

    assert f"/{target.tenant_id}/mfa" == untrusted.path
    assert '"values":["mfa"]' in asked_at(sent.url)["claims"]
    assert "https://apps.test" == landed.url
    assert "mfa" in claims_of(on_trust["access_token"])["amr"]
    assert [50076] == refused["error_codes"]
