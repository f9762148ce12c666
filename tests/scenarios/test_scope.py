"""Scope: which objects are synchronized, and as what they arrive."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, ids


@pytest.mark.claim("CTS-047")
def test_assignments_and_a_filter_decide_what_is_synchronized(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", department="Sales")
    ben = source.add_user("ben", department="Design")
    source.add_user("cleo", department="Sales")
    for user in (ana, ben):
        sync.assign(user)

    sync.filter("department", "EQUALS", "Sales")
    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    [entry] = sync.log(ben)
    assert "skipped" == entry["provisioningStatusInfo"]["status"]


@pytest.mark.claim("CTS-048")
def test_removing_a_user_from_the_scope_deletes_softly(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)

    sync.unassign(ana)
    installation.run_cycles()
    installation.run_cycles()

    assert [] == target.users()
    assert [twin["id"]] == ids(target.deleted_users())
    target.restore(twin)
    assert [twin] == target.users()


@pytest.mark.claim("CTS-049")
def test_an_assigned_group_brings_its_members_and_not_itself(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(source.add_group("design", [ana]))

    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    assert [] == target.list_all("/groups")


@pytest.mark.claim("CTS-050")
def test_a_group_is_skipped_and_the_log_gives_the_reason(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    group = source.add_group("design", [source.add_user("ana")])
    sync.assign(group)

    installation.run_cycles()

    assert [] == target.list_all("/groups")
    [entry] = sync.log(group)
    outcome = entry["provisioningStatusInfo"]
    assert ("skipped", "EntityTypeNotSupported") == (
        outcome["status"],
        outcome["errorInformation"]["errorCode"],
    )


@pytest.mark.claim("CTS-051")
def test_devices_are_no_object_type_of_a_job(sync: Configuration) -> None:
    _check_no_object_type(sync, "Device")


@pytest.mark.claim("CTS-052")
def test_contacts_are_no_object_type_of_a_job(sync: Configuration) -> None:
    _check_no_object_type(sync, "Contact")


@pytest.mark.claim("CTS-053")
def test_an_internal_member_is_synchronized(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", userType="Member")
    sync.assign(ana)

    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()


@pytest.mark.claim("CTS-054")
def test_an_internal_guest_is_skipped(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben", userType="Guest")
    for user in (ana, ben):
        sync.assign(user)

    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    [entry] = sync.log(ben)
    assert "skipped" == entry["provisioningStatusInfo"]["status"]


@pytest.mark.claim("CTS-055")
def test_users_arrive_as_external_members_by_default(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    twin = target.user_of(ana)
    assert "Member" == twin["userType"]
    assert "ExternalAzureAD" in [identity["issuer"] for identity in twin["identities"]]


@pytest.mark.claim("CTS-056")
def test_a_constant_makes_users_arrive_as_external_guests(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)

    sync.map("userType", '"Guest"')
    installation.run_cycles()

    twin = target.user_of(ana)
    assert "Guest" == twin["userType"]
    assert "ExternalAzureAD" in [identity["issuer"] for identity in twin["identities"]]


def _check_no_object_type(sync: Configuration, name: str) -> None:
    """Assert that the schema maps no objects called *name*, and cannot be made to."""
    before = sync.schema()
    assert name not in str(before)
    changed = sync.schema()
    mappings = changed["synchronizationRules"][0]["objectMappings"]
    mappings.append({**mappings[0], "name": f"Provision {name}s", "sourceObjectName": name})

    refused = sync.source.ask("PUT", f"{sync.job_path}/schema", changed)

    assert 400 == refused.status_code
    assert f"'{name}' is no object that is synchronized" in refused.json()["error"]["message"]
    assert before == sync.schema()
