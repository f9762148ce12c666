"""Leaving for good: everybody at once, after the relationship, and out of the recycle bin."""

from collections.abc import Callable

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, ids


@pytest.mark.claim("CTS-111")
def test_without_assignments_everybody_is_deprovisioned(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    team, ana = _synchronized_people(installation, source, sync)
    everybody = ids(target.users())

    sync.unassign(team)
    sync.unassign(ana)
    installation.run_cycles()

    assert [] == target.users()
    assert sorted(everybody) == sorted(ids(target.deleted_users()))


@pytest.mark.claim("CTS-112")
@pytest.mark.parametrize("is_kept", [True, False], ids=["set to false", "deleted"])
def test_nobody_is_deprovisioned_once_the_target_withdrew_its_permission(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    *,
    is_kept: bool,
) -> None:
    team, ana = _synchronized_people(installation, source, sync)
    before = target.users()
    _withdraw(target, source, is_kept=is_kept)

    sync.unassign(team)
    sync.unassign(ana)
    installation.run_cycles()
    status = sync.job()["status"]

    assert (before, []) == (target.users(), target.deleted_users())
    assert "Quarantine" == status["code"]
    assert (
        "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
        == status["quarantine"]["error"]["code"]
    )


@pytest.mark.claim("CTS-112")
def test_deprovisioning_goes_on_once_the_target_permits_it_again(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    team, ana = _synchronized_people(installation, source, sync)
    everybody = ids(target.users())
    _permit(target, source, is_allowed=False)
    sync.unassign(team)
    sync.unassign(ana)
    installation.run_cycles()

    _permit(target, source, is_allowed=True)
    installation.run_cycles()

    assert [] == target.users()
    assert sorted(everybody) == sorted(ids(target.deleted_users()))
    assert "Active" == sync.job()["status"]["code"]


@pytest.mark.claim("CTS-113")
def test_while_the_scope_is_everybody_removing_assignments_deletes_nobody(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    sync = configure_sync(source, target, scope="all")
    team, ana = _synchronized_people(installation, source, sync)
    before = target.users()

    sync.unassign(team)
    sync.unassign(ana)
    installation.run_cycles()
    while_everybody = target.users()
    sync.connect(scope="assigned")
    sync.restart()
    installation.run_cycles()

    assert before == while_everybody
    assert [] == target.users()
    assert sorted(ids(before)) == sorted(ids(target.deleted_users()))


@pytest.mark.claim("CTS-114")
def test_deprovisioned_users_are_deleted_by_the_synchronization_itself(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    _, ana = _synchronized_people(installation, source, sync)
    twin = target.user_of(ana)

    sync.unassign(ana)
    installation.run_cycles()

    path = "/directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime"
    [deleted] = target.list_all(path)
    assert twin["id"] == deleted["id"]
    assert deleted["deletedDateTime"] is not None
    [deletion] = [
        entry
        for entry in target.list_all("/auditLogs/directoryAudits")
        if entry["activityDisplayName"] == "Delete user"
    ]
    assert [twin["id"]] == ids(deletion["targetResources"])
    assert "Microsoft.Azure.SyncFabric" == deletion["initiatedBy"]["app"]["displayName"]


@pytest.mark.claim("CTS-115")
def test_after_thirty_days_a_deprovisioned_user_is_gone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    twin = _deprovisioned_user(installation, source, target, sync)
    path = f"/directory/deletedItems/{twin['id']}"
    installation.advance("P29D")
    on_the_last_day = target.ask("GET", path).status_code

    installation.advance("P1D")

    assert 200 == on_the_last_day
    assert 404 == target.ask("GET", path).status_code
    assert ([], []) == (target.users(), target.deleted_users())


@pytest.mark.claim("CTS-116")
def test_an_administrator_of_the_target_deletes_a_user_for_good_before_that(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    twin = _deprovisioned_user(installation, source, target, sync)
    path = f"/directory/deletedItems/{twin['id']}"

    response = target.ask("DELETE", path)

    assert 204 == response.status_code
    assert 404 == target.ask("GET", path).status_code
    assert 404 == target.ask("POST", f"{path}/restore").status_code
    assert ([], []) == (target.users(), target.deleted_users())


@pytest.mark.claim("CTS-117")
@pytest.mark.parametrize(
    "end",
    [
        pytest.param(
            lambda sync: sync.target.delete(_permission_for(sync.source)), id="by the target"
        ),
        pytest.param(
            lambda sync: sync.source.delete(f"{PARTNERS}/{sync.target.tenant_id}"),
            id="by the source",
        ),
        pytest.param(lambda sync: sync.source.delete(sync.job_path), id="with the job"),
    ],
)
def test_ending_the_relationship_leaves_the_users_as_they_are(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    end: Callable[[Configuration], None],
) -> None:
    team, ana = _synchronized_people(installation, source, sync)
    before = target.users()

    end(sync)
    source.change(ana, jobTitle="Pilot")
    sync.unassign(team)
    for _ in range(3):
        installation.run_cycles()

    assert (before, []) == (target.users(), target.deleted_users())


def _synchronized_people(
    installation: Installation, source: Tenant, sync: Configuration
) -> tuple[Json, Json]:
    """Synchronize a group of two and ana; return the group and ana, who are both assigned."""
    ana = source.add_user("ana")
    team = source.add_group("team", [source.add_user("ben"), source.add_user("cleo")])
    sync.assign(team)
    sync.assign(ana)
    installation.run_cycles()
    return team, ana


def _deprovisioned_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> Json:
    """Return a user of the target who was synchronized and then put into the recycle bin."""
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    twin = target.user_of(ana)
    sync.unassign(ana)
    installation.run_cycles()
    assert [twin["id"]] == ids(target.deleted_users())
    return twin


def _withdraw(target: Tenant, source: Tenant, *, is_kept: bool) -> None:
    """Withdraw the permission to synchronize, by a change or by deleting the settings."""
    if is_kept:
        _permit(target, source, is_allowed=False)
    else:
        target.delete(_permission_for(source))


def _permit(target: Tenant, source: Tenant, *, is_allowed: bool) -> None:
    target.patch(_permission_for(source), {"userSyncInbound": {"isSyncAllowed": is_allowed}})


def _permission_for(source: Tenant) -> str:
    """Return the path of what the target says about the synchronization of *source*'s users."""
    return f"{PARTNERS}/{source.tenant_id}/identitySynchronization"
