"""What cross-tenant synchronization is for: people of one tenant work in another."""

import pytest

from tests.support.configurations import Configuration, allow_sync
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, ids


@pytest.mark.claim("CTS-001")
def test_a_job_creates_an_external_user_for_a_source_user_in_scope(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    [twin] = target.users()
    name = "ana_northwind.test#EXT#@contoso.test"
    assert ("Ana", name, "Invitation", "Accepted") == (
        twin["displayName"],
        twin["userPrincipalName"],
        twin["creationType"],
        twin["externalUserState"],
    )
    assert [
        {"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": None},
        {"signInType": "userPrincipalName", "issuer": target.domain, "issuerAssignedId": name},
    ] == twin["identities"]


@pytest.mark.claim("CTS-002")
def test_what_changes_about_a_source_user_changes_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)

    source.change(ana, displayName="Ana Lindqvist")
    installation.run_cycles()

    assert {**twin, "displayName": "Ana Lindqvist"} == target.user_of(ana)


@pytest.mark.claim("CTS-003")
def test_whoever_leaves_the_scope_is_deleted_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    anas_twin, bens_twin = target.user_of(ana), target.user_of(ben)

    sync.unassign(ana)
    installation.run_cycles()

    assert [bens_twin] == target.users()
    assert [anas_twin["id"]] == ids(target.deleted_users())


@pytest.mark.claim("CTS-004")
def test_whoever_leaves_the_organization_loses_the_account_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    anas_twin, bens_twin = target.user_of(ana), target.user_of(ben)

    source.remove(ana)
    installation.run_cycles()

    assert [bens_twin] == target.users()
    assert [anas_twin["id"]] == ids(target.deleted_users())


@pytest.mark.claim("CTS-009", "CTS-010")
def test_a_target_outside_of_the_own_organization_is_advised_against_and_not_refused(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    allow_sync(source, target)
    configuration = Configuration(source, target)
    configuration.create_job()

    saved = configuration.connect(scope="assigned")
    configuration.start()
    ana = source.add_user("ana")
    configuration.assign(ana)
    installation.run_cycles()

    assert saved.headers["Warning"].startswith("299 ")
    assert "meant for the tenants of one organization" in saved.headers["Warning"]
    assert [target.user_of(ana)] == target.users()


@pytest.mark.claim("CTS-091", "CTS-092")
def test_the_advice_names_access_packages_and_stands_in_the_audit_record(
    source: Tenant, target: Tenant
) -> None:
    configuration = Configuration(source, target)

    saved = configuration.connect(scope="assigned")

    [record] = [
        record
        for record in source.list_all("/auditLogs/directoryAudits")
        if configuration.principal["id"] in ids(record["targetResources"])
        and record["category"] == "ProvisioningManagement"
    ]
    [advice] = [each["value"] for each in record["additionalDetails"] if each["key"] == "Warning"]
    assert "for people of other organizations use access packages" in advice
    assert f'299 tenantry "{advice}"' == saved.headers["Warning"]


@pytest.mark.claim("CTS-011")
def test_configuration_alone_makes_users_usable_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    board = target.post("/applications", {"displayName": "Board"})
    principal = target.post("/servicePrincipals", {"appId": board["appId"]})

    sync.assign(ana)
    installation.run_cycles()

    twin = target.user_of(ana)
    assert (True, "Accepted") == (twin["accountEnabled"], twin["externalUserState"])
    access = {
        "appRoleId": "00000000-0000-0000-0000-000000000000",
        "principalId": twin["id"],
        "resourceId": principal["id"],
    }
    assigned = target.post(f"/servicePrincipals/{principal['id']}/appRoleAssignedTo", access)
    assert (twin["id"], "User") == (assigned["principalId"], assigned["principalType"])
