"""The hot statements of the engine find their rows by index, in a tenant of any size."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, event, text

from tenantry.identifiers import new_ids
from tenantry.storage import feed
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.matching import identity_of
from tenantry.sync.stores import links, source, target
from tests.support.companies import Company
from tests.support.synchronization import Synchronization

_MANY, _TENANTS, _USERS = 20_000, 400, 5
_LARGE = {"users", "memberships", "sync_links", "changes", "app_role_assignments"}
_COLUMNS = ["id", "display_name", "deleted_at"]

Query = Callable[[Reading, "Populous"], object]


class Populous(Synchronization):
    """A synchronization of many users, among many small tenants."""

    def __init__(self, database: Database) -> None:
        super().__init__(Company(database, "northwind"), Company(database, "contoso"))
        self.group_id = self.source.add_group("everybody")
        self.assign(self.group_id)
        self.user_ids = self.source.add_many(_MANY, group_id=self.group_id)
        self.run_cycle()
        self._add_small_tenants()
        with database.write() as work:
            pass

    def _add_small_tenants(self) -> None:
        with self.database.write() as work:
            for tenant_id in new_ids(_TENANTS):
                ids = new_ids(_USERS)
                now = work.instant
                insert_rows(
                    work.connection,
                    "users",
                    (
                        "tenant_id",
                        "id",
                        "user_principal_name",
                        "user_principal_name_key",
                        "display_name",
                        "display_name_key",
                        "account_enabled",
                        "user_type",
                        "created_at",
                    ),
                    [(tenant_id, each, each, each, each, each, True, "Member", now) for each in ids],
                )
                names = ("tenant_id", "job_id", "source_id", "target_id", "state")
                rows = [(tenant_id, "job", each, each, "active") for each in ids]
                insert_rows(work.connection, "sync_links", names, rows)
                members = ("tenant_id", "group_id", "member_id", "member_type")
                rows = [(tenant_id, ids[0], each, "user") for each in ids]
                insert_rows(work.connection, "memberships", members, rows)
                assigned = (
                    "tenant_id",
                    "id",
                    "app_role_id",
                    "principal_id",
                    "principal_type",
                    "resource_id",
                    "created_at",
                )
                rows = [(tenant_id, each, "role", each, "User", ids[0], now) for each in ids]
                insert_rows(work.connection, "app_role_assignments", assigned, rows)
                work.record_rows(tenant_id, [("user", each, "created", None, None) for each in ids])


def _read_source(reading: Reading, populous: Populous) -> object:
    tenant_id, configuration = populous.source.tenant_id, populous.configuration["id"]
    entitled = source.is_entitled(tenant_id, configuration, sync_all=False)
    return source.read_users(reading, tenant_id, populous.user_ids[:500], _COLUMNS, entitled)


def test_x(lab):
    p = Populous(lab)
    stmts = {
      "read_users": lambda r: _read_source(r, p),
      "cand_assigned": lambda r: source.list_candidates(r, p.source.tenant_id, p.job_id, p.configuration["id"], sync_all=False, after=p.user_ids[10000], limit=1000),
      "cand_all": lambda r: source.list_candidates(r, p.source.tenant_id, p.job_id, p.configuration["id"], sync_all=True, after=p.user_ids[10000], limit=1000),
      "links": lambda r: links.find_links(r, p.source.tenant_id, p.job_id, p.user_ids[:500]),
      "alt": lambda r: target.find_by_alternative_security_id(r, p.target.tenant_id, [identity_of(i) for i in p.user_ids[:500]]),
      "names": lambda r: target.find_names_in_use(r, p.target.tenant_id, [f"person{i}_northwind.test#ext#@contoso.test" for i in range(500)]),
      "mails": lambda r: target.find_internal_mails_in_use(r, p.target.tenant_id, [f"person{i}@northwind.test" for i in range(500)]),
      "treads": lambda r: target.read_users(r, p.target.tenant_id, [t for t,_ in list(p.links().values())[:500]], _COLUMNS),
      "since": lambda r: feed.since(r.connection, p.source.tenant_id, 15000, until=16000, limit=500),
      "gone": lambda r: source.list_no_longer_entitled(r, p.source.tenant_id, p.job_id, p.configuration["id"]),
    }
    import time
    for name, q in stmts.items():
        got=[]
        def rec(conn, cursor, statement, parameters, context, executemany): got.append((statement, parameters))
        with lab.read() as r:
            event.listen(lab.engine, "before_cursor_execute", rec)
            t=time.perf_counter(); res=q(r); t=time.perf_counter()-t
            event.remove(lab.engine, "before_cursor_execute", rec)
            print("=====",name, len(res), round(t*1e3,1),"ms")
            for s, pa in got:
                if lab.is_sqlite:
                    for row in r.connection.exec_driver_sql("EXPLAIN QUERY PLAN "+s, pa): print("   ", row[3])
                else:
                    for row in r.connection.exec_driver_sql("EXPLAIN "+s, pa): print("   ", row[0][:200])
    assert 0
