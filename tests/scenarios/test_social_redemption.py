"""Guests who sign in at a provider outside of the installation: Google, Microsoft accounts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenantry.audit.sign_ins import NOBODY
from tenantry.clock import system_now
from tests.support.browsers import Browser, Page
from tests.support.databases import Databases
from tests.support.installations import Ground, outside_settings
from tests.support.outside_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    OutsideProvider,
    asked_at,
    outside_provider,
)
from tests.support.policies import POLICIES
from tests.support.relying_parties import RelyingParty, accept_all, claims_of
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import Json, Tenant

EVE = "eve@gmail.com"
PROVIDERS = "/identity/identityProviders"
_POLICY = "/policies/crossTenantAccessPolicy/default"
_VERIFIED: Any = {"email": EVE, "email_verified": True, "name": "Eve"}


@pytest.fixture(scope="module")
def there() -> Iterator[OutsideProvider]:
    """The provider at which everybody has accounts."""
    with outside_provider() as provider:
        yield provider


@pytest.fixture
def installation(
    databases: Databases, ground: Ground, there: OutsideProvider, tmp_path: Path
) -> Iterator[Installation]:
    """An installation that knows the provider by the names of the real ones."""
    providers = (
        f'[social.Google]\nissuer = "{there.url}"\ndomains = ["gmail.com"]\n'
        f'[social.Facebook]\nissuer = "{there.url}"\ndomains = ["book.example"]\n'
        f'[microsoft_account]\nissuer = "{there.url}"\nclient_id = "{CLIENT_ID}"\n'
        f'client_secret = "{CLIENT_SECRET}"\ntrusts_addresses = true\n'
    )
    given = outside_settings(tmp_path, providers, there.issuer.authority)
    with open_installation(databases, ground, **given) as installation:
        yield installation


@pytest.fixture
def google(target: Tenant) -> Json:
    """Google, as the target set it up."""
    client = {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}
    made: Json = target.post(PROVIDERS, {"identityProviderType": "Google", **client})
    return made


def come_back(browser: Browser, page: Page, there: OutsideProvider, **person: Any) -> Page:
    """Sign in where the browser was sent, and go on as far as it goes."""
    assert page.url.startswith(f"{there.url}/authorize?")
    return accept_all(browser, browser.open(there.sign_in(page.url, **person)))


def bring_eve(browser: Browser, tenant: Tenant, there: OutsideProvider) -> None:
    """Make Eve a guest of the tenant, who redeemed at the provider."""
    sent = browser.open(tenant.invite(EVE)["inviteRedeemUrl"])
    come_back(browser, sent, there, sub="41", **_VERIFIED)


def issuers(tenant: Tenant, user: Json) -> tuple[str, list[str]]:
    """Return the state of a guest, and who vouches for them."""
    found = tenant.get(f"/users/{user['id']}?$select=externalUserState,identities")
    return found["externalUserState"], [each["issuer"] for each in found["identities"]]


def test_a_guest_with_a_google_address_redeems_with_google_and_comes_again(
    installation: Installation,
    target: Tenant,
    board: RelyingParty,
    google: Json,
    there: OutsideProvider,
) -> None:
    guest = target.invite(EVE)
    browser, later = installation.browser(), installation.browser()

    sent = browser.open(guest["inviteRedeemUrl"])
    landed = come_back(browser, sent, there, sub="41", **_VERIFIED)
    again = come_back(later, later.open(board.address(login_hint=EVE)), there, sub="41")

    assert "https://apps.test" == landed.url
    assert ("Accepted", ["google.com", "contoso.test"]) == issuers(target, guest["invitedUser"])
    claims = claims_of(board.tokens(later, again)["id_token"])
    assert (guest["invitedUser"]["id"], "google.com") == (claims["oid"], claims["idp"])


def test_what_the_provider_says_of_somebody_else_opens_nothing(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    google: Json,
    there: OutsideProvider,
) -> None:
    guest, ana = target.invite(EVE), source.add_user("ana")["userPrincipalName"]
    other = target.invite(ana)["invitedUser"]
    for person, code in (
        ({"sub": "41", "email": EVE}, "AADSTS5000819"),
        ({"sub": "41", "email": EVE, "email_verified": False}, "AADSTS5000819"),
        ({"sub": "42", "email": "mallory@gmail.com", "email_verified": True}, "AADSTS50020"),
        ({"sub": "43", "email": ana, "email_verified": True}, "AADSTS50020"),
    ):
        browser = installation.browser()
        page = come_back(browser, browser.open(guest["inviteRedeemUrl"]), there, **person)

        assert code in page.text
    assert "PendingAcceptance" == issuers(target, guest["invitedUser"])[0]
    assert "PendingAcceptance" == issuers(target, other)[0]


def test_a_provider_vouches_for_no_address_that_another_one_has(
    installation: Installation, target: Tenant, google: Json, there: OutsideProvider
) -> None:
    client = {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}
    target.post(PROVIDERS, {"identityProviderType": "Facebook", **client})
    guest, way_in = target.invite(EVE), target.invite("mallory@book.example")
    browser = installation.browser()

    sent = browser.open(way_in["inviteRedeemUrl"])
    refused = come_back(browser, sent, there, sub="43", **_VERIFIED)

    assert "AADSTS50020" in refused.text
    assert "PendingAcceptance" == issuers(target, guest["invitedUser"])[0]


def test_whoever_has_the_same_address_later_is_not_the_guest(
    installation: Installation,
    target: Tenant,
    board: RelyingParty,
    google: Json,
    there: OutsideProvider,
) -> None:
    bring_eve(installation.browser(), target, there)
    another = installation.browser()

    page = another.open(board.address(login_hint=EVE))
    refused = come_back(another, page, there, sub="another", **_VERIFIED)

    assert "AADSTS50020" in refused.text


def test_a_way_back_is_good_once_and_in_one_browser(
    installation: Installation, target: Tenant, google: Json, there: OutsideProvider
) -> None:
    guest = target.invite(EVE)
    browser = installation.browser()
    back = there.sign_in(browser.open(guest["inviteRedeemUrl"]).url, sub="41", **_VERIFIED)
    misled = installation.browser()
    misled.open(guest["inviteRedeemUrl"])

    assert "AADSTS165000" in misled.open(back).text
    elsewhere = back.replace("/oidc/Google", "/oidc/MicrosoftAccount")
    assert "AADSTS50008" in browser.open(elsewhere).text
    assert "AADSTS165000" in browser.open(back).text
    assert "PendingAcceptance" == issuers(target, guest["invitedUser"])[0]


def test_a_provider_that_was_taken_away_signs_nobody_in(
    installation: Installation, target: Tenant, google: Json, there: OutsideProvider
) -> None:
    browser = installation.browser()
    back = there.sign_in(browser.open(target.invite(EVE)["inviteRedeemUrl"]).url, **_VERIFIED)
    target.delete(f"{PROVIDERS}/{google['id']}")

    assert "AADSTS50107" in browser.open(back).text


def test_after_a_form_a_page_leads_on_to_the_provider(
    installation: Installation, target: Tenant, board: RelyingParty, google: Json
) -> None:
    target.invite(EVE)
    browser = installation.browser()

    page = browser.submit(browser.open(board.address()), user=EVE)

    assert "google.com" in page.text
    assert page.response.headers["Refresh"] == f"0; url={page.link('/authorize?')}"


def test_microsoft_accounts_are_the_installations_own_provider(
    installation: Installation, target: Tenant, there: OutsideProvider
) -> None:
    guest = target.invite("eve@outlook.com")
    browser = installation.browser()

    sent = browser.open(guest["inviteRedeemUrl"])
    come_back(browser, sent, there, sub="41", email="eve@outlook.com")

    state, vouching = issuers(target, guest["invitedUser"])
    assert ("Accepted", "MicrosoftAccount") == (state, vouching[0])


def without_microsoft_accounts(tenant: Tenant) -> None:
    """Let passcodes be the only fallback."""
    kinds = ["azureActiveDirectory", "externalFederation", "socialIdentityProviders"]
    order: Json = {"primaryIdentityProviderPrecedenceOrder": kinds}
    order["fallbackIdentityProvider"] = "emailOneTimePasscode"
    tenant.patch(_POLICY, {"invitationRedemptionIdentityProviderConfiguration": order})


@pytest.mark.claim("RO-018", "RO-020", "RO-022")
def test_switching_microsoft_accounts_off_is_for_those_who_have_not_redeemed(
    installation: Installation, target: Tenant, board: RelyingParty, there: OutsideProvider
) -> None:
    before, later = (target.invite(f"{name}@outlook.com") for name in ("eve", "finn"))
    browser = installation.browser()
    sent = browser.open(before["inviteRedeemUrl"])
    come_back(browser, sent, there, sub="41", email="eve@outlook.com")

    without_microsoft_accounts(target)

    newcomer, known = installation.browser(), installation.browser()
    assert "Enter the code" == newcomer.open(later["inviteRedeemUrl"]).heading
    again = known.open(board.address(login_hint="eve@outlook.com"))
    assert "code" in come_back(known, again, there, sub="41").answer


@pytest.mark.parametrize(
    ("asked", "seconds"), [({"max_age": "600"}, "600"), ({"prompt": "login"}, "0")]
)
def test_an_old_session_at_the_provider_is_not_enough_where_a_new_one_is_asked_for(  # noqa: PLR0917  # fixtures
    installation: Installation,
    target: Tenant,
    board: RelyingParty,
    google: Json,
    there: OutsideProvider,
    asked: Json,
    seconds: str,
) -> None:
    bring_eve(installation.browser(), target, there)
    hour_ago = int(system_now().timestamp()) - 3600

    def come(**told: object) -> tuple[str, Page]:
        browser = installation.browser()
        sent = browser.open(board.address(login_hint=EVE, **asked))
        return asked_at(sent.url)["max_age"], come_back(browser, sent, there, **told)

    (first, old), (_, untold), (_, landed) = come(auth_time=hour_ago), come(auth_time=None), come()

    assert seconds == first
    assert "AADSTS50008" in old.text
    assert "AADSTS50008" in untold.text
    assert "code" in landed.answer


def test_the_sign_in_frequency_holds_at_the_provider_too(
    installation: Installation,
    target: Tenant,
    board: RelyingParty,
    google: Json,
    there: OutsideProvider,
) -> None:
    browser = installation.browser()
    bring_eve(browser, target, there)
    frequency = {"isEnabled": True, "type": "hours", "value": 1}
    target.post(
        POLICIES,
        {
            "displayName": "Every hour",
            "state": "enabled",
            "conditions": {
                "users": {"includeUsers": ["GuestsOrExternalUsers"]},
                "applications": {"includeApplications": ["All"]},
            },
            "sessionControls": {"signInFrequency": frequency},
        },
    )
    installation.advance("PT2H")
    hour_ago = int(system_now().timestamp()) - 3600

    sent = browser.open(board.address(login_hint=EVE))
    refused = come_back(browser, sent, there, auth_time=hour_ago)

    assert "0" == asked_at(sent.url)["max_age"]
    assert "AADSTS50008" in refused.text
    logged = target.get("/auditLogs/signIns?$filter=status/errorCode eq 50008")["value"]
    assert [NOBODY] == [each["userId"] for each in logged]
