"""A member of a tenant signs in to one of its applications."""

from tests.support.browsers import Browser
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in
from tests.support.tenants import Json, Tenant


def test_a_member_signs_in_and_the_application_reads_their_profile(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    page = sign_in(browser, browser.open(board.address()), ana)
    landed = accept_all(browser, page)

    assert landed.url.startswith("https://board.test/signed-in?")
    assert landed.answer["state"] == "a state"
    tokens = board.tokens(browser, landed)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = browser.http.get("/v1.0/me", headers=bearer)
    assert me.status_code == 200, me.text
    assert ana["id"] == me.json()["id"]
    claims = claims_of(tokens["id_token"])
    assert (home.tenant_id, ana["id"], "a-nonce", board.app_id) == (
        claims["tid"],
        claims["oid"],
        claims["nonce"],
        claims["aud"],
    )
