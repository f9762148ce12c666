"""Setting a synchronization up: topologies, consents, whom and what it carries."""

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant

_CHECK_FAILED = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"


@pytest.mark.claim("CTS-031")
def test_hub_spokes_and_meshes_work_side_by_side(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    hub, spoke, other_spoke, consumer = source, target, *map(installation.found, ("x", "y"))
    links = [
        (spoke, hub),
        (other_spoke, hub),
        (hub, consumer),
        (spoke, other_spoke),
        (other_spoke, spoke),
    ]
    people = {
        tenant.domain: tenant.add_user("ana") for tenant in (hub, spoke, other_spoke, consumer)
    }
    configurations = [configure_sync(*link) for link in links]
    for configuration in configurations:
        configuration.assign(people[configuration.source.domain])

    installation.run_cycles()

    jobs = [configuration.job() for configuration in configurations]
    assert ["Succeeded"] * 5 == [job["status"]["lastExecution"]["state"] for job in jobs]
    found = {
        (home.domain, tenant.domain)
        for home, tenant in links
        if tenant.user_of(people[home.domain])["userType"] == "Member"
    }
    assert {(home.domain, tenant.domain) for home, tenant in links} == found
    assert [3, 2, 2, 2] == [len(tenant.users()) for tenant in (hub, spoke, other_spoke, consumer)]


@pytest.mark.claim("CTS-032")
def test_a_target_needs_both_the_permission_and_inbound_consent(
    source: Tenant, target: Tenant
) -> None:
    source.consent(target, outboundAllowed=True)
    configuration = Configuration(source, target)

    target.allow_inbound_sync(source)
    without_consent = configuration.test_connection()
    target.consent(source, inboundAllowed=True)
    with_both = configuration.test_connection()
    target.delete(f"{PARTNERS}/{source.tenant_id}/identitySynchronization")
    without_permission = configuration.test_connection()

    statuses = [each.status_code for each in (without_consent, with_both, without_permission)]
    assert [400, 204, 400] == statuses
    consent, permission = (
        each.json()["error"]["message"] for each in (without_consent, without_permission)
    )
    assert "automaticUserConsentSettings.inboundAllowed" in consent
    assert "userSyncInbound" not in consent
    assert "userSyncInbound.isSyncAllowed" in permission
    assert "automaticUserConsentSettings" not in permission


@pytest.mark.claim("CTS-033")
def test_a_source_needs_outbound_consent(source: Tenant, target: Tenant) -> None:
    target.allow_inbound_sync(source)
    target.consent(source, inboundAllowed=True)
    source.post(PARTNERS, {"tenantId": target.tenant_id})
    configuration = Configuration(source, target)

    before = configuration.test_connection()
    source.consent(target, outboundAllowed=True)
    after = configuration.test_connection()

    assert (400, 204) == (before.status_code, after.status_code)
    error = before.json()["error"]
    assert _CHECK_FAILED == error["code"]
    assert "automaticUserConsentSettings.outboundAllowed" in error["message"]
    assert f"source tenant '{source.tenant_id}'" in error["message"]


@pytest.mark.claim("CTS-034")
def test_a_job_says_which_users_it_carries(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben, cleo = (source.add_user(name) for name in ("ana", "ben", "cleo"))
    sync.assign(ana)
    installation.run_cycles()
    assert [target.user_of(ana)] == target.users()

    sync.assign(ben)
    installation.run_cycles()
    assert [target.user_of(ana), target.user_of(ben)] == target.users()

    sync.connect(scope="all")
    sync.restart()
    installation.run_cycles()
    assert [target.user_of(each) for each in (ana, ben, cleo)] == target.users()


@pytest.mark.claim("CTS-035")
def test_a_job_says_which_attributes_it_carries(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", department="Sales", jobTitle="Buyer")
    sync.assign(ana)
    installation.run_cycles()

    sync.unmap("department")
    source.change(ana, department="Research", jobTitle="Chemist")
    ben = source.add_user("ben", department="Research", jobTitle="Chemist")
    sync.assign(ben)
    installation.run_cycles()

    twins = [target.user_of(user) for user in (ana, ben)]
    assert [("Sales", "Chemist"), (None, "Chemist")] == [
        (twin["department"], twin["jobTitle"]) for twin in twins
    ]


@pytest.mark.claim("CTS-036")
def test_a_job_transforms_values(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", givenName="Ana", surname="Lindqvist", city="Turku")
    sync.assign(ana)

    sync.map("displayName", 'Append(Join(", ", [surname], [givenName]), " (Northwind)")')
    sync.map("city", "ToUpper([city])")
    installation.run_cycles()

    twin = target.user_of(ana)
    assert ("Lindqvist, Ana (Northwind)", "TURKU") == (twin["displayName"], twin["city"])


@pytest.mark.claim("CTS-037")
def test_a_trial_with_one_user_grows_within_the_same_job(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.pause()
    ana = source.add_user("ana")
    sync.assign(ana)
    job_id = sync.job()["id"]

    tried = sync.provision(ana)
    trial = target.users()
    colleagues = [source.add_user(f"colleague{number}") for number in range(5)]
    sync.assign(source.add_group("everybody", [ana, *colleagues]))
    sync.start()
    installation.run_cycles()

    assert ("Create", "Success") == (tried["action"], tried["statusInfo"]["status"])
    assert [target.user_of(ana)] == trial
    assert sorted(f"Colleague{number}" for number in range(5)) == sorted(
        user["displayName"] for user in target.users() if user not in trial
    )
    assert trial[0] in target.users()
    assert [job_id] == [job["id"] for job in source.list_all(f"{sync.path}/jobs")]
