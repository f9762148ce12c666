"""The manager: mapped by default, filled in late only by hand, never taken away."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.mark.claim("CTS-063")
def test_a_new_job_maps_the_manager_without_being_asked(sync: Configuration) -> None:
    manager = sync.mappings()["manager"]

    assert ("[manager]", "Attribute") == (
        manager["source"]["expression"],
        manager["source"]["type"],
    )


@pytest.mark.claim("CTS-064")
def test_a_new_manager_is_set_for_the_user_who_changed_alone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben, cleo, dara = team = [source.add_user(name) for name in ("ana", "ben", "cleo", "dara")]
    for user in team:
        sync.assign(user)
    for report in (ben, cleo):
        source.set_manager(report, ana)
    installation.run_cycles()
    others = {user["id"]: sync.log(user) for user in (ana, cleo, dara)}

    source.set_manager(ben, dara)
    installation.run_cycles()

    assert target.user_of(dara)["id"] == _manager_of(target, ben)
    assert target.user_of(ana)["id"] == _manager_of(target, cleo)
    assert others == {user["id"]: sync.log(user) for user in (ana, cleo, dara)}


@pytest.mark.claim("CTS-065")
def test_a_manager_who_enters_the_scope_later_is_not_filled_in(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben, cleo = _team_with_a_late_manager(installation, source, sync)

    installation.run_cycles()

    assert "Ana" == target.user_of(ana)["displayName"]
    assert [None, None] == [_manager_of(target, report) for report in (ben, cleo)]


@pytest.mark.claim("CTS-066")
def test_provisioning_on_demand_fills_in_the_manager_of_that_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben, cleo = _team_with_a_late_manager(installation, source, sync)
    installation.run_cycles()

    entry = sync.provision(ben)

    assert ["manager"] == [each["displayName"] for each in entry["modifiedProperties"]]
    assert target.user_of(ana)["id"] == _manager_of(target, ben)
    assert _manager_of(target, cleo) is None


@pytest.mark.claim("CTS-067")
def test_a_restart_fills_in_the_manager_of_every_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben, cleo = _team_with_a_late_manager(installation, source, sync)
    installation.run_cycles()

    sync.restart()
    installation.run_cycles()

    manager_id = target.user_of(ana)["id"]
    assert [manager_id] * 2 == [_manager_of(target, report) for report in (ben, cleo)]


@pytest.mark.claim("CTS-068")
def test_a_schema_of_its_own_stays_without_the_manager(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.unmap("manager")
    sync.map("displayName", 'Join(" ", [givenName], [surname])')
    _, ben = _report_to(source, sync)

    installation.run_cycles()
    sync.restart()
    installation.run_cycles()

    assert "manager" not in sync.mappings()
    assert _manager_of(target, ben) is None


@pytest.mark.claim("CTS-069")
def test_mapping_the_manager_brings_it_to_everybody_in_the_next_cycle(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.unmap("manager")
    ana, ben = _report_to(source, sync)
    installation.run_cycles()
    before = {user["id"]: sync.log(user) for user in (ana, ben)}

    sync.map("manager", "[manager]")
    installation.run_cycles()

    assert target.user_of(ana)["id"] == _manager_of(target, ben)
    since = [sync.log(user)[: -len(before[user["id"]])] for user in (ana, ben)]
    assert [1, 1] == [len(entries) for entries in since]
    assert 1 == len({entry["cycleId"] for [entry] in since})


@pytest.mark.claim("CTS-070")
def test_the_manager_is_mapped_directly_or_not_at_all(sync: Configuration) -> None:
    before = sync.schema()

    expressions = ['Switch([manager], , "a", "b")', "[department]", '"ana@northwind.test"']
    responses = [sync.ask_to_map("manager", expression) for expression in expressions]

    errors = [response.json()["error"] for response in responses]
    assert [400] * 3 == [response.status_code for response in responses]
    assert ["schemaInvalid"] * 3 == [error["code"] for error in errors]
    assert all("must be mapped directly" in error["message"] for error in errors)
    assert before == sync.schema()


@pytest.mark.claim("CTS-071")
def test_a_manager_who_is_removed_without_a_successor_stays_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = _report_to(source, sync)
    installation.run_cycles()

    source.delete(f"/users/{ben['id']}/manager/$ref")
    source.change(ben, jobTitle="Pilot")
    installation.run_cycles()

    assert source.manager_id_of(ben) is None
    assert "Pilot" == target.user_of(ben)["jobTitle"]
    assert target.user_of(ana)["id"] == _manager_of(target, ben)


def _report_to(source: Tenant, sync: Configuration) -> tuple[Json, Json]:
    """Add ana, and ben who reports to her, both assigned."""
    ana, ben = source.add_user("ana"), source.add_user("ben")
    source.set_manager(ben, ana)
    sync.assign(ana)
    sync.assign(ben)
    return ana, ben


def _team_with_a_late_manager(
    installation: Installation, source: Tenant, sync: Configuration
) -> list[Json]:
    """Add ana, and ben and cleo who report to her and were synchronized before she is assigned."""
    ana, ben, cleo = team = [source.add_user(name) for name in ("ana", "ben", "cleo")]
    for report in (ben, cleo):
        source.set_manager(report, ana)
        sync.assign(report)
    installation.run_cycles()
    sync.assign(ana)
    return team


def _manager_of(target: Tenant, home_user: Json) -> str | None:
    """Return the id of the manager in the target of a user of the source."""
    return target.manager_id_of(target.user_of(home_user))
