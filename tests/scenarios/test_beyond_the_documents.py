"""Job settings beyond the documents: what each changes, seen from outside."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def team(source: Tenant, sync: Configuration) -> tuple[Json, Json]:
    """A user in scope, and a manager who is out of scope."""
    report, head = source.add_user("ben", city="Turku"), source.add_user("ana")
    source.set_manager(report, head)
    sync.assign(report)
    return report, head


def test_a_new_job_does_what_is_documented_and_nothing_beyond(sync: Configuration) -> None:
    names = {each["name"] for each in sync.job()["synchronizationJobSettings"]}

    assert set() == names & {"HealReferences", "FlowNullValues", "StickyBlock", "TargetDrift"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HealReferences", "yes"),
        ("FlowNullValues", "1"),
        ("StickyBlock", ""),
        ("TargetDrift", "heal"),
    ],
)
def test_a_value_that_a_setting_does_not_know_is_refused(
    source: Tenant, sync: Configuration, name: str, value: str
) -> None:
    before = sync.job()
    named = [{"name": name, "value": value}]

    response = source.ask("PATCH", sync.job_path, {"synchronizationJobSettings": named})

    assert 400 == response.status_code
    assert f"'{name}' must be" in response.json()["error"]["message"]
    assert before == sync.job()


def test_references_heal_when_the_manager_enters_the_scope_later(
    installation: Installation, target: Tenant, sync: Configuration, team: tuple[Json, Json]
) -> None:
    report, head = team
    sync.set_options(HealReferences="True")
    installation.run_cycles()

    sync.assign(head)
    installation.run_cycles()

    twin = target.user_of(head)
    assert twin["id"] == target.manager_id_of(target.user_of(report))
    healed = sync.log(report)[0]
    assert ["manager"] == [each["displayName"] for each in healed["modifiedProperties"]]


def test_null_values_flow_when_they_are_told_to(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    team: tuple[Json, Json],
) -> None:
    report, head = team
    sync.set_options(FlowNullValues="True")
    sync.assign(head)
    installation.run_cycles()
    before = target.user_of(report)["city"], target.manager_id_of(target.user_of(report))

    source.change(report, city=None)
    source.delete(f"/users/{report['id']}/manager/$ref")
    installation.run_cycles()

    assert ("Turku", target.user_of(head)["id"]) == before
    twin = target.user_of(report)
    assert (None, None) == (twin["city"], target.manager_id_of(twin))
    assert "Ben" == twin["displayName"]


def test_a_block_sticks_until_the_target_lifts_it(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    team: tuple[Json, Json],
) -> None:
    report, _ = team
    sync.set_options(StickyBlock="True")
    installation.run_cycles()
    target.change(target.user_of(report), accountEnabled=False)

    source.change(report, city="Oulu")
    installation.run_cycles()
    blocked = target.user_of(report)
    target.change(blocked, accountEnabled=True)
    source.change(report, city="Tampere")
    installation.run_cycles()

    assert ("Oulu", False) == (blocked["city"], blocked["accountEnabled"])
    twin = target.user_of(report)
    assert ("Tampere", True) == (twin["city"], twin["accountEnabled"])


def test_drift_of_the_target_is_reported_and_left_alone(
    installation: Installation, target: Tenant, sync: Configuration, team: tuple[Json, Json]
) -> None:
    report, _ = team
    sync.set_options(TargetDrift="report")
    installation.run_cycles()
    target.change(target.user_of(report), city="Elsewhere", displayName="Somebody")

    for _ in range(2):
        installation.run_cycles()

    entry, *_ = log = sync.log(report)
    assert 2 == len(log)
    status = entry["provisioningStatusInfo"]
    assert ("warning", "TargetDrift") == (status["status"], status["errorInformation"]["reason"])
    assert {"city": ("Elsewhere", "Turku"), "displayName": ("Somebody", "Ben")} == {
        each["displayName"]: (each["oldValue"], each["newValue"])
        for each in entry["modifiedProperties"]
    }
    twin = target.user_of(report)
    assert ("Elsewhere", "Somebody") == (twin["city"], twin["displayName"])


def test_drift_of_the_target_is_repaired(
    installation: Installation, target: Tenant, sync: Configuration, team: tuple[Json, Json]
) -> None:
    report, _ = team
    sync.set_options(TargetDrift="repair", RunMode="continuous")
    installation.run_cycles()
    edited = {"city": "Elsewhere", "mobilePhone": "+358 40 555 01"}
    target.change(target.user_of(report), **edited)

    installation.run_due()

    twin = target.get(f"/users/{target.user_of(report)['id']}?$select=city,mobilePhone")
    assert ("Turku", "+358 40 555 01") == (twin["city"], twin["mobilePhone"])
    steps = sync.log(report)[0]["provisioningSteps"]
    assert ["import", "export"] == [step["provisioningStepType"] for step in steps]
