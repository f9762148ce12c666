"""A large tenant among many small ones, and how statements reach their rows there."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from sqlalchemy import Connection, text

from tenantry.identifiers import new_ids
from tenantry.storage.database import Database
from tenantry.storage.tables import metadata
from tests.support import plans
from tests.support.companies import Company
from tests.support.synchronization import Synchronization
from tests.sync.small_tenants import add_small_tenant

MANY = 3000
_SMALL_TENANTS = 200
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
        self.user_ids = self.sync.source.add_many(MANY, group_id=self.group_id)
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


def poor_accesses(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """Yield how *statement* reaches tables, where that is not by two columns of an index.

    Each begins with the name of the table.
    """
    explain = _poor_on_sqlite if connection.dialect.name == "sqlite" else _poor_on_postgresql
    yield from explain(connection, statement, parameters)


def _poor_on_sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    named = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
    for *_, step in plan:
        if found := re.match(r"(?:SEARCH|SCAN) (\w+)", step):
            table = named.get(found[1], found[1])
            if table in metadata.tables and not _is_by_more_than_the_tenant(step):
                yield f"{table}: {step}"


def _poor_on_postgresql(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    # What is worth an index depends on how much there is; whether one fits does not.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    for node in _nodes(explained.scalar_one()[0]["Plan"]):
        reached = "Relation Name" in node and node["Node Type"] not in _READ_BELOW
        condition = node.get("Index Cond", "")
        if (reached or "Index Name" in node) and not _is_by_more_than_the_tenant(condition):
            yield f"{node['Relation Name']}: {node['Node Type']} ({condition})"


def _is_by_more_than_the_tenant(condition: str) -> bool:
    return re.search(r"\(tenant_id ?=", condition) is not None and " AND " in condition


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node; the scan of an index below that of its table names the table, too."""
    yield plan
    for child in plan.get("Plans", ()):
        if child["Node Type"] == "Bitmap Index Scan" and "Relation Name" in plan:
            child["Relation Name"] = plan["Relation Name"]
        yield from _nodes(child)
