"""Which attributes flow, and in which form they arrive."""

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant

_USUAL = {
    "displayName": "Ana Lindqvist",
    "givenName": "Ana",
    "surname": "Lindqvist",
    "jobTitle": "Buyer",
    "department": "Sales",
    "employeeId": "4711",
    "city": "Turku",
    "officeLocation": "Harbour 3",
}


@pytest.mark.claim("CTS-057")
def test_the_default_mapping_carries_the_usual_attributes(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana", **_USUAL)
    sync.assign(ana)

    installation.run_cycles()

    assert "[displayName]" == sync.mappings()["displayName"]["source"]["expression"]
    twin = target.user_of(ana)
    assert _USUAL == {name: twin[name] for name in _USUAL}


@pytest.mark.claim("CTS-058")
def test_the_principal_name_in_the_target_follows_the_one_in_the_source(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)

    source.change(ana, userPrincipalName="ana.lindqvist@northwind.test")
    installation.run_cycles()

    assert "ana_northwind.test#EXT#@contoso.test" == twin["userPrincipalName"]
    name = "ana.lindqvist_northwind.test#EXT#@contoso.test"
    assert [(twin["id"], name)] == [
        (user["id"], user["userPrincipalName"]) for user in target.users()
    ]


@pytest.mark.claim("CTS-021", "CTS-059")
def test_directory_extension_attributes_are_mapped_and_flow(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    badge, locker = _extension(source, "badge"), _extension(target, "locker")
    ana = source.add_user("ana", **{badge: "B-1"})
    sync.assign(ana)

    sync.map(locker, f"[{badge}]")
    installation.run_cycles()
    first = _value(target, ana, locker)
    source.change(ana, **{badge: "B-2"})
    installation.run_cycles()

    assert ("B-1", "B-2") == (first, _value(target, ana, locker))


@pytest.mark.claim("CTS-060")
def test_the_manager_arrives_as_a_reference_to_the_targets_own_object(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    source.set_manager(ana, ben)
    for user in (ana, ben):
        sync.assign(user)

    installation.run_cycles()

    assert target.user_of(ben)["id"] == target.manager_id_of(target.user_of(ana))
    assert target.manager_id_of(target.user_of(ben)) is None


@pytest.mark.claim("CTS-061")
def test_in_the_government_cloud_the_manager_stays_empty_without_an_error(
    installation: Installation,
) -> None:
    agency, bureau = (installation.found(name, cloud="usgov") for name in ("agency", "bureau"))
    bureau.patch("/policies/authorizationPolicy", {"allowInvitesFrom": "everyone"})
    sync = configure_sync(agency, bureau)
    ana, ben = agency.add_user("ana"), agency.add_user("ben")
    agency.set_manager(ana, ben)
    for user in (ana, ben):
        sync.assign(user)

    installation.run_cycles()

    assert [bureau.user_of(ana), bureau.user_of(ben)] == bureau.users()
    assert bureau.manager_id_of(bureau.user_of(ana)) is None
    execution = sync.job()["status"]["lastExecution"]
    assert ("Succeeded", 0) == (execution["state"], execution["countEscrowed"])


@pytest.mark.claim("CTS-062")
def test_a_manager_out_of_scope_is_not_set_and_the_user_is_created_all_the_same(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    source.set_manager(ana, ben)
    sync.assign(ana)

    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    assert target.manager_id_of(target.user_of(ana)) is None


def _extension(tenant: Tenant, name: str) -> str:
    """Register a directory extension attribute of users and return its full name."""
    application = tenant.post("/applications", {"displayName": "Extensions"})
    values = {"name": name, "dataType": "String", "targetObjects": ["User"]}
    registered = tenant.post(f"/applications/{application['id']}/extensionProperties", values)
    return str(registered["name"])


def _value(target: Tenant, home_user: dict[str, object], name: str) -> object:
    twin = target.user_of(home_user)
    return target.get(f"/users/{twin['id']}?$select={name}")[name]
