"""Restoring: whoever comes back within thirty days gets the account they had."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids

_ALMOST_A_MONTH = "P29D"
_MORE_THAN_A_MONTH = "P31D"


@pytest.mark.claim("CTS-107")
def test_restoring_the_source_user_restores_the_same_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    source.remove(ana)
    _stay_away(installation, target, twin)

    source.restore(ana)
    installation.run_cycles()

    _check_back(target, ana, twin)


@pytest.mark.claim("CTS-108")
def test_assigning_the_user_again_restores_the_same_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    sync.unassign(ana)
    _stay_away(installation, target, twin)

    sync.assign(ana)
    installation.run_cycles()

    _check_back(target, ana, twin)


@pytest.mark.claim("CTS-109")
def test_passing_the_filter_again_restores_the_same_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.filter("department", "EQUALS", "Sales")
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    source.change(ana, department="Research")
    _stay_away(installation, target, twin)

    source.change(ana, department="Sales")
    installation.run_cycles()

    _check_back(target, ana, twin)


@pytest.mark.claim("CTS-110")
def test_an_administrator_of_the_target_restores_the_user_by_hand(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    sync.unassign(ana)
    _stay_away(installation, target, twin)

    response = target.ask("POST", f"/directory/deletedItems/{twin['id']}/restore")
    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert (200, twin["id"]) == (response.status_code, response.json()["id"])
    _check_back(target, ana, twin)


@pytest.mark.claim("CTS-108")
def test_whoever_is_assigned_again_after_thirty_days_gets_a_new_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    sync.unassign(ana)
    _stay_away_for_too_long(installation, target)

    sync.assign(ana)
    installation.run_cycles()

    _check_new(target, ana, twin)


@pytest.mark.claim("CTS-109")
def test_whoever_passes_the_filter_again_after_thirty_days_gets_a_new_target_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.filter("department", "EQUALS", "Sales")
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    source.change(ana, department="Research")
    _stay_away_for_too_long(installation, target)

    source.change(ana, department="Sales")
    installation.run_cycles()

    _check_new(target, ana, twin)


@pytest.mark.claim("CTS-107")
def test_a_source_user_cannot_be_restored_after_thirty_days_and_a_new_one_gets_a_new_twin(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)
    source.remove(ana)
    _stay_away_for_too_long(installation, target)

    refused = source.ask("POST", f"/directory/deletedItems/{ana['id']}/restore")
    again = _synchronized_user(installation, source, sync)

    assert 404 == refused.status_code
    _check_new(target, again, twin)


def _synchronized_user(installation: Installation, source: Tenant, sync: Configuration) -> Json:
    ana = source.add_user("ana", department="Sales")
    sync.assign(ana)
    installation.run_cycles()
    return ana


def _stay_away(installation: Installation, target: Tenant, twin: Json) -> None:
    """Synchronize that a user is gone, and let almost a month pass."""
    installation.run_cycles()
    installation.advance(_ALMOST_A_MONTH)
    assert ([], [twin["id"]]) == (target.users(), ids(target.deleted_users()))


def _stay_away_for_too_long(installation: Installation, target: Tenant) -> None:
    """Synchronize that a user is gone, and let more than thirty days pass."""
    installation.run_cycles()
    installation.advance(_MORE_THAN_A_MONTH)
    assert ([], []) == (target.users(), target.deleted_users())


def _check_new(target: Tenant, home_user: Json, twin: Json) -> None:
    """Assert that the user has one account, which is another one than before."""
    new = target.user_of(home_user)
    assert {**twin, "id": new["id"]} == new
    assert twin["id"] != new["id"]


def _check_back(target: Tenant, home_user: Json, twin: Json) -> None:
    """Assert that the user is there again as it was, under the same id."""
    assert twin == target.user_of(home_user)
    assert ([twin["id"]], []) == (ids(target.users()), target.deleted_users())
