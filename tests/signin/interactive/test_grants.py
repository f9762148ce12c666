"""Consent that administrators give and take over Graph, and what sign-in makes of it."""

import pytest

from tests.support.browsers import Browser
from tests.support.relying_parties import RelyingParty, accept_all, sign_in, visit
from tests.support.tenants import Json, Tenant

_GRANTS = "/oauth2PermissionGrants"
_GRAPH = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
_SCOPE = "openid profile email offline_access User.Read"


def _grant(home: Tenant, board: RelyingParty, **given: str) -> Json:
    body = {
        "clientId": board.principal["id"],
        "consentType": "AllPrincipals",
        "resourceId": home.get(_GRAPH)["id"],
        "scope": _SCOPE,
        **given,
    }
    made: Json = home.post(_GRANTS, body)
    return made


def _refresh(board: RelyingParty, browser: Browser, token: str) -> Json:
    answer: Json = board.ask(browser, grant_type="refresh_token", refresh_token=token).json()
    return answer


def test_who_was_granted_everything_is_asked_nothing(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    _grant(home, board, consentType="Principal", principalId=ana["id"])

    page = visit(browser, board, ana)

    assert page.is_outside
    assert "access_token" in board.tokens(browser, page)


def test_a_grant_for_one_user_is_none_for_another(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    ben = home.add_user("ben")
    _grant(home, board, consentType="Principal", principalId=ben["id"])

    assert "Permissions requested" == visit(browser, board, ana).heading


@pytest.mark.parametrize("end", ["deleted", "reduced"])
def test_what_is_no_longer_granted_ends_at_the_next_refresh(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json, end: str
) -> None:
    grant = _grant(home, board)
    tokens = board.tokens(browser, visit(browser, board, ana))
    refreshed = _refresh(board, browser, tokens["refresh_token"])
    if end == "deleted":
        assert 204 == home.ask("DELETE", f"{_GRANTS}/{grant['id']}").status_code
    else:
        home.patch(f"{_GRANTS}/{grant['id']}", {"scope": "openid profile"})

    refused = _refresh(board, browser, refreshed["refresh_token"])

    assert [65001] == refused["error_codes"]
    assert "Permissions requested" == browser.open(board.address()).heading


def test_consent_on_the_page_is_a_grant_that_graph_shows(
    home: Tenant, board: RelyingParty, browser: Browser, ana: Json
) -> None:
    accept_all(browser, sign_in(browser, browser.open(board.address()), ana))

    [grant] = home.get(f"/users/{ana['id']}{_GRANTS}")["value"]
    [same] = home.get(f"/servicePrincipals/{board.principal['id']}{_GRANTS}")["value"]

    assert (board.principal["id"], "Principal", ana["id"], home.get(_GRAPH)["id"]) == tuple(
        grant[name] for name in ("clientId", "consentType", "principalId", "resourceId")
    )
    assert "User.Read" in grant["scope"].split()
    assert grant == same


def test_grants_are_filtered_by_each_side(home: Tenant, board: RelyingParty, ana: Json) -> None:
    for_all = _grant(home, board, scope="User.Read User.Read Mail.Read")
    for_ana = _grant(home, board, consentType="Principal", principalId=ana["id"])

    found = {
        condition: [each["id"] for each in home.get(f"{_GRANTS}?$filter={condition}")["value"]]
        for condition in (
            "consentType eq 'AllPrincipals'",
            f"principalId eq '{ana['id'].upper()}'",
            f"clientId eq '{board.principal['id']}' and consentType eq 'Principal'",
            f"resourceId eq '{ana['id']}'",
            f"clientId eq '{ana['id']}'",
        )
    }

    assert [[for_all["id"]], [for_ana["id"]], [for_ana["id"]], [], []] == [*found.values()]
    assert (None, "User.Read Mail.Read") == (for_all["principalId"], for_all["scope"])


def test_what_no_grant_can_be(home: Tenant, board: RelyingParty, ana: Json) -> None:
    grant = _grant(home, board)
    client, graph = board.principal["id"], grant["resourceId"]
    whole = {
        "clientId": client,
        "consentType": "AllPrincipals",
        "resourceId": graph,
        "scope": "User.Read",
    }
    refused = [
        home.ask("POST", _GRANTS, {**whole, **wrong})
        for wrong in (
            {},
            {"principalId": ana["id"]},
            {"consentType": "Principal"},
            {"consentType": "Everybody"},
            {"clientId": ana["id"]},
            {"consentType": "Principal", "principalId": client},
        )
    ]
    changed = home.ask("PATCH", f"{_GRANTS}/{grant['id']}", {"clientId": graph})

    assert [409, 400, 400, 400, 404, 404] == [each.status_code for each in refused]
    assert 400 == changed.status_code
    assert "scope" in changed.json()["error"]["message"]


def test_grants_are_in_the_log_and_leave_with_their_client(
    home: Tenant, board: RelyingParty
) -> None:
    grant = _grant(home, board)
    home.patch(f"{_GRANTS}/{grant['id']}", {"scope": "User.Read"})
    home.delete(f"{_GRANTS}/{grant['id']}")
    _grant(home, board)
    home.delete(f"/servicePrincipals/{board.principal['id']}")

    log = home.get("/auditLogs/directoryAudits?$filter=category eq 'ApplicationManagement'")

    told = [row["activityDisplayName"] for row in log["value"]]
    for verb in ("Add", "Update", "Remove"):
        assert f"{verb} delegated permission grant" in told
    assert [] == home.get(_GRANTS)["value"]
