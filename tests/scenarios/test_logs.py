"""Logs: what they tell of cross-tenant access, and for how long."""

from collections.abc import Iterator

import pytest

from tests.support.browsers import Browser
from tests.support.collectors import Receiver, running_receiver
from tests.support.configurations import Configuration
from tests.support.processes import wait_until
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

_ANA = {"userPrincipalName": "ana@northwind.test"}
_POLICY = "/policies/crossTenantAccessPolicy"
_OF_DEFAULT = "Update the company default cross-tenant access setting"
_AUDITS, _SIGN_INS = "/auditLogs/directoryAudits", "/auditLogs/signIns"
_OF_ACCESS = f"{_AUDITS}?$filter=category eq 'CrossTenantAccessSettings'"


@pytest.mark.claim("LOG-002")
def test_the_logs_of_a_synchronization_and_of_a_visit_are_gone_after_thirty_days(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    browser: Browser,
    board: RelyingParty,
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    accept_all(browser, visit(browser, board, _ANA))
    installation.advance("P29D")
    before = _logs(sync, source, target, ana)

    installation.advance("P2D")

    assert [1] * 5 == [len(each) for each in before]
    assert [[]] * 5 == _logs(sync, source, target, ana)
    installation.command("audit", "verify")


def _logs(sync: Configuration, source: Tenant, target: Tenant, user: Json) -> list[list[Json]]:
    """Return what each log of both tenants tells of a user who was synchronized and came."""
    audits = [_about(tenant, "Add user") for tenant in (source, target)]
    return [sync.log(user), *audits, *(each.list_all(_SIGN_INS) for each in (source, target))]


@pytest.mark.claim("LOG-007", "LOG-008")
def test_every_change_of_access_settings_is_one_entry_of_their_category(
    source: Tenant, target: Tenant
) -> None:
    source.add_user("ana")
    told: list[tuple[str, str, int]] = []
    for activity in _changes(source, target):
        entries = source.list_all(_OF_ACCESS)
        told.append((activity, entries[0]["activityDisplayName"], len(entries) - len(told)))

    everything = source.list_all(_AUDITS)
    found = source.list_all(_OF_ACCESS)
    assert [(activity, activity, 1) for activity, _, _ in told] == told
    assert [each for each in everything if each["category"] == "CrossTenantAccessSettings"] == found
    assert len(everything) > len(found)


def _changes(tenant: Tenant, partner: Tenant) -> Iterator[str]:
    """Make each kind of change, and yield what it is called after it was made."""
    own = f"{PARTNERS}/{partner.tenant_id}"
    tenant.post(PARTNERS, {"tenantId": partner.tenant_id})
    yield "Add a partner to cross-tenant access setting"
    for change in (
        {"inboundTrust": {"isMfaAccepted": True}},
        {"automaticUserConsentSettings": {"inboundAllowed": True}},
        {"b2bCollaborationInbound": _blocked("AllApplications")},
        {"b2bDirectConnectOutbound": _blocked("AllApplications")},
    ):
        tenant.patch(own, change)
        yield "Update a partner cross-tenant access setting"
    for change in (
        {"b2bCollaborationOutbound": _blocked("AllApplications")},
        {"inboundTrust": {"isCompliantDeviceAccepted": True}},
    ):
        tenant.patch(f"{_POLICY}/default", change)
        yield "Update the company default cross-tenant access setting"
    tenant.post(f"{_POLICY}/default/resetToSystemDefault")
    yield "Reset the cross-tenant access default setting"
    tenant.patch(_POLICY, {"allowedCloudEndpoints": ["microsoftonline.us"]})
    yield "Update the company default cross-tenant access setting"
    tenant.delete(own)
    yield "Delete partner specific cross-tenant access setting"


def _blocked(applications: str) -> Json:
    return {
        "usersAndGroups": {
            "accessType": "blocked",
            "targets": [{"target": "AllUsers", "targetType": "user"}],
        },
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": applications, "targetType": "application"}],
        },
    }


@pytest.mark.claim("LOG-007")
def test_every_change_of_the_permission_to_synchronize_is_one_entry_of_a_category_of_its_own(
    source: Tenant, target: Tenant
) -> None:
    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    of_access = target.list_all(_OF_ACCESS)
    target.put(path, {"userSyncInbound": {"isSyncAllowed": True}})
    target.patch(path, {"userSyncInbound": {"isSyncAllowed": False}})
    target.delete(path)

    told = target.list_all(f"{_AUDITS}?$filter=category eq 'CrossTenantIdentitySyncSettings'")
    assert [
        f"{change} a partner cross-tenant identity sync setting"
        for change in ("Delete", "Update", "Create")
    ] == [each["activityDisplayName"] for each in told]
    assert of_access == target.list_all(_OF_ACCESS)


def _about(tenant: Tenant, activity: str) -> list[Json]:
    return tenant.list_all(f"{_AUDITS}?$filter=activityDisplayName eq '{activity}'")


@pytest.mark.claim("LOG-005", "LOG-006")
def test_what_happens_in_every_tenant_reaches_the_system_that_collects_logs(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    with running_receiver() as receiver:
        address = f"http://127.0.0.1:{receiver.port}/"
        with installation.exporting(address):
            ana = source.add_user("ana")
            sync.assign(ana)
            installation.run_cycles()
            target.patch(f"{_POLICY}/default", {"inboundTrust": {"isMfaAccepted": True}})
            wait_until(lambda: bool(_exported(receiver, target, _OF_DEFAULT)), "the last change")

    [change] = _exported(receiver, target, _OF_DEFAULT)
    [newest] = target.list_all(f"{_OF_ACCESS} and activityDisplayName eq '{_OF_DEFAULT}'")
    assert newest == change["entry"]
    logged = [each["entry"] for each in receiver.records if each["log"] == "provisioning"]
    assert sync.log(ana) == [each for each in logged if each["sourceIdentity"]["id"] == ana["id"]]
    installation.command("audit", "verify", "--tenant", target.tenant_id, "--head", change["head"])


def _exported(receiver: Receiver, tenant: Tenant, activity: str) -> list[Json]:
    return [
        each
        for each in receiver.records
        if each["tenantId"] == tenant.tenant_id
        and each["entry"].get("activityDisplayName") == activity
    ]


@pytest.mark.claim("LOG-001", "LOG-003")
def test_a_report_tells_both_tenants_who_crosses_the_border_by_partner(
    installation: Installation, source: Tenant, target: Tenant, board: RelyingParty, ana: Json
) -> None:
    third = installation.found("fabrikam")
    eva, own = third.add_user("eva"), RelyingParty(source)
    for guest, tenant, party in ((ana, target, board), (eva, target, board), (eva, source, own)):
        tenant.invite(guest["userPrincipalName"])
        browser = installation.browser()
        accept_all(browser, visit(browser, party, guest))
        assert "code" in browser.open(party.address()).answer

    of_source, of_target, of_third = (_activity(each) for each in (source, target, third))

    here, there = source.tenant_id, target.tenant_id
    assert {(there, "outbound"): board.app_id, (third.tenant_id, "inbound"): own.app_id} == (
        of_source
    )
    assert {(each, "inbound"): board.app_id for each in (here, third.tenant_id)} == of_target
    assert {(here, "outbound"): own.app_id, (there, "outbound"): board.app_id} == of_third
    path = f"/tenants/{target.tenant_id}/reports/crossTenantActivity"
    assert 404 == source.ask_native(path).status_code


@pytest.mark.claim("LOG-004", "XTA-035")
def test_the_sign_in_log_tells_which_applications_elsewhere_own_people_use(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    accept_all(browser, visit(browser, board, _ANA))
    own = RelyingParty(source, "Own")
    accept_all(browser, browser.open(own.address()))

    elsewhere = f"$filter=resourceTenantId ne '{source.tenant_id}'"
    found = source.list_all(f"/auditLogs/signIns?{elsewhere}")
    in_beta = source.list_all(f"/beta/auditLogs/signIns?{elsewhere}")

    assert {(board.app_id, target.tenant_id, source.tenant_id)} == {
        (each["appId"], each["resourceTenantId"], each["homeTenantId"]) for each in found
    }
    assert {"b2bCollaboration"} == {each["crossTenantAccessType"] for each in in_beta}
    everything = source.list_all("/auditLogs/signIns")
    assert {board.app_id, own.app_id} == {each["appId"] for each in everything}


def test_a_replay_foretells_whom_a_change_would_shut_out(
    source: Tenant, target: Tenant, browser: Browser, board: RelyingParty, synchronized: Json
) -> None:
    accept_all(browser, visit(browser, board, _ANA))
    draft = {"b2bCollaborationInbound": _blocked("AllApplications")}

    foretold = target.replay(resourcePolicy={"default": draft})
    target.patch(f"{_POLICY}/default", draft)
    refused = browser.open(board.address())
    newest = target.list_all("/auditLogs/signIns")[0]
    told = target.get_native(f"/tenants/{target.tenant_id}/signIns/{newest['id']}")

    asked = {"resourceTenantId": target.tenant_id, "resourcePolicy": {"default": draft}}
    assert 404 == source.ask("POST", "/tenantry/v1.0/access/replay", asked).status_code
    assert {(synchronized["id"], "allowed", "blocked")} == {
        (each["userId"], each["before"], each["after"]) for each in foretold["value"]
    }
    assert f"AADSTS{newest['status']['errorCode']}" in refused.text
    blocking = [each for each in told["findings"] if each["outcome"] == "blocked"]
    assert {("resource", "default")} == {(each["side"], each["source"]) for each in blocking}


def _activity(tenant: Tenant) -> dict[tuple[str, str], str]:
    """Return partner and direction → the one application that one person of them used twice."""
    path = f"/tenants/{tenant.tenant_id}/reports/crossTenantActivity"
    found = {}
    for partner in tenant.get_native(path)["value"]:
        for direction in ("inbound", "outbound"):
            visits = partner[direction]
            if visits is not None:
                [used] = visits["applications"]
                assert (1, 2, 0) == (visits["users"], visits["signIns"], visits["refused"])
                found[partner["tenantId"], direction] = used["applicationId"]
    return found


def test_a_tenant_verifies_its_own_logs_and_no_others(source: Tenant, target: Tenant) -> None:
    own = source.get_native(f"/tenants/{source.tenant_id}/logs/audit/verification")
    other = source.ask_native(f"/tenants/{target.tenant_id}/logs/audit/verification")
    nobody = source.ask_native(f"/tenants/{target.tenant_id[::-1]}/logs/audit/verification")

    assert own["isWhole"]
    assert [404, 404] == [other.status_code, nobody.status_code]
