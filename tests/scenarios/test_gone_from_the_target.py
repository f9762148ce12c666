"""Users who go from the target alone: deleted, purged, or by their own will (decisions 11, 12)."""

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids


def test_a_user_whom_the_target_deletes_stays_deleted_until_it_restores_it(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    twin = target.user_of(ana)
    target.remove(twin)

    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()
    sync.restart()
    installation.run_cycles()

    assert ([], [twin["id"]]) == (target.users(), ids(target.deleted_users()))
    entry = sync.log(ana)[0]
    assert "skipped" == entry["provisioningStatusInfo"]["status"]
    assert "TargetObjectRemoved" in _skip_reason(entry)

    target.restore(twin)
    source.change(ana, jobTitle="Captain")
    installation.run_cycles()

    assert (twin["id"], "Captain") == (target.user_of(ana)["id"], target.user_of(ana)["jobTitle"])


def test_a_user_whom_the_target_purges_is_made_anew_when_the_source_user_changes(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    twin = target.user_of(ana)
    target.remove(twin)
    target.purge(twin)
    installation.run_cycles()
    assert [] == target.users()

    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert twin["id"] != target.user_of(ana)["id"]
    assert [] == target.deleted_users()


def test_a_purged_user_is_made_anew_on_demand(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    twin = target.user_of(ana)
    target.remove(twin)
    target.purge(twin)

    sync.provision(ana)

    assert twin["id"] != target.user_of(ana)["id"]


def test_a_guest_who_takes_the_place_of_a_purged_user_is_matched_again(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    twin = target.user_of(ana)
    target.remove(twin)
    target.purge(twin)
    invitation = target.invite("ana@northwind.test")

    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    [guest] = target.users()
    assert (invitation["invitedUser"]["id"], "Pilot") == (guest["id"], guest["jobTitle"])


def test_a_user_who_left_the_organization_is_provisioned_again_in_the_next_cycle(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    twin = target.user_of(ana)

    installation.leave(target, twin)
    assert [] == target.users()
    installation.run_cycles()

    assert twin["id"] != target.user_of(ana)["id"]
    assert [twin["id"]] == ids(target.deleted_users())


def test_a_user_who_left_and_is_out_of_scope_stays_away(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized(installation, source, sync)
    installation.leave(target, target.user_of(ana))

    sync.unassign(ana)
    installation.run_cycles()

    assert [] == target.users()


def _synchronized(installation: Installation, source: Tenant, sync: Configuration) -> Json:
    ana = source.add_user("ana", mail="ana@northwind.test")
    sync.assign(ana)
    installation.run_cycles()
    return ana


def _skip_reason(entry: Json) -> str:
    """Return why an entry of the log was skipped."""
    steps = entry["provisioningSteps"]
    return " ".join(str(step["details"]) + str(step["description"]) for step in steps)
