"""Who controls a synchronization, and what may pass: the source pushes its internal members."""

import json

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, ids


@pytest.mark.claim("CTS-014")
def test_a_connection_needs_the_policies_of_both_tenants(source: Tenant, target: Tenant) -> None:
    configuration = Configuration(source, target)

    with_none = configuration.test_connection()
    target.allow_inbound_sync(source)
    target.consent(source, inboundAllowed=True)
    with_the_targets = configuration.test_connection()
    source.consent(target, outboundAllowed=True)
    with_both = configuration.test_connection()
    target.delete(f"{PARTNERS}/{source.tenant_id}/identitySynchronization")
    target.delete(f"{PARTNERS}/{source.tenant_id}")
    with_the_sources = configuration.test_connection()

    assert [400, 400, 204, 400] == [
        response.status_code
        for response in (with_none, with_the_targets, with_both, with_the_sources)
    ]


@pytest.mark.claim("CTS-015")
def test_a_synchronization_is_a_job_of_the_provisioning_engine(
    installation: Installation, source: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    [job] = source.list_all(f"{sync.path}/jobs")
    assert ("Azure2Azure", "PT40M") == (job["templateId"], job["schedule"]["interval"])
    [rule] = sync.schema()["synchronizationRules"]
    assert ["Azure Active Directory", "Azure Active Directory (target tenant)"] == [
        rule["sourceDirectoryName"],
        rule["targetDirectoryName"],
    ]
    [entry] = sync.log(ana)
    assert (job["id"], job["status"]["lastExecution"]["activityIdentifier"], "create") == (
        entry["jobId"],
        entry["cycleId"],
        entry["provisioningAction"],
    )
    steps = [step["provisioningStepType"] for step in entry["provisioningSteps"]]
    assert ["import", "scoping", "matching", "export"] == steps


@pytest.mark.claim("CTS-016")
def test_the_target_can_neither_create_nor_start_a_job(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.pause()

    refused = [
        target.ask("POST", f"{sync.path}/jobs", {"templateId": "Azure2Azure"}),
        target.ask("GET", sync.job_path),
        target.ask("POST", f"{sync.job_path}/start"),
        target.ask("POST", f"{sync.job_path}/restart"),
    ]

    assert [404] * 4 == [response.status_code for response in refused]
    assert "Paused" == sync.job()["status"]["code"]
    source.post(f"{sync.job_path}/start")
    assert "Active" == sync.job()["schedule"]["state"]


@pytest.mark.claim("CTS-017")
def test_only_internal_members_of_the_source_are_pushed(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    member, guest = _external_users(installation, source, "elin", "finn")
    source.change(guest, userType="Guest")
    ana = source.add_user("ana")
    for user in (ana, member, guest):
        sync.assign(user)

    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    statuses = [sync.log(each)[0]["provisioningStatusInfo"]["status"] for each in (member, guest)]
    assert ["skipped", "skipped"] == statuses


@pytest.mark.claim("CTS-018")
def test_an_external_user_of_the_source_is_skipped_by_the_built_in_filter(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    [elin] = _external_users(installation, source, "elin")
    sync.assign(elin)

    entry = sync.provision(elin)

    assert "Skipped" == entry["statusInfo"]["status"]
    [scoping] = [step for step in entry["provisioningSteps"] if step["type"] == "Scoping"]
    results = json.loads(scoping["details"]["ScopeEvaluationResult"])
    assert {"Filter external users.alternativeSecurityIds EQUALS 'None'": False} == results
    assert [] == target.users()


@pytest.mark.claim("CTS-019")
def test_scope_is_decided_in_the_source_alone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    assignment = {
        "appRoleId": sync.role_id,
        "principalId": ben["id"],
        "resourceId": sync.principal["id"],
    }

    refused = target.ask(
        "POST", f"/servicePrincipals/{sync.principal['id']}/appRoleAssignedTo", assignment
    )
    installation.run_cycles()

    assert 404 == refused.status_code
    assert [target.user_of(ana)] == target.users()


@pytest.mark.claim("CTS-020")
def test_mappings_are_read_and_written_in_the_source_alone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    sync.map("jobTitle", '"Visitor"')
    schema = sync.schema()

    refused = [
        target.ask("GET", f"{sync.job_path}/schema"),
        target.ask("PUT", f"{sync.job_path}/schema", schema),
        target.ask("DELETE", f"{sync.job_path}/schema"),
    ]
    installation.run_cycles()

    assert [404] * 3 == [response.status_code for response in refused]
    assert schema == sync.schema()
    assert "Visitor" == target.user_of(ana)["jobTitle"]


@pytest.mark.claim("CTS-022")
def test_the_target_stops_a_synchronization_at_any_time(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)
    source.change(ana, jobTitle="Pilot")

    path = f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
    target.patch(path, {"userSyncInbound": {"isSyncAllowed": False}})
    installation.run_cycles()

    assert [twin] == target.users()
    status = sync.job()["status"]
    assert "Quarantine" == status["code"]
    fault = status["quarantine"]["error"]
    assert "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure" == fault["code"]
    assert "userSyncInbound.isSyncAllowed" in fault["message"]


def _external_users(installation: Installation, tenant: Tenant, *names: str) -> list[Json]:
    """Bring people of one more tenant into *tenant*, as external members."""
    abroad = installation.found("fabrikam")
    inbound = configure_sync(abroad, tenant)
    users = [abroad.add_user(name) for name in names]
    for user in users:
        inbound.assign(user)
    installation.run_cycles()
    assert ids(tenant.users()) == ids(tenant.user_of(user) for user in users)
    return [tenant.user_of(user) for user in users]
