"""A tenant that the operator removes: its people, its synchronizations, its guests elsewhere."""

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import configure_sync
from tests.support.relying_parties import PASSWORD, RelyingParty, accept_all
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_TENANTS, _DELETED = "/tenantry/v1.0/tenants", "/tenantry/v1.0/deletedTenants"
_HINT = "ana@northwind.test"


@pytest.mark.claim("CTS-093")
def test_synchronized_users_of_a_removed_tenant_sign_in_nowhere(
    installation: Installation,
    source: Tenant,
    browser: Browser,
    board: RelyingParty,
    synchronized: Json,
) -> None:
    page = browser.open(board.address(login_hint=_HINT))
    landed = accept_all(browser, browser.submit(page, password=PASSWORD))
    token = board.tokens(browser, landed)["refresh_token"]
    unspent = browser.open(board.address(prompt="none")).answer["code"]

    removed = installation.ask("DELETE", f"{_TENANTS}/{source.tenant_id}")
    single_sign_on = browser.open(board.address())
    anew = browser.open(board.address(login_hint=_HINT))
    refreshed = board.ask(browser, grant_type="refresh_token", refresh_token=token)
    through_alias = board.ask(
        browser, tenant="organizations", grant_type="refresh_token", refresh_token=token
    )
    redeemed = board.redeem(browser, unspent)
    guests = [each["id"] for each in board.tenant.users()]
    back = installation.ask("POST", f"{_DELETED}/{source.tenant_id}/restore")
    restored = browser.open(board.address())

    assert (200, 200) == (removed.status_code, back.status_code)
    assert ("Sign in", "You cannot be signed in") == (single_sign_on.heading, anew.heading)
    refused = (refreshed, through_alias, redeemed)
    assert [400] * 3 == [each.status_code for each in refused]
    assert ["invalid_grant"] * 3 == [each.json()["error"] for each in refused]
    assert [synchronized["id"]] == guests
    assert "code" in accept_all(browser, restored).answer


def test_jobs_from_a_removed_tenant_stop_and_jobs_into_it_go_into_quarantine(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    outgoing, other = configure_sync(source, target), installation.found("tailspin")
    incoming = configure_sync(other, source, scope="all")
    other.add_user("mira")
    installation.run_cycles()

    installation.ask("DELETE", f"{_TENANTS}/{source.domain}")
    other.add_user("nils")
    installation.run_cycles()
    told = incoming.job()["status"]
    removed = installation.ask_as_operator("/deletedTenants").json()["value"]
    installation.ask("POST", f"{_DELETED}/{source.tenant_id}/restore")

    assert "Quarantine" == told["code"]
    assert "does not exist any more" in told["quarantine"]["error"]["message"]
    assert [source.tenant_id] == [each["id"] for each in removed]
    assert "Paused" == outgoing.job()["status"]["code"]
    assert ["Mira"] == [each["displayName"] for each in source.users()]


def test_a_removed_tenant_is_unknown_to_everybody_and_keeps_its_names(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    known = target.get("/organization")
    installation.ask("DELETE", f"{_TENANTS}/{source.tenant_id}")
    asked = [
        source.seen_by(installation.http)._send("GET", "/users", None),  # noqa: SLF001  # no new token
        installation.http.get(f"/{source.tenant_id}/v2.0/.well-known/openid-configuration"),
        installation.ask_as_operator(f"/tenants/{source.domain}"),
        installation.ask("DELETE", f"{_TENANTS}/{source.tenant_id}"),
        installation.ask("POST", f"{_DELETED}/{target.tenant_id}/restore"),
    ]
    again = {"displayName": "Again", "initialDomain": source.domain}
    founded = installation.ask("POST", _TENANTS, again)

    assert [401, 400, 404, 404, 404] == [each.status_code for each in asked]
    assert 409 == founded.status_code
    assert known == target.get("/organization")


def test_what_a_removed_tenant_had_is_erased_after_thirty_days(
    installation: Installation, source: Tenant, target: Tenant, synchronized: Json
) -> None:
    path = f"{_DELETED}/{source.tenant_id}/restore"
    installation.ask("DELETE", f"{_TENANTS}/{source.tenant_id}")
    installation.advance("P29D")
    kept = installation.rows_of(source)
    installation.ask("POST", "/tenantry/v1.0/lab/clock", {"advance": "P2D"})
    late = installation.ask("POST", path)
    installation.run_due()
    gone = installation.rows_of(source)
    again = {"displayName": "Again", "initialDomain": source.domain}
    founded = installation.ask("POST", _TENANTS, again)

    assert kept["users"]
    assert {} == {name: rows for name, rows in gone.items() if rows}
    assert (404, 201) == (late.status_code, founded.status_code)
    assert [synchronized["id"]] == [each["id"] for each in target.users()]
