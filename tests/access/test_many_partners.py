"""However many partners there are, a decision reads what it read with one."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection

from tenantry.access.operations import partners
from tenantry.access.operations.deciding import SignInQuestion, decide_access
from tenantry.identifiers import new_ids
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tests.support.companies import Company
from tests.support.statements import Recorded, recorded_statements

MANY = 10_000
TOOL = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"


@pytest.mark.claim("XTA-008")
def test_ten_thousand_partners_are_looked_up_like_one(database: Database) -> None:
    home, resource = Company(database, "northwind"), Company(database, "tailwind")
    ana = home.add_user("ana")
    with database.write() as work:
        partners.add_partner(work, resource.actor, home.tenant_id, {})
    question = SignInQuestion(
        user_id=ana,
        home_tenant_id=home.tenant_id,
        resource_tenant_id=resource.tenant_id,
        application_id=TOOL,
    )
    few = statements_of(database, question)

    with database.write() as work:
        columns = ("tenant_id", "partner_tenant_id", "settings", "created_at")
        rows = [(resource.tenant_id, each, "{}", work.instant) for each in new_ids(MANY)]
        insert_rows(work.connection, "partners", columns, rows)
    many = statements_of(database, question)

    with database.read() as reading:
        count = partners.count_partners(reading, resource.actor, PageQuery())
        paths = [access_path(reading.connection, *each) for each in many if "partners" in each[0]]
    assert MANY + 1 == count
    assert [statement for statement, _ in few] == [statement for statement, _ in many]
    assert paths
    assert all("partner_tenant_id" in path for path in paths), paths


def statements_of(database: Database, question: SignInQuestion) -> Recorded:
    with recorded_statements(database) as recorded, database.read() as reading:
        assert decide_access(reading, question).is_allowed
    return recorded


def access_path(connection: Connection, statement: str, parameters: Any) -> str:
    """Return the condition by which the database finds the partner's row."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return " ".join(str(step[-1]) for step in plan)
    explained = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return " ".join(re.findall(r"Index Cond: (.*)", "\n".join(row[0] for row in explained)))
