"""Structure: pairs with one direction, put together in any arrangement."""

import pytest

from tests.support.configurations import Configuration, allow_sync, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant, ids


@pytest.mark.claim("CTS-085")
def test_a_job_has_one_source_one_target_and_one_direction(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, tess = source.add_user("ana"), target.add_user("tess")
    sync.assign(ana)
    before = source.users()

    installation.run_cycles()

    connection = source.get(sync.path)
    assert ["CompanyId"] == [
        each["key"] for each in connection["secrets"] if each["key"] == "CompanyId"
    ]
    assert {target.tenant_id} == {entry["tenantId"] for entry in sync.log(ana)}
    assert before == source.users()
    assert {tess["id"], target.user_of(ana)["id"]} == set(ids(target.users()))


@pytest.mark.claim("CTS-085")
def test_a_configuration_cannot_name_two_targets(
    installation: Installation, source: Tenant, sync: Configuration
) -> None:
    other = installation.found("fabrikam")
    both = [*sync.credentials, {"key": "CompanyId", "value": other.tenant_id}]

    response = source.ask("PUT", f"{sync.path}/secrets", {"value": both})

    assert 400 == response.status_code
    assert "CompanyId" in response.json()["error"]["message"]


@pytest.mark.claim("CTS-086")
def test_one_source_feeds_several_targets(installation: Installation, source: Tenant) -> None:
    ana = source.add_user("ana")
    targets = [installation.target, *(installation.found(name) for name in ("fabrikam", "litware"))]
    jobs = [configure_sync(source, target, scope="all") for target in targets]

    installation.run_cycles()

    assert ["Active"] * 3 == [sync.job()["status"]["code"] for sync in jobs]
    assert ["Ana"] * 3 == [target.user_of(ana)["displayName"] for target in targets]


@pytest.mark.claim("CTS-087")
def test_several_sources_feed_one_target(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    other = installation.found("fabrikam")
    ana, her_namesake = source.add_user("ana"), other.add_user("ana")
    for each in (source, other):
        configure_sync(each, target, scope="all")

    installation.run_cycles()

    twins = [target.user_of(user)["id"] for user in (ana, her_namesake)]
    assert set(twins) == set(ids(target.users()))
    assert 2 == len(set(twins))


@pytest.mark.claim("CTS-088")
def test_a_second_configuration_for_the_same_target_is_refused(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    second = Configuration(source, target)
    second.create_job()

    response = source.ask("PUT", f"{second.path}/secrets", {"value": second.credentials})

    assert (409, "Conflict") == (response.status_code, response.json()["error"]["code"])
    assert [] == source.get(second.path)["secrets"]
    sync.assign(ana)
    installation.run_cycles()
    assert "Ana" == target.user_of(ana)["displayName"]


@pytest.mark.claim("CTS-089")
def test_two_tenants_that_synchronize_each_other_send_nobody_back(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana, tess = source.add_user("ana"), target.add_user("tess")
    for pair in ((source, target), (target, source)):
        configure_sync(*pair, scope="all")

    installation.run_cycles()
    after_one = source.users(), target.users()
    installation.run_cycles()
    installation.run_cycles()

    assert after_one == (source.users(), target.users())
    assert {ana["id"], source.user_of(tess)["id"]} == set(ids(source.users()))
    assert {tess["id"], target.user_of(ana)["id"]} == set(ids(target.users()))


@pytest.mark.claim("CTS-090")
def test_the_pairs_of_an_arrangement_do_not_depend_on_each_other(
    installation: Installation,
) -> None:
    hub, spoke = installation.source, installation.target
    other = installation.found("fabrikam")
    hana, sam, otto = hub.add_user("hana"), spoke.add_user("sam"), other.add_user("otto")
    for pair in ((hub, spoke), (spoke, hub), (other, hub), (hub, other), (spoke, other)):
        configure_sync(*pair, scope="all")
    allow_sync(other, spoke)

    withdrawn = {"userSyncInbound": {"isSyncAllowed": False}}
    hub.patch(f"{PARTNERS}/{spoke.tenant_id}/identitySynchronization", withdrawn)
    installation.run_cycles()

    assert {hana["id"], hub.user_of(otto)["id"]} == set(ids(hub.users()))
    assert {sam["id"], spoke.user_of(hana)["id"]} == set(ids(spoke.users()))
    arrived = {other.user_of(user)["id"] for user in (hana, sam)}
    assert {otto["id"], *arrived} == set(ids(other.users()))
