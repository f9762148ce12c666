"""Who may change cross-tenant access and synchronization: roles, and protected actions."""

import json
import re
from base64 import b64decode

import pyotp
import pytest

from tenantry.directory import roles
from tests.support.configurations import Configuration
from tests.support.people import Person
from tests.support.relying_parties import RelyingParty, accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

_POLICY = "/policies/crossTenantAccessPolicy"
_ACTIONS = "/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions"
_TRUST = {"inboundTrust": {"isMfaAccepted": True}}
_OPEN = {"allowedCloudEndpoints": ["microsoftonline.us"]}
_SCOPE = "openid https://graph.microsoft.com/Policy.ReadWrite.CrossTenantAccess"
_SYNC = {"userSyncInbound": {"isSyncAllowed": True}}


@pytest.fixture
def ana(target: Tenant) -> Json:
    """Somebody who works for the target."""
    return target.add_user("ana")


@pytest.mark.claim("RBAC-001")
@pytest.mark.parametrize(
    ("role_id", "reading", "writing", "synchronizing"),
    [
        (None, 403, 403, 403),
        (roles.USER_ADMINISTRATOR, 403, 403, 403),
        (roles.SECURITY_READER, 200, 403, 403),
        (roles.GLOBAL_READER, 200, 403, 403),
        (roles.TEAMS_ADMINISTRATOR, 200, 204, 403),
        (roles.SECURITY_ADMINISTRATOR, 200, 204, 204),
        (roles.GLOBAL_ADMINISTRATOR, 200, 204, 204),
    ],
)
def test_changing_cross_tenant_access_takes_a_security_administrator(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    ana: Json,
    role_id: str | None,
    reading: int,
    writing: int,
    synchronizing: int,
) -> None:
    partner = f"{PARTNERS}/{source.tenant_id}"
    synchronization = f"{partner}/identitySynchronization"
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    if role_id is not None:
        target.give_role(ana, role_id)
    person = installation.signed_in(target, ana)

    assert reading == person.ask("GET", partner).status_code
    assert writing == person.ask("PATCH", partner, _TRUST).status_code
    assert writing == person.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code
    assert synchronizing == person.ask("PUT", synchronization, _SYNC).status_code


@pytest.mark.claim("RBAC-001")
def test_a_role_gives_nothing_that_the_application_was_not_granted(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.give_role(ana, roles.SECURITY_ADMINISTRATOR)

    person = installation.signed_in(target, ana, "Policy.Read.All", "User.Read")

    assert 200 == person.ask("GET", f"{_POLICY}/default").status_code
    assert 403 == person.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code


@pytest.mark.claim("RBAC-001")
def test_a_role_that_is_taken_away_is_gone_with_the_next_request(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    held = target.give_role(ana, roles.SECURITY_ADMINISTRATOR)
    person = installation.signed_in(target, ana)
    assert 204 == person.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code

    target.delete(f"/roleManagement/directory/roleAssignments/{held['id']}")

    assert 403 == person.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code


@pytest.mark.claim("RBAC-002")
def test_a_custom_role_lets_its_holder_do_exactly_what_it_names(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    role = target.define_role(
        "Keeper of partners",
        "crossTenantAccessPolicy/partners/create",
        "crossTenantAccessPolicy/partners/b2bCollaboration/update",
    )
    target.give_role(ana, role["id"])
    person = installation.signed_in(target, ana)
    partner = f"{PARTNERS}/{source.tenant_id}"

    created = person.ask("POST", PARTNERS, {"tenantId": source.tenant_id})
    assert 201 == created.status_code
    named = {
        "b2bCollaborationInbound": 204,
        "b2bDirectConnectInbound": 403,
        "inboundTrust": 403,
    }
    for setting, status in named.items():
        assert status == person.ask("PATCH", partner, {setting: None}).status_code
    assert 403 == person.ask("DELETE", partner).status_code
    assert 403 == person.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code
    assert 403 == person.ask("PATCH", _POLICY, _OPEN).status_code
    assert 403 == person.ask("PUT", f"{partner}/identitySynchronization", _SYNC).status_code


@pytest.mark.claim("RBAC-002")
def test_a_custom_role_follows_its_definition_and_ends_when_it_is_disabled(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    role = target.define_role("Opener of clouds", "crossTenantAccessPolicy/standard/read")
    definition = f"/roleManagement/directory/roleDefinitions/{role['id']}"
    target.give_role(ana, role["id"])
    person = installation.signed_in(target, ana)
    assert 403 == person.ask("PATCH", _POLICY, _OPEN).status_code

    opening = "microsoft.directory/crossTenantAccessPolicy/allowedCloudEndpoints/update"
    target.patch(definition, {"rolePermissions": [{"allowedResourceActions": [opening]}]})
    assert 204 == person.ask("PATCH", _POLICY, _OPEN).status_code
    target.patch(definition, {"isEnabled": False})

    assert 403 == person.ask("PATCH", _POLICY, _OPEN).status_code


@pytest.mark.claim("RBAC-002")
def test_the_recommended_reader_reads_everything_and_changes_nothing(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    target.allow_inbound_sync(source)
    role = target.define_role(
        "Reader",
        "tenantRelationships/standard/read",
        "crossTenantAccessPolicy/standard/read",
        "crossTenantAccessPolicy/default/standard/read",
        "crossTenantAccessPolicy/partners/standard/read",
        "crossTenantAccessPolicy/partners/identitySynchronization/standard/read",
    )
    target.give_role(ana, role["id"])
    person = installation.signed_in(target, ana)
    partner = f"{PARTNERS}/{source.tenant_id}"

    for path in (_POLICY, f"{_POLICY}/default", partner, f"{partner}/identitySynchronization"):
        assert 200 == person.ask("GET", path).status_code
    assert 403 == person.ask("PATCH", partner, _TRUST).status_code


@pytest.mark.claim("RBAC-003")
def test_every_write_of_cross_tenant_access_can_be_protected(target: Tenant) -> None:
    condition = "isAuthenticationContextSettable eq true"
    listed = target.get(f"{_ACTIONS}?$filter={condition}")["value"]
    role = target.get(f"/roleManagement/directory/roleDefinitions/{roles.GLOBAL_ADMINISTRATOR}")

    [carried] = role["rolePermissions"]
    writes = {
        name
        for name in carried["allowedResourceActions"]
        if "/crossTenantAccessPolicy/" in name and not name.endswith("/read")
    }
    assert 14 <= len(writes)
    assert {each["name"] for each in listed}.issuperset(writes)


@pytest.mark.claim("RBAC-004")
def test_a_protected_action_takes_the_stronger_sign_in_that_conditional_access_asks_for(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.give_role(ana, roles.GLOBAL_ADMINISTRATOR)
    app, browser = RelyingParty(target), installation.browser()
    for direction in ("b2bCollaboration", "b2bDirectConnect"):
        action = f"microsoft.directory-crossTenantAccessPolicy-default-{direction}-update-patch"
        target.patch(f"{_ACTIONS}/{action}", {"authenticationContextId": "c1"})
    _ask_for_a_second_factor(target, context="c1")
    landed = accept_all(browser, sign_in(browser, browser.open(app.address(scope=_SCOPE)), ana))
    weak = Person(installation.http, app.tokens(browser, landed)["access_token"])

    refused = weak.ask("PATCH", f"{_POLICY}/default", _TRUST)
    assert 401 == refused.status_code
    [challenge] = re.findall(
        r'error="insufficient_claims", claims="([^"]+)"', refused.headers["WWW-Authenticate"]
    )
    claims = b64decode(challenge).decode()
    assert {"access_token": {"acrs": {"essential": True, "value": "c1"}}} == json.loads(claims)
    path = f"/tenantry/v1.0/tenants/{target.tenant_id}/users/{ana['id']}/softwareOath"
    secret = installation.ask("POST", path).json()["secret"]
    asked = browser.open(app.address(scope=_SCOPE, claims=claims))
    landed = browser.submit(asked, code=pyotp.TOTP(secret).now())
    strong = Person(installation.http, app.tokens(browser, landed)["access_token"])

    assert "Enter a code" == asked.heading
    assert 204 == strong.ask("PATCH", f"{_POLICY}/default", _TRUST).status_code


@pytest.mark.claim("RBAC-004")
def test_what_no_policy_guards_is_challenged_again_and_again(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.give_role(ana, roles.GLOBAL_ADMINISTRATOR)
    app, browser = RelyingParty(target), installation.browser()
    action = "microsoft.directory-crossTenantAccessPolicy-partners-create-post"
    target.patch(f"{_ACTIONS}/{action}", {"authenticationContextId": "c2"})
    claims = json.dumps({"access_token": {"acrs": {"essential": True, "value": "c2"}}})

    page = browser.open(app.address(scope=_SCOPE, claims=claims))
    landed = accept_all(browser, sign_in(browser, page, ana))
    person = Person(installation.http, app.tokens(browser, landed)["access_token"])

    assert 401 == person.ask("POST", PARTNERS, {"tenantId": target.tenant_id}).status_code


@pytest.mark.claim("CTS-016")
@pytest.mark.parametrize(
    ("role_id", "reading", "starting"),
    [
        (roles.SECURITY_ADMINISTRATOR, 403, 403),
        (roles.GLOBAL_READER, 403, 403),
        (roles.HYBRID_IDENTITY_ADMINISTRATOR, 200, 204),
        (roles.APPLICATION_ADMINISTRATOR, 200, 204),
    ],
)
def test_a_job_is_started_by_hybrid_identity_administrators_of_the_source_alone(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    role_id: str,
    reading: int,
    starting: int,
) -> None:
    answers = {}
    for tenant in (source, target):
        ana = tenant.add_user("anders")
        tenant.give_role(ana, role_id)
        person = installation.signed_in(tenant, ana)
        answers[tenant.domain] = (
            person.ask("GET", sync.job_path).status_code,
            person.ask("POST", f"{sync.job_path}/start").status_code,
        )

    assert (reading, starting) == answers[source.domain]
    assert answers[target.domain] in {(403, 403), (404, 404)}


def _ask_for_a_second_factor(tenant: Tenant, *, context: str) -> None:
    guarded = {"includeAuthenticationContextClassReferences": [context]}
    policy = {
        "displayName": "Strong sign-in",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "applications": guarded,
            "users": {"includeUsers": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }
    tenant.post("/identity/conditionalAccess/policies", policy)
