"""A refresh token in other tenants than its own: what it opens there, and what ends it."""

from collections.abc import Callable

import pytest

from tests.support.browsers import Browser
from tests.support.policies import POLICIES, require
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, visit
from tests.support.tenants import Json, Tenant

Ask = Callable[[], Json]


@pytest.fixture(scope="session")
def suite(home: Tenant) -> RelyingParty:
    """An application of the home tenant that is for all tenants."""
    return RelyingParty(home, "Suite", signInAudience="AzureADMultipleOrgs")


@pytest.fixture
def guest(resource: Tenant, suite: RelyingParty, browser: Browser, ana: Json) -> Json:
    """What Ana is in the other tenant, where she agreed to the application."""
    invited: Json = resource.invite(ana["userPrincipalName"])["invitedUser"]
    accept_all(browser, visit(browser, suite, ana))
    landed = accept_all(browser, browser.open(suite.address(tenant=resource.tenant_id)))
    assert landed.is_outside, landed.text
    return {**invited, "home": ana["id"]}


@pytest.fixture
def abroad(resource: Tenant, suite: RelyingParty, browser: Browser, guest: Json, ana: Json) -> Ask:
    """Redeems the newest refresh token of Ana's sign-in at home in the other tenant."""
    tokens = suite.tokens(browser, browser.open(suite.address()))
    held = [str(tokens["refresh_token"])]

    def ask() -> Json:
        form = {"grant_type": "refresh_token", "refresh_token": held[-1]}
        answer: Json = suite.ask(browser, tenant=resource.tenant_id, **form).json()
        held.append(str(answer.get("refresh_token", held[-1])))
        return answer

    return ask


def test_it_gives_a_token_of_the_other_tenant_for_the_guest_there(
    resource: Tenant, abroad: Ask, guest: Json
) -> None:
    told = [claims_of(abroad()["access_token"]) for _ in range(2)]

    assert 2 * [(resource.tenant_id, guest["id"])] == [(each["tid"], each["oid"]) for each in told]
    rows = resource.get(f"/auditLogs/signIns?$filter=userId eq '{guest['id']}'")["value"]
    assert [0, 0] == [each["status"]["errorCode"] for each in rows if not each["isInteractive"]]


def test_what_the_other_tenant_asks_for_is_asked_on_a_page(
    resource: Tenant, abroad: Ask, guest: Json
) -> None:
    policy = require(resource, "mfa", includeUsers=[guest["id"]])

    refused = abroad()
    resource.delete(f"{POLICIES}/{policy}")

    assert ("interaction_required", [50076]) == (refused["error"], refused["error_codes"])
    assert "access_token" in abroad()


@pytest.mark.parametrize("where", ["home", "resource"])
def test_sessions_that_are_ended_end_it(
    home: Tenant, resource: Tenant, abroad: Ask, guest: Json, where: str
) -> None:
    before = abroad()
    if where == "home":
        home.post(f"/users/{guest['home']}/revokeSignInSessions")
    else:
        resource.post(f"/users/{guest['id']}/revokeSignInSessions")

    refused = abroad()

    assert "access_token" in before
    assert [50173] == refused["error_codes"]


def test_who_is_disabled_at_home_comes_in_nowhere(home: Tenant, abroad: Ask, ana: Json) -> None:
    home.change(ana, accountEnabled=False)

    assert [50057] == abroad()["error_codes"]


def test_who_is_unknown_there_gets_nothing_and_leaves_no_name(
    home: Tenant, resource: Tenant, suite: RelyingParty, browser: Browser, guest: Json
) -> None:
    tokens = suite.tokens(browser, browser.open(suite.address()))
    resource.remove(guest)
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}

    refused = suite.ask(browser, tenant=resource.tenant_id, **form).json()
    own = suite.ask(browser, **form).json()

    assert [50020] == refused["error_codes"]
    assert home.tenant_id == claims_of(own["access_token"])["tid"]
