"""What synchronized people are and may in the target: as its members or guests are and may."""

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import Configuration
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all, claims_of
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_ASKED = ("/users", "/groups", "/directoryRoles", "/contacts", "/organization", "/applications")


@pytest.mark.claim("CTS-013")
def test_services_tell_synchronized_members_and_guests_apart_by_their_user_type(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    member, guest = target.user_of(ana), target.user_of(ben)
    target.change(guest, userType="Guest")

    by_member, by_guest = (installation.signed_in(target, each) for each in (member, guest))

    assert "Member" == member["userType"]
    assert 200 == by_member.ask("GET", "/users").status_code
    assert 403 == by_guest.ask("GET", "/users").status_code


@pytest.mark.claim("CTS-095")
def test_a_synchronized_guest_may_what_an_invited_guest_may(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.map("userType", '"Guest"')
    ana = source.add_user("ana")
    source.add_user("ben", mail="ben@northwind.test")
    sync.assign(ana)
    installation.run_cycles()
    synchronized = target.user_of(ana)
    invited = target.invite("ben@northwind.test")["invitedUser"]

    answers = [
        [installation.signed_in(target, each).ask("GET", path).status_code for path in _ASKED]
        for each in (synchronized, invited)
    ]

    assert "Guest" == synchronized["userType"]
    assert answers[0] == answers[1]
    assert [403, 403, 403, 403, 200, 200] == answers[0]


@pytest.mark.claim("CTS-096")
def test_each_synchronized_user_is_an_external_one_who_authenticates_at_home(
    source: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    page = browser.open(board.address(login_hint="ana@northwind.test"))
    landed = accept_all(browser, browser.submit(page, password=PASSWORD))
    told = claims_of(board.tokens(browser, landed)["id_token"])

    issuers = [each["issuer"] for each in synchronized["identities"]]
    assert "ExternalAzureAD" in issuers
    assert f"/{source.tenant_id}/login" == page.path
    assert (synchronized["id"], True) == (told["oid"], source.tenant_id in told["idp"])
