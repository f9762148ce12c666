"""My organizations: where people are known, and how they leave."""

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import Configuration
from tests.support.people import Person
from tests.support.relying_parties import RelyingParty, accept_all, claims_of, sign_in, visit
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids

_OWN = "/tenantry/v1.0/me"
_LEAVING = "/beta/policies/externalIdentitiesPolicy"
_PRIVACY = {"contactEmail": "privacy@contoso.test", "statementUrl": "https://contoso.test/privacy"}


@pytest.fixture
def person(installation: Installation, source: Tenant, ana: Json) -> Person:
    """Ana with a token of her home tenant."""
    return installation.signed_in(source, ana)


def keep_people(tenant: Tenant) -> None:
    """Let nobody leave *tenant*; it has said how it treats privacy."""
    tenant.patch(f"/organization/{tenant.tenant_id}", {"privacyProfile": _PRIVACY})
    tenant.patch(_LEAVING, {"allowExternalIdentitiesToLeave": False})


def leave(person: Person, tenant: Tenant) -> tuple[int, str]:
    """Return the status of leaving, and what is said where it fails."""
    response = person.ask("POST", f"{_OWN}/organizations/{tenant.tenant_id}/leave")
    message = response.json()["error"]["message"] if response.is_error else ""
    return response.status_code, message


def switch(suite: RelyingParty, browser: Browser, directory: Json, tokens: Json) -> Json:
    """Return the answer to a refresh token that is shown in another directory."""
    answered: Json = suite.ask(
        browser,
        tenant=directory["tenantId"],
        grant_type="refresh_token",
        refresh_token=tokens["refresh_token"],
    ).json()
    return answered


@pytest.mark.claim("ORG-001")
def test_nobody_is_told_of_being_synchronized_and_finds_it_among_the_organizations(
    installation: Installation, target: Tenant, person: Person, ana: Json, sync: Configuration
) -> None:
    sync.assign(ana)
    installation.run_cycles()

    _, there = person.get(f"{_OWN}/organizations")["value"]

    assert [] == installation.deliver_mail()
    assert (target.tenant_id, "Accepted", "Member") == (
        there["tenantId"],
        there["externalUserState"],
        there["userType"],
    )


@pytest.mark.claim("ORG-002")
def test_people_see_the_home_and_every_tenant_that_has_an_object_of_them(
    installation: Installation, source: Tenant, target: Tenant, person: Person, ana: Json
) -> None:
    waiting, unknown = installation.found("fabrikam"), installation.found("adatum")
    unknown.invite("ana@elsewhere.test")
    target.patch(f"/organization/{target.tenant_id}", {"privacyProfile": _PRIVACY})
    installation.redeem(target, target.invite(ana["mail"]))
    waiting.invite(ana["mail"])

    seen = person.get(f"{_OWN}/organizations")["value"]

    assert [
        (source.tenant_id, True, None, "homeOrganization"),
        (target.tenant_id, False, "Accepted", None),
        (waiting.tenant_id, False, "PendingAcceptance", "notJoined"),
    ] == [
        (each["tenantId"], each["isHome"], each["externalUserState"], each["leave"]["obstacle"])
        for each in seen
    ]
    assert target.user_of(ana)["id"] == seen[1]["userId"]
    assert _PRIVACY == seen[1]["privacy"]


@pytest.mark.claim("ORG-003", "ORG-004")
def test_a_directory_of_the_list_is_one_that_a_token_can_be_had_of(  # noqa: PLR0917  # fixtures
    source: Tenant,
    target: Tenant,
    person: Person,
    browser: Browser,
    ana: Json,
    synchronized: Json,
) -> None:
    suite = RelyingParty(source, signInAudience="AzureADMultipleOrgs")
    landed = accept_all(browser, sign_in(browser, browser.open(suite.address()), ana))
    tokens = suite.tokens(browser, landed)

    _, there = person.get(f"{_OWN}/directories")["value"]
    elsewhere = switch(suite, browser, there, tokens)
    accept_all(browser, browser.open(suite.address(tenant=there["tenantId"])))
    switched = switch(suite, browser, there, tokens)

    assert "unauthorized_client" == elsewhere["error"]
    token = claims_of(switched["access_token"])
    assert (target.tenant_id, synchronized["id"]) == (token["tid"], token["oid"])


def test_a_tenant_that_blocks_a_person_is_an_organization_and_no_directory(
    source: Tenant, target: Tenant, person: Person, synchronized: Json
) -> None:
    blocked = {
        "usersAndGroups": {
            "accessType": "blocked",
            "targets": [{"target": "AllUsers", "targetType": "user"}],
        },
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
    path = f"/policies/crossTenantAccessPolicy/partners/{source.tenant_id}"
    target.patch(path, {"b2bCollaborationInbound": blocked})

    _, there = person.get(f"{_OWN}/organizations")["value"]
    directories = person.get(f"{_OWN}/directories")["value"]

    assert {"isAllowed": False, "obstacle": "blockedByOrganization"} == there["signIn"]
    assert [source.tenant_id] == [each["tenantId"] for each in directories]


@pytest.mark.claim("ORG-005")
def test_who_leaves_lies_in_the_recycle_bin_and_is_no_longer_let_in(  # noqa: PLR0917  # fixtures
    target: Tenant,
    person: Person,
    browser: Browser,
    board: RelyingParty,
    ana: Json,
    installation: Installation,
) -> None:
    installation.redeem(target, target.invite(ana["mail"]))
    guest = target.user_of(ana)

    left = leave(person, target)

    assert (200, "") == left
    assert [guest["id"]] == ids(target.deleted_users())
    assert "AADSTS50020" in visit(browser, board, ana).text
    assert [True] == [each["isHome"] for each in person.get(f"{_OWN}/organizations")["value"]]
    [deletion] = [
        entry
        for entry in target.list_all("/auditLogs/directoryAudits")
        if entry["activityDisplayName"] == "Delete user"
    ]
    assert guest["id"] == deletion["initiatedBy"]["user"]["id"]


@pytest.mark.claim("ORG-005")
def test_a_tenant_that_keeps_its_guests_says_whom_to_ask(
    target: Tenant, person: Person, synchronized: Json
) -> None:
    keep_people(target)

    status, message = leave(person, target)

    assert 403 == status
    assert "privacy@contoso.test" in message
    assert [synchronized["id"]] == ids(target.users())


def test_leaving_is_forbidden_only_by_who_says_how_privacy_is_treated(target: Tenant) -> None:
    body = {"allowExternalIdentitiesToLeave": False}
    refused = target.ask("PATCH", _LEAVING, body)
    before = target.get(_LEAVING)

    keep_people(target)

    assert (400, "allowExternalIdentitiesToLeave") == (
        refused.status_code,
        refused.json()["error"]["target"],
    )
    assert [True, False] == [
        policy["allowExternalIdentitiesToLeave"] for policy in (before, target.get(_LEAVING))
    ]


def test_nobody_leaves_home_what_they_never_joined_or_where_they_are_disabled(
    source: Tenant, target: Tenant, person: Person, ana: Json, installation: Installation
) -> None:
    at_home, nowhere = leave(person, source), leave(person, target)
    invitation = target.invite(ana["mail"])
    pending = leave(person, target)
    installation.redeem(target, invitation)
    target.change(target.user_of(ana), accountEnabled=False)
    disabled = leave(person, target)

    assert [409, 404, 409, 403] == [each[0] for each in (at_home, nowhere, pending, disabled)]
    assert 1 == len(target.users())


def test_who_left_is_provisioned_again_while_a_job_has_them_in_scope(
    installation: Installation, target: Tenant, person: Person, ana: Json, synchronized: Json
) -> None:
    leave(person, target)
    gone = target.users()

    installation.run_cycles()

    assert ([], "Accepted") == (gone, target.user_of(ana)["externalUserState"])


def test_only_a_person_at_home_has_organizations(
    installation: Installation, target: Tenant, synchronized: Json
) -> None:
    visiting = installation.signed_in(target, synchronized)
    narrow = installation.signed_in(target, synchronized, "User.ReadBasic.All")

    statuses = [
        each.status_code
        for each in (
            visiting.ask("GET", f"{_OWN}/organizations"),
            narrow.ask("GET", f"{_OWN}/organizations"),
            target.ask("GET", f"{_OWN}/organizations"),
            installation.ask_as_operator("/me/organizations"),
        )
    ]

    assert [403] * 4 == statuses
