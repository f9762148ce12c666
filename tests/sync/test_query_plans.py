"""The hot statements of the engine find their rows by index, in a tenant of any size."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tenantry.collaboration.external_users import identity_of
from tenantry.identifiers import new_ids
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.tables import metadata
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
from tests.support import plans
from tests.support.companies import Company
from tests.support.databases import Databases
from tests.support.statements import recorded_statements
from tests.support.synchronization import Synchronization
from tests.sync.small_tenants import add_small_tenant

_MANY = 3000
_SMALL_TENANTS = 200
_COLUMNS = ["id", "display_name", "deleted_at"]
_ASKED = slice(0, 500)
_WINDOW = 1000

_READ_BELOW = ("Bitmap Heap Scan", "ModifyTable")  # the rows come from the node below


class Analyzed(Enum):
    """When PostgreSQL last looked at the tables; on SQLite the figures are fixed."""

    NEVER = "never"
    BEFORE_THE_CYCLE = "before the cycle"  # the target tenant was empty
    AT_LAST = "at last"


class Lopsided:
    """An installation of one large tenant, synchronized into another, and many small ones."""

    def __init__(self, database: Database, analyzed: Analyzed) -> None:
        self.database = database
        with database.write() as work:
            for tenant_id in new_ids(_SMALL_TENANTS):
                add_small_tenant(work, tenant_id)
        self.sync = Synchronization(Company(database, "northwind"), Company(database, "contoso"))
        self.sync.allow_groups()
        self.sync.map_groups()
        self.group_id = self.sync.source.add_group("everybody")
        self.sync.assign(self.group_id)
        self.user_ids = self.sync.source.add_many(_MANY, group_id=self.group_id)
        if analyzed is Analyzed.BEFORE_THE_CYCLE:
            self._analyze()
        self.plan_id = plans.make(self.sync)[0].id
        self.sync.run_cycle()
        self.twin_id = self.sync.group_twin(self.group_id)["id"]
        self.target_ids = [target_id for target_id, _ in self.sync.links().values()]
        if analyzed is Analyzed.AT_LAST:
            self._analyze()

    def _analyze(self) -> None:
        if not self.database.is_sqlite:
            with self.database.write() as work:
                work.connection.execute(text("ANALYZE"))


def _read_source(work: UnitOfWork, of: Lopsided) -> object:
    tenant_id, configuration_id = of.sync.source.tenant_id, of.sync.configuration["id"]
    return source.read_users(
        work, tenant_id, of.user_ids[_ASKED], _COLUMNS, service_principal_id=configuration_id
    )


def _list_candidates(work: UnitOfWork, of: Lopsided, *, sync_all: bool) -> object:
    return entitlements.list_candidates(
        work,
        of.sync.source.tenant_id,
        of.sync.job_id,
        of.sync.configuration["id"],
        sync_all=sync_all,
        after=of.user_ids[_MANY // 2],
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
        work.connection, of.sync.source.tenant_id, _MANY, until=2 * _MANY, limit=_WINDOW
    )


def _follow_target(work: UnitOfWork, of: Lopsided) -> object:
    return feed.edits_of_users(
        work.connection, of.sync.target.tenant_id, _MANY - 10, until=2 * _MANY, limit=_WINDOW
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

        poor = [
            f"{access}: {act.__name__}"
            for act in _HOT
            for access in _poor_accesses(installation, act)
        ]

    assert [] == poor


def _poor_accesses(of: Lopsided, act: Callable[[UnitOfWork, Lopsided], object]) -> Iterator[str]:
    """Yield how *act* reaches tables, where that is not by two columns of an index."""
    with of.database.write() as work:
        with recorded_statements(of.database) as recorded:
            act(work, of)
        assert recorded
        explain = _poor_on_sqlite if of.database.is_sqlite else _poor_on_postgresql
        for statement, parameters in recorded:
            yield from explain(work.connection, statement, parameters)


def _poor_on_sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    for *_, step in plan:
        found = re.match(r"(?:SEARCH|SCAN) (\w+)", step)
        if found and found[1] in metadata.tables and not _is_by_more_than_the_tenant(step):
            yield step


def _poor_on_postgresql(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    # What is worth an index depends on how much there is; whether one fits does not.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    for node in _nodes(explained.scalar_one()[0]["Plan"]):
        reached = "Relation Name" in node and node["Node Type"] not in _READ_BELOW
        condition = node.get("Index Cond", "")
        if (reached or "Index Name" in node) and not _is_by_more_than_the_tenant(condition):
            yield f"{node['Node Type']} of {node.get('Relation Name')} ({condition})"


def _is_by_more_than_the_tenant(condition: str) -> bool:
    return re.search(r"\(tenant_id ?=", condition) is not None and " AND " in condition


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
