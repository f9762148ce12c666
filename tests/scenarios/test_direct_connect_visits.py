"""Visits by direct connect, and what automatic redemption does in each way to collaborate."""

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import Configuration, allow_sync, configure_sync
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in, visit
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

_JOIN = "Review permissions"
_CONSENT = "Permissions requested"


@pytest.fixture
def channel(source: Tenant, target: Tenant) -> RelyingParty:
    """An application of the target that direct connect may reach, from the source."""
    app = RelyingParty(target, "Channel")
    tagged = {"tags": ["DirectConnectApplication"]}
    target.patch(f"/servicePrincipals/{app.principal['id']}", tagged)
    open_direct_connect(source, target, "Outbound")
    open_direct_connect(target, source, "Inbound")
    return app


@pytest.mark.claim("AR-009", "AR-012", "AR-016")
def test_direct_connect_works_without_automatic_consent_once_the_person_agreed_and_without_mail(
    installation: Installation,
    target: Tenant,
    browser: Browser,
    channel: RelyingParty,
    ana: Json,
) -> None:
    asked = visit(browser, channel, ana)
    landed = accept_all(browser, asked)

    assert _JOIN == asked.heading
    told = claims_of(channel.tokens(browser, landed)["id_token"])
    assert (ana["id"], target.tenant_id) == (told["oid"], told["tid"])
    assert [] == target.users()
    assert [] == installation.deliver_mail()


@pytest.mark.claim("AR-006")
def test_direct_connect_asks_nobody_to_join_where_both_sides_agreed_to_that(
    source: Tenant, target: Tenant, browser: Browser, channel: RelyingParty, ana: Json
) -> None:
    source.consent(target, outboundAllowed=True)
    target.consent(source, inboundAllowed=True)

    assert _CONSENT == visit(browser, channel, ana).heading


@pytest.mark.claim("AR-013")
def test_in_none_of_the_three_ways_somebody_is_asked_to_join(
    installation: Installation, source: Tenant, target: Tenant, channel: RelyingParty, ana: Json
) -> None:
    board = RelyingParty(target)
    configuration = configure_sync(source, target)
    configuration.assign(ana)
    installation.run_cycles()
    ben = source.add_user("ben", mail="ben@northwind.test")
    target.invite("ben@northwind.test")
    cleo = source.add_user("cleo")

    pages = [
        visit(installation.browser(), app, person)
        for app, person in ((board, ana), (board, ben), (channel, cleo))
    ]

    assert [_CONSENT] * 3 == [page.heading for page in pages]


@pytest.mark.claim("AR-004")
def test_a_user_whom_synchronization_makes_has_accepted(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, ana: Json
) -> None:
    sync.assign(ana)
    installation.run_cycles()

    assert "Accepted" == target.user_of(ana)["externalUserState"]


@pytest.mark.claim("AR-007")
@pytest.mark.parametrize("missing", ["source", "target"])
def test_synchronization_does_not_start_without_it(
    source: Tenant, target: Tenant, *, missing: str
) -> None:
    allow_sync(source, target)
    if missing == "source":
        source.consent(target, outboundAllowed=False)
    else:
        target.consent(source, inboundAllowed=False)

    assert Configuration(source, target).test_connection().is_client_error


@pytest.mark.claim("AR-001", "AR-026")
def test_both_halves_are_set_by_an_update_of_the_partner_and_kept_apart(
    source: Tenant, target: Tenant
) -> None:
    source.post(PARTNERS, {"tenantId": target.tenant_id})
    path = f"{PARTNERS}/{target.tenant_id}"
    changed = source.ask("PATCH", path, {"automaticUserConsentSettings": {"outboundAllowed": True}})
    outbound = source.get(path)["automaticUserConsentSettings"]
    source.patch(path, {"automaticUserConsentSettings": {"inboundAllowed": False}})
    both = source.get(path)["automaticUserConsentSettings"]

    assert 204 == changed.status_code
    assert outbound["outboundAllowed"] is True
    assert not outbound["inboundAllowed"]
    assert (True, False) == (both["outboundAllowed"], both["inboundAllowed"])


def test_direct_connect_is_blocked_unless_both_tenants_open_it(
    target: Tenant, browser: Browser, ana: Json
) -> None:
    closed = RelyingParty(target, "Channel")
    tagged = {"tags": ["DirectConnectApplication"]}
    target.patch(f"/servicePrincipals/{closed.principal['id']}", tagged)

    assert "AADSTS500212" in visit(browser, closed, ana).text


def test_a_refresh_token_of_home_connects_directly_only_where_nobody_has_to_be_asked(
    installation: Installation, source: Tenant, target: Tenant, browser: Browser, ana: Json
) -> None:
    suite = RelyingParty(source, "Suite", signInAudience="AzureADMultipleOrgs")
    ben, his = source.add_user("ben"), installation.browser()
    target.invite(ben["userPrincipalName"])
    page = his.open(suite.address(tenant=target.tenant_id, login_hint=ben["userPrincipalName"]))
    accept_all(his, sign_in(his, page, ben))  # his consent makes the application known there
    [principal] = target.list_all(f"/servicePrincipals?$filter=appId eq '{suite.app_id}'")
    tagged = {"tags": ["DirectConnectApplication"]}
    target.patch(f"/servicePrincipals/{principal['id']}", tagged)
    open_direct_connect(source, target, "Outbound")
    open_direct_connect(target, source, "Inbound")
    tokens = suite.tokens(browser, accept_all(browser, visit(browser, suite, ana)))
    there = {"tenant": target.tenant_id, "grant_type": "refresh_token"}
    accept_all(browser, browser.open(suite.address(tenant=target.tenant_id)))

    asked = suite.ask(browser, **there, refresh_token=tokens["refresh_token"]).json()
    source.consent(target, outboundAllowed=True)
    target.consent(source, inboundAllowed=True)
    unasked = suite.ask(browser, **there, refresh_token=tokens["refresh_token"]).json()

    assert "interaction_required" == asked["error"]
    told = claims_of(unasked["access_token"])
    assert (target.tenant_id, ana["id"]) == (told["tid"], told["oid"])


def open_direct_connect(tenant: Tenant, other: Tenant, direction: str) -> None:
    """Allow direct connect with everybody of the other tenant, in one direction."""
    path = f"{PARTNERS}/{other.tenant_id}"
    if tenant.ask("GET", path).is_error:
        tenant.post(PARTNERS, {"tenantId": other.tenant_id})
    everybody = {"target": "AllUsers", "targetType": "user"}
    everything = {"target": "AllApplications", "targetType": "application"}
    setting = {
        "usersAndGroups": {"accessType": "allowed", "targets": [everybody]},
        "applications": {"accessType": "allowed", "targets": [everything]},
    }
    tenant.patch(path, {f"b2bDirectConnect{direction}": setting})
