"""Deprovisioning: each way in which a user leaves the scope, and the one that deletes nothing."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids


@pytest.mark.claim("CTS-100")
def test_deleting_the_source_user_soft_deletes_the_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = _synchronized_pair(installation, source, sync)
    twin, other = target.user_of(ana), target.user_of(ben)

    source.remove(ana)
    installation.run_cycles()

    _check_that_one_went(target, twin, other)


@pytest.mark.claim("CTS-101")
def test_removing_the_assignment_soft_deletes_the_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = _synchronized_pair(installation, source, sync)
    twin, other = target.user_of(ana), target.user_of(ben)

    sync.unassign(ana)
    installation.run_cycles()

    _check_that_one_went(target, twin, other)


@pytest.mark.claim("CTS-102")
def test_leaving_the_assigned_group_soft_deletes_the_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    team = source.add_group("team", [ana, ben])
    sync.assign(team)
    installation.run_cycles()
    twin, other = target.user_of(ana), target.user_of(ben)

    source.remove_member(team, ana)
    installation.run_cycles()

    _check_that_one_went(target, twin, other)


@pytest.mark.claim("CTS-103")
def test_a_value_that_fails_the_filter_soft_deletes_the_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.filter("department", "EQUALS", "Sales")
    ana, ben = _synchronized_pair(installation, source, sync)
    twin, other = target.user_of(ana), target.user_of(ben)

    source.change(ana, department="Research")
    installation.run_cycles()

    _check_that_one_went(target, twin, other)


@pytest.mark.claim("CTS-104")
def test_blocking_sign_in_at_the_source_blocks_it_at_the_target_and_deletes_nothing(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, _ = _synchronized_pair(installation, source, sync)
    twin = target.user_of(ana)

    source.change(ana, accountEnabled=False)
    installation.run_cycles()

    assert {**twin, "accountEnabled": False} == target.user_of(ana)
    assert [] == target.deleted_users()
    newest = sync.log(ana)[0]
    assert ("update", "success") == (
        newest["provisioningAction"],
        newest["provisioningStatusInfo"]["status"],
    )


@pytest.mark.claim("CTS-105")
def test_a_user_whose_disabling_was_synchronized_is_not_deleted_on_leaving_the_group(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    team = source.add_group("team", [ana])
    sync.assign(team)
    installation.run_cycles()
    twin = target.user_of(ana)
    source.change(ana, accountEnabled=False)
    installation.run_cycles()

    source.remove_member(team, ana)
    installation.run_cycles()

    assert {**twin, "accountEnabled": False} == target.user_of(ana)
    assert [] == target.deleted_users()


@pytest.mark.claim("CTS-106")
def test_it_is_the_same_when_both_were_provisioned_on_demand(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    team = source.add_group("team", [ana])
    sync.assign(team)
    sync.provision(ana)
    twin = target.user_of(ana)
    source.change(ana, accountEnabled=False)
    sync.provision(ana)

    source.remove_member(team, ana)
    on_demand = sync.provision(ana)
    installation.run_cycles()

    assert "Skipped" == on_demand["statusInfo"]["status"]
    assert {**twin, "accountEnabled": False} == target.user_of(ana)
    assert [] == target.deleted_users()


def _synchronized_pair(
    installation: Installation, source: Tenant, sync: Configuration
) -> tuple[Json, Json]:
    """Add ana and ben, assigned one by one, and synchronize them."""
    ana, ben = (source.add_user(name, department="Sales") for name in ("ana", "ben"))
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    return ana, ben


def _check_that_one_went(target: Tenant, gone: Json, stays: Json) -> None:
    """Assert that *gone* lies in the recycle bin, and that *stays* is as it was."""
    assert [gone["id"]] == ids(target.deleted_users())
    assert [stays] == target.users()
