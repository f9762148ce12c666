"""What is believed of a cloud elsewhere, which tells of its people whatever it likes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenantry.audit.sign_ins import NOBODY
from tenantry.identifiers import new_id
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
from tests.support.policies import require
from tests.support.relying_parties import RelyingParty, accept_all
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import PARTNERS, Tenant

ENDPOINT = "microsoftonline.us"
AGENCY, OTHER, MOVED = "agency.example", "lamna.example", "moved.example"
MALLORY = f"mallory@{AGENCY}"
_AGENCY_ID, _OTHER_ID = new_id(), new_id()


@pytest.fixture(scope="module")
def there() -> Iterator[OutsideProvider]:
    """The other cloud, of two tenants, which tells of their people whatever a test says."""
    with outside_provider() as provider:
        provider.found(_AGENCY_ID, AGENCY, MOVED)
        provider.found(_OTHER_ID, OTHER)
        yield provider


@pytest.fixture
def installation(
    databases: Databases, ground: Ground, there: OutsideProvider, tmp_path: Path
) -> Iterator[Installation]:
    """An installation whose target is open to both tenants of the other cloud."""
    providers = (
        f'[clouds."{ENDPOINT}"]\nissuer = "{there.url}/{{tenant}}/v2.0"\n'
        f'client_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"\n'
    )
    given = outside_settings(tmp_path, providers, there.issuer.authority)
    with open_installation(databases, ground, **given) as installation:
        target = installation.target
        target.patch("/policies/crossTenantAccessPolicy", {"allowedCloudEndpoints": [ENDPOINT]})
        for tenant_id in (_AGENCY_ID, _OTHER_ID):
            target.post(PARTNERS, {"tenantId": tenant_id})
        yield installation


def come_from_agency(
    installation: Installation, board: RelyingParty, there: OutsideProvider, **told: object
) -> Page:
    """Sign in as the same person of the agency, of whom *told* is told as well."""
    browser = installation.browser()
    sent = browser.open(board.address(login_hint=MALLORY, prompt="login"))
    return say(browser, sent, there, **told)


def say(browser: Browser, sent: Page, there: OutsideProvider, **told: object) -> Page:
    """Let the agency tell who it is, where the browser was sent."""
    assert sent.url.startswith(f"{there.url}/authorize?"), sent.text
    who = {"iss": f"{there.url}/{_AGENCY_ID}/v2.0", "tid": _AGENCY_ID, "oid": _MALLORY_ID}
    return accept_all(browser, browser.open(there.sign_in(sent.url, **who, **told)))


_MALLORY_ID = new_id()


def test_a_tenant_elsewhere_speaks_for_no_address_of_another_owner(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    board: RelyingParty,
    there: OutsideProvider,
) -> None:
    ana = source.add_user("ana")["userPrincipalName"]
    moved = f"finn@{MOVED}"
    invited = [target.invite(each) for each in (f"eve@{OTHER}", "zoe@mail.example", ana, moved)]
    target.remove(target.invite(MALLORY)["invitedUser"])  # makes the agency known
    source.post("/domains", {"id": MOVED})
    source.post(f"/domains/{MOVED}/verify", {})

    for address in (each["invitedUserEmailAddress"] for each in invited):
        for told in (
            {"preferred_username": address},
            {"preferred_username": MALLORY, "email": address},
            {"email": address, "email_verified": True, "xms_edov": True},
        ):
            page = come_from_agency(installation, board, there, **told)
            assert "AADSTS50020" in page.text, (address, told)

    states = {
        target.get(f"/users/{each['invitedUser']['id']}?$select=externalUserState")[
            "externalUserState"
        ]
        for each in invited
    }
    logged = target.get("/auditLogs/signIns?$filter=status/errorCode eq 50020")["value"]
    assert {"PendingAcceptance"} == states
    assert ({NOBODY}, 12) == ({each["userId"] for each in logged}, len(logged))


def test_a_mail_address_of_the_home_counts_once_the_home_vouches_for_it(
    installation: Installation, target: Tenant, board: RelyingParty, there: OutsideProvider
) -> None:
    guest = target.invite(f"eve@{AGENCY}")["invitedUser"]
    profile = {"preferred_username": "eve@agency.onmicrosoft.example", "email": f"eve@{AGENCY}"}

    unproved = come_from_agency(installation, board, there, **profile)
    landed = come_from_agency(installation, board, there, **profile, xms_edov=True)

    assert "AADSTS50020" in unproved.text
    assert "code" in landed.answer
    found = target.get(f"/users/{guest['id']}?$select=externalUserState")
    assert "Accepted" == found["externalUserState"]


def test_who_comes_back_without_the_factor_that_was_asked_for_is_refused_and_logged(
    installation: Installation, target: Tenant, board: RelyingParty, there: OutsideProvider
) -> None:
    guest = target.invite(MALLORY)["invitedUser"]
    target.patch(f"{PARTNERS}/{_AGENCY_ID}", {"inboundTrust": {"isMfaAccepted": True}})
    require(target, "mfa")
    browser = installation.browser()

    page = browser.open(board.address(login_hint=MALLORY))
    sent = say(browser, page, there, preferred_username=MALLORY)
    refused = say(browser, sent, there, preferred_username=MALLORY)

    assert ("claims" in asked_at(sent.url), "max_age" in asked_at(sent.url)) == (True, False)
    assert "AADSTS50076" in refused.text
    logged = target.get("/auditLogs/signIns?$filter=status/errorCode eq 50076")["value"]
    assert [guest["id"]] == [each["userId"] for each in logged]
