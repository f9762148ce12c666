"""Sign-ins from devices: what policies ask of them, at home and abroad."""

from typing import Any

import pytest

from tests.support.browsers import Browser, Page
from tests.support.laptops import HEADER, Laptop
from tests.support.policies import require
from tests.support.relying_parties import RelyingParty, accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant


def come_from(browser: Browser, laptop: Laptop | None) -> None:
    """Let every request of the browser carry what the device signs."""
    if laptop is not None:
        browser.http.headers[HEADER] = laptop.claim()


def visit(browser: Browser, board: RelyingParty, person: Json) -> Page:
    return accept_all(browser, sign_in(browser, browser.open(board.address()), person))


@pytest.mark.parametrize(
    ("control", "given", "is_let_in"),
    [
        ("compliantDevice", {"isCompliant": True}, True),
        ("compliantDevice", {"isCompliant": False, "trustType": "ServerAd"}, False),
        ("domainJoinedDevice", {"trustType": "ServerAd"}, True),
        ("domainJoinedDevice", {"trustType": "AzureAd", "isCompliant": True}, False),
    ],
)
def test_a_device_that_proves_itself_meets_what_is_asked_of_it(
    home: Tenant,
    board: RelyingParty,
    browser: Browser,
    ana: Json,
    *,
    control: str,
    given: dict[str, Any],
    is_let_in: bool,
) -> None:
    require(home, control, includeUsers=["All"])
    come_from(browser, Laptop(home, **given))

    page = visit(browser, board, ana)

    assert is_let_in == page.is_outside
    refusal = {"compliantDevice": "AADSTS53000", "domainJoinedDevice": "AADSTS53001"}[control]
    assert is_let_in or refusal in page.text


def test_without_a_device_nobody_is_let_in_where_one_is_asked_for(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    require(home, "compliantDevice", includeUsers=["All"])

    page = visit(browser, board, ana)

    assert not page.is_outside
    assert "AADSTS50097" in page.text


def test_a_device_that_is_no_longer_compliant_ends_it_at_the_next_token(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    require(home, "compliantDevice", includeUsers=["All"])
    laptop = Laptop(home, isCompliant=True)
    come_from(browser, laptop)
    tokens = board.tokens(browser, visit(browser, board, ana))

    laptop.change(isCompliant=False)
    refused = board.ask(browser, grant_type="refresh_token", refresh_token=tokens["refresh_token"])

    assert "device" not in str(tokens.get("amr", ""))
    assert [53000] == refused.json()["error_codes"]


@pytest.mark.claim("XTA-017")
@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_visitor_brings_a_device_where_home_is_trusted_for_it(
    world: Installation,
    home: Tenant,
    resource: Tenant,
    browser: Browser,
    ana: Json,
    *,
    is_trusted: bool,
) -> None:
    world.redeem(resource, resource.invite(ana["mail"]), ana)
    require(resource, "compliantDevice", includeUsers=["All"])
    resource.post(PARTNERS, {"tenantId": home.tenant_id})
    trust = {"inboundTrust": {"isCompliantDeviceAccepted": is_trusted}}
    resource.patch(f"{PARTNERS}/{home.tenant_id}", trust)
    come_from(browser, Laptop(home, isCompliant=True))

    page = visit(browser, RelyingParty(resource), ana)

    assert is_trusted == page.is_outside
