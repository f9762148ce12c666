"""Automatic redemption, by real sign-ins: who is asked whether they want to join, who is not."""

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import configure_sync
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_JOIN = "Review permissions"
_CONSENT = "Permissions requested"


def invited_with(
    source: Tenant, target: Tenant, *, home_outbound: bool, resource_inbound: bool
) -> Json:
    """Set automatic consent on both sides, and invite Ana."""
    source.consent(target, outboundAllowed=home_outbound)
    target.consent(source, inboundAllowed=resource_inbound)
    invitation: Json = target.invite("ana@northwind.test")
    return invitation


@pytest.mark.claim("AR-002", "AR-020")
def test_nobody_is_asked_to_join_where_both_sides_agreed_to_that(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=True, resource_inbound=True)

    page = visit(browser, board, ana)

    assert _CONSENT == page.heading
    assert "Accepted" == target.user_of(ana)["externalUserState"]


@pytest.mark.claim("AR-021")
def test_home_outbound_alone_leaves_the_prompt(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=True, resource_inbound=False)

    assert _JOIN == visit(browser, board, ana).heading


@pytest.mark.claim("AR-022")
def test_resource_inbound_alone_leaves_the_prompt(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=False, resource_inbound=True)

    assert _JOIN == visit(browser, board, ana).heading


@pytest.mark.claim("AR-008", "AR-023")
def test_without_automatic_consent_the_prompt_comes_once(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=False, resource_inbound=False)

    page = visit(browser, board, ana)
    before = target.user_of(ana)["externalUserState"]
    landed = accept_all(browser, page)
    again = browser.open(board.address())

    assert _JOIN == page.heading
    assert ("PendingAcceptance", "Accepted") == (
        before,
        target.user_of(ana)["externalUserState"],
    )
    assert "code" in landed.answer
    assert "code" in again.answer


@pytest.mark.claim("AR-019")
def test_a_setting_that_changes_after_the_invitation_counts_at_the_sign_in(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=False, resource_inbound=True)
    asked = visit(browser, board, ana)
    source.consent(target, outboundAllowed=True)

    unasked = browser.open(board.address())

    assert (_JOIN, _CONSENT) == (asked.heading, unasked.heading)
    assert "Accepted" == target.user_of(ana)["externalUserState"]


@pytest.mark.claim("AR-024")
def test_the_wrong_directions_together_leave_the_prompt(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    source.consent(target, inboundAllowed=True)
    target.consent(source, outboundAllowed=True)
    target.invite("ana@northwind.test")

    assert _JOIN == visit(browser, board, ana).heading


@pytest.mark.claim("AR-025")
@pytest.mark.parametrize(
    ("home_inbound", "resource_outbound"), [(True, False), (False, True), (False, False)]
)
def test_no_other_mixture_of_the_wrong_directions_leaves_the_prompt_out(
    source: Tenant,
    target: Tenant,
    board: RelyingParty,
    installation: Installation,
    *,
    home_inbound: bool,
    resource_outbound: bool,
) -> None:
    ana = source.add_user("ana", mail="ana@northwind.test")
    source.consent(target, inboundAllowed=home_inbound)
    target.consent(source, outboundAllowed=resource_outbound)
    target.invite("ana@northwind.test")

    assert _JOIN == visit(installation.browser(), board, ana).heading


@pytest.mark.claim("AR-017")
def test_automatic_consent_is_no_consent_to_an_application(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, ana: Json
) -> None:
    invited_with(source, target, home_outbound=True, resource_inbound=True)

    page = visit(browser, board, ana)
    silent = browser.open(board.address(prompt="none"))
    landed = browser.submit(page, "answer=accept")

    assert _CONSENT == page.heading
    assert "consent_required" == silent.answer["error"]
    assert "code" in landed.answer


@pytest.mark.claim("AR-027")
def test_synchronized_users_meet_no_prompt_in_any_tenant_they_are_brought_to(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    tenants = (target, installation.found("fabrikam"))
    for tenant in tenants:
        configure_sync(source, tenant).assign(ana)
    installation.run_cycles()

    pages = [visit(installation.browser(), RelyingParty(tenant), ana) for tenant in tenants]

    assert [(_CONSENT, f"/{tenant.tenant_id}/consent") for tenant in tenants] == [
        (page.heading, page.path) for page in pages
    ]
