"""Ten thousand partners: there is no limit to them, and one is looked up as fast as if alone."""

import pytest
from sqlalchemy import text

from tenantry.access.operations.loading import load_settings
from tenantry.identifiers import new_ids
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tests.graph.policies.addresses import PARTNERS, WRITE
from tests.support.directory import add_tenant
from tests.support.graph_api import GraphApi
from tests.support.statements import recorded_statements

_MANY = 10_000
_COLUMNS = ("tenant_id", "partner_tenant_id", "settings", "created_at")


def _add_many(database: Database, tenant_id: str) -> None:
    rows = [(tenant_id, each, "{}", "2026-01-01T00:00:00.000000Z") for each in new_ids(_MANY)]
    with database.write() as work:
        insert_rows(work.connection, "partners", _COLUMNS, rows)


def _look_up(database: Database, home: str, partner: str) -> list[str]:
    with recorded_statements(database) as statements, database.read() as reading:
        assert load_settings(reading, home, partner).partner is not None
    return [statement for statement, _ in statements]


def _plan(database: Database, home: str, partner: str) -> str:
    """Return how the database finds one partner."""
    wanted = {"home": home, "partner": partner}
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    query = "SELECT settings FROM partners WHERE tenant_id = :home AND partner_tenant_id = :partner"
    with database.write() as work:
        if not database.is_sqlite:
            work.connection.execute(text("ANALYZE partners"))
        rows = work.connection.execute(text(f"{explain} {query}"), wanted)
        return "\n".join(str(row) for row in rows)


@pytest.mark.claim("XTA-008")
def test_the_number_of_partners_is_unlimited_and_does_not_slow_a_look_up(
    database: Database, api: GraphApi, home: str, neighbour: str
) -> None:
    client = api.client(home, WRITE)
    client.post(PARTNERS, json={"tenantId": neighbour})
    with_one = _look_up(database, home, neighbour)

    _add_many(database, home)
    with database.write() as work:
        newest = add_tenant(work, "fabrikam").tenant_id
    added = client.post(PARTNERS, json={"tenantId": newest})
    with_many = _look_up(database, home, newest)

    assert 201 == added.status_code
    eventual = {"ConsistencyLevel": "eventual"}
    assert str(_MANY + 2) == client.get(f"{PARTNERS}/$count", headers=eventual).text
    assert with_one == with_many
    plan = _plan(database, home, newest)
    by_key = "(tenant_id=? AND partner_tenant_id=?)" if database.is_sqlite else "Index Cond"
    assert by_key in plan
