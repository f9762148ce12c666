"""The page on which people see who knows them, and leave."""

import pytest

from tests.scenarios.test_organizations import keep_people
from tests.support.browsers import Browser, Page
from tests.support.redeeming import code_in
from tests.support.relying_parties import accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids

_TITLE = "Your organizations"


def signed_in(browser: Browser, ana: Json, tenant: str = "common") -> Page:
    """Return the page as *ana* gets it who opens it at *tenant*."""
    return sign_in(browser, browser.open(f"/{tenant}/organizations"), ana)


@pytest.mark.claim("ORG-002", "ORG-005")
def test_a_person_leaves_on_the_page(
    source: Tenant, target: Tenant, browser: Browser, ana: Json, synchronized: Json
) -> None:
    page = signed_in(browser, ana)
    asked = browser.open(page.link("leave="))
    untouched = ids(target.users())

    left = browser.submit(asked)

    assert (_TITLE, f"/{source.tenant_id}/organizations") == (page.heading, page.path)
    assert "Contoso" in page.text
    assert "Leave Contoso?" == asked.heading
    assert [synchronized["id"]] == untouched
    assert "You left Contoso." in left.text
    assert ([], [synchronized["id"]]) == (target.users(), ids(target.deleted_users()))


def test_an_organization_that_keeps_people_offers_no_way_out(
    target: Tenant, browser: Browser, ana: Json, synchronized: Json
) -> None:
    page = signed_in(browser, ana)
    asked = browser.open(page.link("leave="))
    keep_people(target)

    kept = browser.submit(asked)

    assert "Ask an administrator there." in kept.text
    assert "privacy@contoso.test" in kept.text
    assert "leave=" not in kept.text
    assert [synchronized["id"]] == ids(target.users())


def test_a_guest_who_asks_at_a_tenant_that_they_visit_sees_the_page_of_their_home(
    source: Tenant, target: Tenant, browser: Browser, ana: Json, synchronized: Json
) -> None:
    page = signed_in(browser, ana, target.tenant_id)

    assert (_TITLE, f"/{source.tenant_id}/organizations") == (page.heading, page.path)


def test_nobody_leaves_for_somebody_else(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    browser: Browser,
    ana: Json,
    synchronized: Json,
) -> None:
    ben = source.add_user("ben")
    his = signed_in(installation.browser(), ben)
    asked = browser.open(signed_in(browser, ana).link("leave="))

    other = installation.browser()
    stolen = other.post(asked.url, asked.form.fields)

    assert "No other organization knows you." in his.text
    assert "AADSTS" in stolen.text
    assert [synchronized["id"]] == ids(target.users())


def test_a_guest_of_no_tenant_here_leaves_too(
    installation: Installation, target: Tenant, browser: Browser
) -> None:
    invitation = target.invite("eve@mail.example")
    page = browser.open(invitation["inviteRedeemUrl"])
    accept_all(browser, browser.submit(page, code=code_in(installation)))

    mine = browser.open(f"/{target.tenant_id}/organizations")
    left = browser.submit(browser.open(mine.link("leave=")))

    assert "eve@mail.example" in mine.text
    assert "You are signed out" == left.heading
    assert [invitation["invitedUser"]["id"]] == ids(target.deleted_users())


def test_the_page_speaks_german(browser: Browser, ana: Json, synchronized: Json) -> None:
    address = signed_in(browser, ana).url

    page = browser.open(address, **{"Accept-Language": "de"})

    assert "Ihre Organisationen" == page.heading
    assert "Sie sind dort Mitglied." in page.text
