"""Target object actions: what is not ticked does not happen (behaviour §1, §7)."""

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant


def test_without_create_nobody_new_comes_and_who_is_there_is_updated(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    installation.run_cycles()
    sync.act("Update", "Delete")

    sync.assign(ben)
    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert ["Pilot"] == [user["jobTitle"] for user in target.users()]


def test_without_update_who_is_there_stays_as_it_is(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    installation.run_cycles()
    before = target.user_of(ana)
    sync.act("Add", "Delete")

    sync.assign(ben)
    source.change(ana, jobTitle="Pilot")
    installation.run_cycles()

    assert before == target.user_of(ana)
    assert "Ben" == target.user_of(ben)["displayName"]


def test_without_delete_whoever_leaves_the_scope_stays(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    installation.run_cycles()
    before = target.users()
    sync.act("Add", "Update")

    sync.unassign(ana)
    installation.run_cycles()

    assert before == target.users()
    assert [] == target.deleted_users()
