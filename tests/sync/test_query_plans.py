"""The hot statements of the engine find their rows by index, in a tenant of any size."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from tenantry.collaboration.external_users import identity_of
from tenantry.directory.operations.lookups import require_user
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.matching import LinkState
from tenantry.sync.stores import (
    entitlements,
    escrows,
    group_source,
    group_target,
    leftovers,
    links,
    plan_entries,
    plan_outlook,
    source,
    target,
    waiting_groups,
)
from tests.support.databases import Databases
from tests.support.statements import recorded_statements
from tests.sync.lopsided import MANY, Analyzed, Lopsided, poor_accesses

_COLUMNS = ["id", "display_name", "deleted_at"]
_ASKED = slice(0, 500)
_WINDOW = 1000


def _read_source(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id, configuration_id = of.sync.source.tenant_id, of.sync.configuration["id"]
    return source.read_users(
        work, tenant_id, of.user_ids[_ASKED], _COLUMNS, service_principal_id=configuration_id
    )


def _find_user(work: UnitOfWork, of: Lopsided) -> object:
    return require_user(work, of.sync.source.tenant_id, of.user_ids[0])


def _list_candidates(work: UnitOfWork, of: Lopsided, *, sync_all: bool) -> object:
    return entitlements.list_candidates(
        work,
        of.sync.source.tenant_id,
        of.sync.job_id,
        of.sync.configuration["id"],
        sync_all=sync_all,
        after=of.user_ids[MANY // 2],
        limit=_WINDOW,
    )


def _list_assigned(work: UnitOfWork, of: Lopsided) -> object:
    return _list_candidates(work, of, sync_all=False)


def _list_all(work: UnitOfWork, of: Lopsided) -> object:
    return _list_candidates(work, of, sync_all=True)


def _find_links(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id = of.sync.source.tenant_id
    return links.find_links(work, tenant_id, of.sync.job_id, of.user_ids[_ASKED])


def _match(work: UnitOfWork, of: Lopsided) -> object:
    identities = list(map(identity_of, of.user_ids[_ASKED]))
    return target.find_by_alternative_security_id(work, of.sync.target.tenant_id, identities)


def _find_names(work: UnitOfWork, of: Lopsided) -> object:
    names = [f"person{number}_northwind.test#ext#@contoso.test" for number in range(500)]
    return target.find_names_in_use(work, of.sync.target.tenant_id, names)


def _find_mails(work: UnitOfWork, of: Lopsided) -> object:
    mails = [f"person{number}@northwind.test" for number in range(500)]
    return target.find_address_holders(work, of.sync.target.tenant_id, mails)


def _read_target(work: UnitOfWork, of: Lopsided) -> object:
    return target.read_users(
        work, of.sync.target.tenant_id, of.target_ids[_ASKED], ["display_name"]
    )


def _find_sharers(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id = of.sync.source.tenant_id
    return links.list_sharers(work, tenant_id, of.sync.job_id, of.target_ids[_ASKED])


def _follow_feed(work: UnitOfWork, of: Lopsided) -> object:
    return feed.since(
        work.connection, of.sync.source.tenant_id, MANY, until=2 * MANY, limit=_WINDOW
    )


def _follow_target(work: UnitOfWork, of: Lopsided) -> object:
    return feed.edits_of_users(
        work.connection, of.sync.target.tenant_id, MANY - 10, until=2 * MANY, limit=_WINDOW
    )


def _list_reports(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    return source.list_linked_reports(work, *job, of.user_ids[_ASKED])


def _due_escrows(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    return escrows.list_due_escrows(work, *job, work.instant, _WINDOW)


def _find_escrows(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id = of.sync.source.tenant_id
    return escrows.find_escrows(work, tenant_id, of.sync.job_id, of.user_ids[_ASKED])


def _list_members(work: UnitOfWork, of: Lopsided) -> object:
    return entitlements.list_members(work, of.sync.source.tenant_id, [of.group_id])


def _change_users(work: UnitOfWork, of: Lopsided) -> None:
    changes = [(user_id, {"job_title": "Engineer"}) for user_id in of.target_ids[_ASKED]]
    target.update_users(work, of.sync.target.tenant_id, changes)


def _rename_users(work: UnitOfWork, of: Lopsided) -> None:
    target.release_names(work, of.sync.target.tenant_id, of.target_ids[_ASKED])


def _change_links(work: UnitOfWork, of: Lopsided) -> None:
    states = [(user_id, LinkState.INACTIVE) for user_id in of.user_ids[_ASKED]]
    links.set_states(work, of.sync.source.tenant_id, of.sync.job_id, states)


def _remove_links(work: UnitOfWork, of: Lopsided) -> None:
    tenant_id = of.sync.source.tenant_id
    links.remove_links(work, tenant_id, of.sync.job_id, of.user_ids[_ASKED])


def _replace_references(work: UnitOfWork, of: Lopsided) -> None:
    tenant_id, job_id = of.sync.source.tenant_id, of.sync.job_id
    links.remove_pending_references(work, tenant_id, job_id, of.user_ids[_ASKED])


def _find_leftovers(work: UnitOfWork, of: Lopsided) -> object:
    return leftovers.has_any(work, of.sync.source.tenant_id, of.sync.job_id)


def _find_claimed(work: UnitOfWork, of: Lopsided) -> object:
    return plan_outlook.find_claimed(work, of.sync.source.tenant_id, of.plan_id, ["a", "b"])


def _find_planned(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id = of.sync.source.tenant_id
    return plan_entries.find_entries(work, tenant_id, of.plan_id, of.user_ids[_ASKED])


def _list_groups(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id, of.sync.configuration["id"])
    return group_source.list_candidates(work, *job, after="", limit=_WINDOW)


def _read_groups(work: UnitOfWork, of: Lopsided) -> object:
    key = (of.sync.source.tenant_id, of.sync.configuration["id"])
    return group_source.read_groups(work, *key, [of.group_id], _COLUMNS)


def _list_linked_members(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    return group_source.list_linked_members(work, *job, of.group_id)


def _find_group_links(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    return links.find_links(work, *job, [of.group_id], object_type="group")


def _match_groups(work: UnitOfWork, of: Lopsided) -> object:
    tenants = (of.sync.target.tenant_id, of.sync.source.tenant_id)
    return group_target.find_by_origin(work, *tenants, [of.group_id])


def _read_target_groups(work: UnitOfWork, of: Lopsided) -> object:
    return group_target.read_groups(work, of.sync.target.tenant_id, [of.twin_id], ["display_name"])


def _list_target_members(work: UnitOfWork, of: Lopsided) -> object:
    return group_target.list_members(work, of.sync.target.tenant_id, of.twin_id)


def _remove_target_members(work: UnitOfWork, of: Lopsided) -> None:
    tenant_id = of.sync.target.tenant_id
    group_target.remove_members(work, tenant_id, of.twin_id, of.target_ids[_ASKED])


def _find_groups_of_members(work: UnitOfWork, of: Lopsided) -> None:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    waiting_groups.put_groups_of(work, *job, of.user_ids[_ASKED])


def _list_waiting_groups(work: UnitOfWork, of: Lopsided) -> object:
    job = (of.sync.source.tenant_id, of.sync.job_id)
    return waiting_groups.list_groups(work, *job, _WINDOW)


_HOT: Sequence[Callable[[UnitOfWork, Lopsided], object]] = (
    _find_user,
    _read_source,
    _list_assigned,
    _list_all,
    _list_members,
    _find_links,
    _find_escrows,
    _match,
    _find_names,
    _find_mails,
    _find_sharers,
    _read_target,
    _follow_feed,
    _list_reports,
    _follow_target,
    _due_escrows,
    _change_users,
    _rename_users,
    _change_links,
    _remove_links,
    _replace_references,
    _find_leftovers,
    _find_claimed,
    _find_planned,
    _list_groups,
    _read_groups,
    _list_linked_members,
    _find_group_links,
    _match_groups,
    _read_target_groups,
    _list_target_members,
    _remove_target_members,
    _find_groups_of_members,
    _list_waiting_groups,
)


@pytest.mark.parametrize("analyzed", Analyzed)
def test_hot_statements_use_an_index_on_more_than_the_tenant(
    databases: Databases, analyzed: Analyzed
) -> None:
    with databases.unused() as url, Database(url) as database:
        installation = Lopsided(database, analyzed)

        poor = [f"{access}: {act.__name__}" for act in _HOT for access in _poor(installation, act)]

    assert [] == poor


def _poor(of: Lopsided, act: Callable[[UnitOfWork, Lopsided], object]) -> Iterator[str]:
    with of.database.write() as work:
        with recorded_statements(of.database) as recorded:
            act(work, of)
        assert recorded
        for statement, parameters in recorded:
            yield from poor_accesses(work.connection, statement, parameters)
