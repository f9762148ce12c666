"""The deletion guard as administrators meet it: held, looked at, corrected or let go."""

import msgspec
import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, done, ids

_SETTINGS = "SyncNotificationSettings"


@pytest.mark.claim("CTS-111")
def test_everybody_is_deprovisioned_unless_that_is_more_than_the_guard_lets_pass(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    _guard(sync, threshold=1)
    people = _bring_over(installation, source, sync, "ana", "ben")
    before = target.users()

    for each in people:
        sync.unassign(each)
    installation.run_cycles()
    held = (target.users(), target.deleted_users(), sync.job()["status"])
    sync.restart("ForceDeletes")
    installation.run_cycles()

    assert (before, []) == held[:2]
    assert ("Quarantine", "TooManyDeletes") == (held[2]["code"], held[2]["quarantine"]["reason"])
    assert ([], sorted(ids(before))) == (target.users(), sorted(ids(target.deleted_users())))
    assert ("Active", None) == (sync.job()["status"]["code"], sync.job()["status"]["quarantine"])


def test_each_staged_delete_is_told_with_its_cause(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    _guard(sync, threshold=1)
    ana, ben, cleo = _bring_over(installation, source, sync, "ana", "ben", "cleo")
    twins = {each["id"]: target.user_of(each)["id"] for each in (ana, ben, cleo)}

    sync.unassign(ana)
    source.delete(f"/users/{ben['id']}")
    source.change(cleo, accountEnabled=False)
    installation.run_cycles()

    told = {
        each["sourceId"]: (each["targetId"], each["action"], each["cause"], each["displayName"])
        for each in _staged(sync)
    }
    assert {
        ana["id"]: (twins[ana["id"]], "delete", "NotEffectivelyEntitled", ana["displayName"]),
        ben["id"]: (twins[ben["id"]], "delete", "IsSoftDeleted", ben["displayName"]),
        cleo["id"]: (twins[cleo["id"]], "disable", "AccountDisabled", cleo["displayName"]),
    } == told
    logged = [sync.log(each)[0] for each in (ana, ben, cleo)]
    assert ["stagedDelete"] * 3 == [entry["provisioningAction"] for entry in logged]
    assert ["EntryStagedDelete"] * 3 == [entry["provisioningSteps"][-1]["name"] for entry in logged]


def test_a_filter_that_was_wrong_is_put_right_and_nobody_is_lost(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    _guard(sync, threshold=1)
    people = _bring_over(installation, source, sync, "ana", "ben")
    before = ids(target.users())
    sync.filter("department", "EQUALS", "Nowhere")
    installation.run_cycles()
    causes = {each["cause"] for each in _staged(sync)}
    assert ({"IsInProvisioningScope"}, before) == (causes, ids(target.users()))

    sync.change_users_mapping(lambda users: users.update(scope={"groups": []}))
    sync.restart()
    installation.run_cycles()

    assert ([], before) == (_staged(sync), ids(target.users()))
    assert "Active" == sync.job()["status"]["code"]
    assert len(people) == len(target.users())


def test_the_job_tells_the_threshold_that_the_connection_set(sync: Configuration) -> None:
    before = _settings(sync)

    _guard(sync, threshold=None)
    as_documented = _settings(sync)
    _guard(sync, threshold=25)
    chosen = _settings(sync)
    _save(sync, {"DeleteThresholdEnabled": False})

    name = "QuarantineTooManyDeletesThreshold"
    assert (None, "500", "25", None) == (
        before.get(name),
        as_documented.get(name),
        chosen.get(name),
        _settings(sync).get(name),
    )


def test_settings_that_mean_nothing_are_refused_and_change_nothing(sync: Configuration) -> None:
    before = _settings(sync)

    refused = [
        sync.source.ask("PUT", f"{sync.path}/secrets", {"value": [{"key": _SETTINGS, "value": v}]})
        for v in ("on", '{"Enabled": true}', '{"DeleteThresholdValue": -1}')
    ]

    assert [400] * 3 == [response.status_code for response in refused]
    assert "DeleteThresholdValue" in refused[2].json()["error"]["message"]
    assert before == _settings(sync)


def test_staged_deletes_come_in_pages(
    installation: Installation, source: Tenant, sync: Configuration
) -> None:
    _guard(sync, threshold=0)
    people = _bring_over(installation, source, sync, "ana", "ben", "cleo")
    for each in people:
        sync.unassign(each)
    installation.run_cycles()

    first = source.get_native(f"{sync.job_path}/stagedDeletes?limit=2")
    second = source.get_native(first["nextLink"].partition("/v1.0")[2])

    assert (2, 1, None) == (len(first["value"]), len(second["value"]), second["nextLink"])
    found = [each["sourceId"] for page in (first, second) for each in page["value"]]
    assert sorted(ids(people)) == found


def test_staged_deletes_are_shown_to_the_source_and_the_operator_alone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    _guard(sync, threshold=0)
    [ana] = _bring_over(installation, source, sync, "ana")
    sync.unassign(ana)
    installation.run_cycles()
    path = f"{sync.job_path}/stagedDeletes"

    answers = [
        source.ask_native(path),
        installation.ask_as_operator(path),
        target.ask_native(path),
        installation.http.get(f"/tenantry/v1.0{path}"),
        source.ask_native(f"{path}?limit=0"),
        source.ask_native(f"{path}?skip=1"),
        installation.ask_as_operator(path.replace(sync.job_path.rpartition("/")[2], "nothing")),
    ]

    assert [200, 200, 404, 401, 400, 400, 404] == [each.status_code for each in answers]
    assert answers[0].json() == answers[1].json()
    assert ["limit", "skip"] == [each.json()["error"]["target"] for each in answers[4:6]]


def _guard(sync: Configuration, *, threshold: int | None) -> None:
    value = {} if threshold is None else {"DeleteThresholdValue": threshold}
    _save(sync, {"DeleteThresholdEnabled": True, **value})


def _save(sync: Configuration, settings: dict[str, object]) -> None:
    value = msgspec.json.encode(settings).decode()
    body = {"value": [{"key": _SETTINGS, "value": value}]}
    done(sync.source.ask("PUT", f"{sync.path}/secrets", body))


def _settings(sync: Configuration) -> dict[str, str]:
    return {each["name"]: each["value"] for each in sync.job()["synchronizationJobSettings"]}


def _bring_over(
    installation: Installation, source: Tenant, sync: Configuration, *names: str
) -> list[Json]:
    people = [source.add_user(name) for name in names]
    for each in people:
        sync.assign(each)
    installation.run_cycles()
    return people


def _staged(sync: Configuration) -> list[Json]:
    """Return the staged deletes, as the source's own application may see them."""
    value: list[Json] = sync.source.get_native(f"{sync.job_path}/stagedDeletes")["value"]
    return value
