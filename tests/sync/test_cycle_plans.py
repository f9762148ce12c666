"""Whatever a cycle, a plan or a page of the log asks is found by index, in a tenant of any size."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tenantry.audit.store import NEWEST_FIRST, list_directory_audits, list_provisioning_events
from tenantry.storage.database import Database
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading
from tests.support import plans
from tests.support.companies import Company
from tests.support.databases import Databases
from tests.support.statements import recorded_statements
from tests.sync.lopsided import Analyzed, Lopsided, poor_accesses

_FEW_ROWS = (
    "authorization_policies",  # one of a tenant, as the next three
    "feed_positions",
    "lab_clock",
    "tenants",
    "domains",  # as many as an administrator verifies
    "service_principals",
    "sync_jobs",
)
_LOOKED_AT = slice(0, 20)
_REMOVED = iter(range(20, 1000))
_PAGE = 10


def _make_news(of: Lopsided) -> None:
    """Change, remove and promote people of the source, and edit one of the target."""
    sync = of.sync
    for user_id in of.user_ids[_LOOKED_AT]:
        sync.source.change(user_id, job_title="Pilot")
    sync.source.set_manager(of.user_ids[0], of.user_ids[1])
    sync.source.delete(of.user_ids[next(_REMOVED)])
    sync.source.change_group(of.group_id, display_name="Everybody")
    sync.target.change(of.target_ids[0], city="Elsewhere")


def _follow(of: Lopsided) -> None:
    of.sync.run_cycle()


def _find_nothing(of: Lopsided) -> None:
    of.sync.run_cycle()


def _scan(of: Lopsided) -> None:
    of.sync.restart()
    of.sync.run_cycle()


def _plan_and_apply(of: Lopsided) -> None:
    plan, _ = plans.make(of.sync)
    plans.apply(of.sync, plan)
    of.sync.run_cycle()


def _stage(of: Lopsided) -> None:
    of.sync.set_options(DeleteThresholdPercentage="1")
    of.sync.run_cycle()


def _provision(of: Lopsided) -> None:
    of.sync.provision(of.user_ids[0])


def _begin_to_repair(of: Lopsided) -> None:
    of.sync.set_options(
        TargetDrift="repair", HealReferences="True", FlowNullValues="True", StickyBlock="True"
    )
    of.sync.run_cycle()


def _repair(of: Lopsided) -> None:
    of.sync.run_cycle()


_ACTS: tuple[Callable[[Lopsided], None], ...] = (
    _follow,
    _find_nothing,
    _plan_and_apply,
    _scan,
    _provision,
    _stage,
    _begin_to_repair,
    _repair,
)


@pytest.mark.parametrize("analyzed", [Analyzed.NEVER, Analyzed.AT_LAST])
def test_every_statement_of_a_cycle_uses_an_index_on_more_than_the_tenant(
    databases: Databases, analyzed: Analyzed
) -> None:
    with databases.unused() as url, Database(url) as database:
        of = Lopsided(database, analyzed)
        seen: dict[str, Any] = {}
        poor: list[str] = []
        for act in _ACTS:
            if act is not _find_nothing:
                _make_news(of)
            with recorded_statements(database) as recorded:
                act(of)
            new = {said: given for said, given in recorded if said not in seen}
            seen |= new
            poor += [f"{access} ({act.__name__})" for access in _poor(database, new)]

    assert len(seen) > len(_ACTS)
    assert [] == poor


def _poor(database: Database, asked: dict[str, Any]) -> Iterator[str]:
    with database.write() as work:
        for statement, parameters in asked.items():
            for access in poor_accesses(work.connection, statement, parameters):
                if access.partition(":")[0] not in _FEW_ROWS:
                    yield access


@pytest.mark.parametrize(
    ("whose", "list_entries"),
    [("source", list_provisioning_events), ("target", list_directory_audits)],
)
def test_a_page_of_the_newest_entries_is_read_without_sorting_the_log(
    databases: Databases, whose: str, list_entries: Callable[[Reading, str, PageQuery], Page]
) -> None:
    with databases.unused() as url, Database(url) as database:
        company: Company = getattr(Lopsided(database, Analyzed.AT_LAST).sync, whose)
        tenant_id = company.tenant_id
        with database.read() as reading, recorded_statements(database) as recorded:
            query = PageQuery(orderings=NEWEST_FIRST, limit=_PAGE)
            first = list_entries(reading, tenant_id, query)
            query = PageQuery(orderings=NEWEST_FIRST, limit=_PAGE, after=first.next)
            second = list_entries(reading, tenant_id, query)
            told = [_plan(reading, *each) for each in list(recorded)]

    ids = [row["id"] for row in (*first.records, *second.records)]
    assert sorted(ids, reverse=True) == ids
    assert 2 * _PAGE == len(set(ids))
    assert 2 == len(told)
    assert not [plan for plan in told if "ORDER BY" in plan or "Sort" in plan]


def _plan(reading: Reading, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN" if reading.dialect == "sqlite" else "EXPLAIN"
    if reading.dialect == "postgresql":  # few rows are soon sorted, but here it must not need to
        reading.connection.exec_driver_sql("SET LOCAL enable_sort = off")
    rows = reading.connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "; ".join(str(row[-1]) for row in rows)
