"""Conditional Access of the tenant that is visited, and the trust it has in the visitor's home."""

from typing import Any

import pytest

from tests.support.configurations import Configuration
from tests.support.policies import POLICIES, require
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant, done

Json = dict[str, Any]

TOOL = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"
TEAMS = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
BOTH = {"accessType": "allowed"}
EVERYBODY = {
    "usersAndGroups": {**BOTH, "targets": [{"target": "AllUsers", "targetType": "user"}]},
    "applications": {
        **BOTH,
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    },
}


def trust(tenant: Tenant, home: Tenant, **flags: bool) -> None:
    """Let the tenant trust claims of *home*: `isMfaAccepted` and so on."""
    address = f"{PARTNERS}/{home.tenant_id}"
    if tenant.ask("GET", address).is_error:
        tenant.post(PARTNERS, {"tenantId": home.tenant_id})
    tenant.patch(address, {"inboundTrust": flags})


def explain(
    installation: Installation, home: Tenant, resource: Tenant, user: Json, **more: Any
) -> Json:
    question = _question(home, resource, user, **more)
    answer: Json = done(installation.ask("POST", "/tenantry/v1.0/access/explain", question))
    return answer


def _question(home: Tenant, resource: Tenant, user: Json, **more: Any) -> Json:
    return {
        "user": user["id"],
        "homeTenantId": home.tenant_id,
        "resourceTenantId": resource.tenant_id,
        "applicationId": TOOL,
        **more,
    }


def connect(home: Tenant, resource: Tenant) -> None:
    """Let users of *home* connect directly to *resource*."""
    for tenant, other, direction in ((home, resource, "Outbound"), (resource, home, "Inbound")):
        setting = {f"b2bDirectConnect{direction}": EVERYBODY}
        tenant.post(PARTNERS, {"tenantId": other.tenant_id, **setting})


def conditions_of(answer: Json) -> list[Json]:
    return [each for each in answer["findings"] if each["stage"] == "conditionalAccess"]


@pytest.mark.claim("XTA-016", "XTA-020")
def test_a_trusted_factor_from_home_satisfies_the_policy_which_still_applies(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    policy_id = require(target, "mfa")
    untrusted = explain(installation, source, target, ana, mfa="home")
    trust(source, target, isMfaAccepted=True)
    wrong_way = explain(installation, source, target, ana, mfa="home")

    trust(target, source, isMfaAccepted=True)
    trusted = explain(installation, source, target, ana, mfa="home")

    assert ["challenged", "challenged", "allowed"] == [
        each["decision"] for each in (untrusted, wrong_way, trusted)
    ]
    assert [target.tenant_id] == [each["tenantId"] for each in untrusted["challenges"]]
    [finding] = conditions_of(trusted)
    assert (f"conditionalAccess/policies/{policy_id}", "allowed", "mfa", "partner") == tuple(
        finding[name] for name in ("setting", "outcome", "control", "source")
    )


@pytest.mark.claim("XTA-017", "XTA-018")
@pytest.mark.parametrize("device", ["compliant", "hybridJoined"])
def test_a_trusted_device_of_home_counts_and_an_untrusted_one_does_not(
    installation: Installation, source: Tenant, target: Tenant, device: str
) -> None:
    control, flag = {
        "compliant": ("compliantDevice", "isCompliantDeviceAccepted"),
        "hybridJoined": ("domainJoinedDevice", "isHybridAzureADJoinedDeviceAccepted"),
    }[device]
    ana = source.add_user("ana")
    require(target, control)

    untrusted = explain(installation, source, target, ana, device=device)
    trust(target, source, **{flag: True})
    trusted = explain(installation, source, target, ana, device=device)

    assert ["blocked", "allowed"] == [each["decision"] for each in (untrusted, trusted)]


@pytest.mark.claim("XTA-019")
def test_trust_helps_nobody_who_proved_nothing_at_home(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    require(target, "mfa")
    trust(target, source, isMfaAccepted=True)

    answer = explain(installation, source, target, ana)

    assert "challenged" == answer["decision"]
    assert [("mfa", source.tenant_id)] == [
        (each["kind"], each["tenantId"]) for each in answer["challenges"]
    ]


@pytest.mark.claim("CTS-006")
def test_conditions_of_the_target_hold_for_whoever_was_synchronized(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)
    require(target, "mfa", includeUsers=[twin["id"]])

    answers = [explain(installation, source, target, ana, mfa=mfa) for mfa in ("none", "resource")]

    assert ["challenged", "allowed"] == [each["decision"] for each in answers]


@pytest.mark.claim("CTS-007")
def test_settings_of_the_target_refuse_whoever_was_synchronized(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    blocked = {name: {**list_, "accessType": "blocked"} for name, list_ in EVERYBODY.items()}

    target.patch(f"{PARTNERS}/{source.tenant_id}", {"b2bCollaborationInbound": blocked})

    assert target.user_of(ana)["accountEnabled"]
    assert "blocked" == explain(installation, source, target, ana)["decision"]


@pytest.mark.claim("TEN-002")
def test_each_tenant_has_policies_of_its_own(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana, mia = source.add_user("ana"), target.add_user("mia")
    require(target, "block")

    into_target = explain(installation, source, target, ana)
    into_source = explain(installation, target, source, mia)

    assert ["blocked", "allowed"] == [each["decision"] for each in (into_target, into_source)]
    assert [] == source.get(POLICIES)["value"]


@pytest.mark.claim("XTA-032", "DC-001", "DC-004")
@pytest.mark.parametrize("taken", ["home", "resource"])
def test_direct_connect_takes_the_settings_of_both_tenants(
    installation: Installation, source: Tenant, target: Tenant, taken: str
) -> None:
    ana = source.add_user("ana")
    direct = {"mode": "b2bDirectConnect", "applicationId": TEAMS}
    connect(source, target)
    connected = explain(installation, source, target, ana, **direct)

    tenant, other = (source, target) if taken == "home" else (target, source)
    tenant.delete(f"{PARTNERS}/{other.tenant_id}")
    taken_away = explain(installation, source, target, ana, **direct)

    assert ["allowed", "blocked"] == [each["decision"] for each in (connected, taken_away)]
    assert {taken} == {
        each["side"] for each in taken_away["findings"] if each["outcome"] == "blocked"
    }


@pytest.mark.claim("DC-002", "DC-006")
def test_direct_connect_reaches_shared_channels_alone_and_makes_no_user(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    direct = {"mode": "b2bDirectConnect"}
    application = target.post("/applications", {"displayName": "Channel", "tags": []})
    principal = target.post("/servicePrincipals", {"appId": application["appId"]})
    connect(source, target)
    asked = {**direct, "applicationId": application["appId"]}
    other = explain(installation, source, target, ana, **asked)

    target.patch(f"/servicePrincipals/{principal['id']}", {"tags": ["DirectConnectApplication"]})
    marked = explain(installation, source, target, ana, **asked)
    channel = explain(installation, source, target, ana, **direct, applicationId=TEAMS)

    assert ["blocked", "allowed", "allowed"] == [
        each["decision"] for each in (other, marked, channel)
    ]
    assert [] == target.users()


@pytest.mark.claim("DC-011")
def test_a_synchronized_user_may_also_connect_directly(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    for tenant, other, direction in ((source, target, "Outbound"), (target, source, "Inbound")):
        setting = {f"b2bDirectConnect{direction}": EVERYBODY}
        tenant.patch(f"{PARTNERS}/{other.tenant_id}", setting)

    by_mode = [
        explain(installation, source, target, ana, mode=mode, applicationId=TEAMS)["decision"]
        for mode in ("b2bCollaboration", "b2bDirectConnect")
    ]

    assert ["allowed", "allowed"] == by_mode
    assert target.user_of(ana)


@pytest.mark.claim("XTA-012")
def test_new_tenants_invite_from_each_other(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana", mail=f"ana@{source.domain}")

    invitation = target.invite(ana["mail"])

    assert invitation["invitedUser"]["id"]
    assert "allowed" == explain(installation, source, target, ana)["decision"]


@pytest.mark.claim("XTA-029")
def test_an_organization_is_added_and_then_edited(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    added = explain(installation, source, target, ana)
    blocked = {name: {**list_, "accessType": "blocked"} for name, list_ in EVERYBODY.items()}

    target.patch(f"{PARTNERS}/{source.tenant_id}", {"b2bCollaborationInbound": blocked})
    edited = explain(installation, source, target, ana)

    assert ["allowed", "blocked"] == [each["decision"] for each in (added, edited)]


def register(installation: Installation, tenant: Tenant, **users: Any) -> Json:
    """Ask everybody but *users* to register for multifactor authentication."""
    path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/registrationPolicy"
    policy = {
        "state": "enabled",
        "conditions": {"users": {"includeUsers": ["All"], **users}},
    }
    written: Json = done(installation.ask("PUT", path, policy))
    return written


@pytest.mark.claim("XTA-031")
def test_who_is_trusted_cannot_register_and_is_excluded_or_shut_out(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    everybody = register(installation, target)
    untrusted = explain(installation, source, target, ana, mfa="resource")
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    trusting = {"inboundTrust": {"isMfaAccepted": True}}
    answer = target.ask("PATCH", f"{PARTNERS}/{source.tenant_id}", trusting)
    shut_out = explain(installation, source, target, ana, mfa="home")

    again = register(installation, target)
    kinds = {"guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember"}
    excluded = register(installation, target, excludeGuestsOrExternalUsers=kinds)
    let_in = explain(installation, source, target, ana, mfa="home")

    assert ["allowed", "blocked", "allowed"] == [
        each["decision"] for each in (untrusted, shut_out, let_in)
    ]
    assert ["registrationPolicy"] == [each["setting"] for each in conditions_of(shut_out)]
    assert [None, True, None] == [
        each["warning"] and "exclude" in each["warning"] for each in (everybody, again, excluded)
    ]
    assert "exclude them from the registration policy" in answer.headers["Warning"]


def test_a_registration_policy_that_is_malformed_is_refused_by_its_path(
    installation: Installation, target: Tenant
) -> None:
    path = f"/tenantry/v1.0/tenants/{target.tenant_id}/registrationPolicy"

    malformed: list[Json] = [{"excludeUsers": ["Ana"]}, {"excludePeople": []}]
    answers = [
        installation.ask("PUT", path, {"state": "enabled", "conditions": {"users": users}})
        for users in malformed
    ]

    assert [400, 400] == [answer.status_code for answer in answers]
    assert ["conditions.users.excludeUsers[0]", "conditions.users.excludePeople"] == [
        answer.json()["error"]["target"] for answer in answers
    ]
    assert "disabled" == done(installation.ask("GET", path))["state"]


def test_a_policy_can_be_tried_before_it_is_made(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    draft: Json = {
        "displayName": "Compliant devices",
        "state": "enabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["compliantDevice"]},
    }
    question = {
        "user": ana["id"],
        "homeTenantId": source.tenant_id,
        "resourceTenantId": target.tenant_id,
        "applicationId": TOOL,
    }
    path = "/tenantry/v1.0/access/whatIf"

    tried = done(installation.ask("POST", path, {**question, "conditionalAccess": [draft]}))
    nobody = {**draft, "conditions": {**draft["conditions"], "users": {}}}
    refused = installation.ask("POST", path, {**question, "conditionalAccess": [nobody]})
    not_theirs = source.ask("POST", path, {**question, "conditionalAccess": [draft]})

    assert "blocked" == tried["decision"]
    assert ["Compliant devices"] == [each["name"] for each in conditions_of(tried)]
    assert [] == target.get(POLICIES)["value"]
    assert "conditionalAccess[0].conditions.users" in refused.json()["error"]["target"]
    assert (400, 400) == (refused.status_code, not_theirs.status_code)


def test_a_policy_holds_away_from_the_trusted_locations_alone(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana", mail="ana@northwind.test")
    location = target.post(f"{_CONDITIONAL}/namedLocations", _location("192.0.2.0/24"))
    target.patch(f"{POLICIES}/{require(target, 'block')}", {"conditions": {"locations": _AWAY}})

    told = {
        address: explain(installation, source, target, ana, ipAddress=address)["decision"]
        for address in ("192.0.2.9", "198.51.100.9", "")
    }
    nonsense = installation.ask(
        "POST", "/tenantry/v1.0/access/explain", _question(source, target, ana, ipAddress="home")
    )
    browser, board = installation.browser(), RelyingParty(target)
    target.invite("ana@northwind.test")
    refused = visit(browser, board, ana)
    path = f"{_CONDITIONAL}/namedLocations/{location['id']}"
    target.patch(path, {"ipRanges": _location("127.0.0.0/8")["ipRanges"]})
    admitted = accept_all(browser, browser.open(board.address()))
    tokens = board.tokens(browser, admitted)
    target.patch(path, {"ipRanges": _location("192.0.2.0/24")["ipRanges"]})
    token = tokens["refresh_token"]
    refreshed = board.ask(browser, grant_type="refresh_token", refresh_token=token)

    assert {"192.0.2.9": "allowed", "198.51.100.9": "blocked", "": "blocked"} == told
    assert (400, "ipAddress") == (nonsense.status_code, nonsense.json()["error"]["target"])
    assert "AADSTS53003" in refused.text
    assert 400 == refreshed.status_code


_AWAY = {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}
_CONDITIONAL = "/identity/conditionalAccess"


def _location(addresses: str) -> Json:
    return {
        "@odata.type": "#microsoft.graph.ipNamedLocation",
        "displayName": "Office",
        "isTrusted": True,
        "ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": addresses}],
    }
