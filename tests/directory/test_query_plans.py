"""The hot look-ups use an index, and the tenant leads it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, event

from tenantry.actor import Actor
from tenantry.directory.operations.assignments import list_assigned_to
from tenantry.directory.operations.lookups import ByAppId, require_service_principal
from tenantry.directory.operations.managers import list_direct_reports
from tenantry.directory.operations.memberships import (
    get_member_groups,
    list_groups_of,
    list_members,
)
from tenantry.directory.operations.users import get_user, list_users
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.directory.stores.licences import count_holders
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.filters.fields import Ordering, make_field
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading
from tests.support.databases import Databases, SqliteDatabases
from tests.support.directory import add_group, add_user

BY_NAME = PageQuery(
    orderings=(Ordering(field=make_field("displayName", folded_column="display_name_key")),)
)
MEMBERSHIPS_OF_USER = (
    "SEARCH memberships USING COVERING INDEX ix_memberships_member (tenant_id=? AND member_id=?)"
)
USER_BY_NAME = (
    "SEARCH users USING INDEX uq_users_user_principal_name"
    " (tenant_id=? AND user_principal_name_key=?)"
)
ASSIGNMENTS_ON_RESOURCE = (
    "SEARCH own USING INDEX sqlite_autoindex_app_role_assignments_2"
    " (tenant_id=? AND resource_id=? AND principal_id>?)"
)
Look = Callable[[Reading, Actor, Record, Record], object]


@pytest.fixture
def databases(sqlite_databases: SqliteDatabases) -> Databases:
    """SQLite: its plans are one line a table."""
    return sqlite_databases


@pytest.fixture
def statements(database: Database) -> Iterator[list[tuple[str, object]]]:
    """What is asked of the database, with parameters."""
    seen: list[tuple[str, object]] = []

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: object, *_: object
    ) -> None:
        seen.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


LOOKS: list[tuple[Look, str]] = [
    (
        lambda reading, home, _mira, _design: get_user(reading, home, "mira@northwind.test"),
        USER_BY_NAME,
    ),
    (
        lambda reading, home, mira, _design: get_user(reading, home, mira["id"]),
        "SEARCH users USING PRIMARY KEY (tenant_id=? AND id=?)",
    ),
    (
        lambda reading, home, _mira, _design: list_users(reading, home, PageQuery()),
        "SEARCH users USING PRIMARY KEY (tenant_id=?)",
    ),
    (
        lambda reading, home, mira, _design: list_users(
            reading, home, PageQuery(after=(mira["id"],))
        ),
        "SEARCH users USING PRIMARY KEY (tenant_id=? AND id>?)",
    ),
    (
        lambda reading, home, _mira, _design: list_users(reading, home, BY_NAME),
        "SEARCH users USING INDEX ix_users_display_name (tenant_id=?)",
    ),
    (
        lambda reading, home, mira, _design: list_direct_reports(
            reading, home, mira["id"], PageQuery()
        ),
        "SEARCH reports USING COVERING INDEX ix_users_manager (tenant_id=? AND manager_id=?)",
    ),
    (
        lambda reading, home, _mira, design: list_members(reading, home, design["id"], PageQuery()),
        "SEARCH memberships USING PRIMARY KEY (tenant_id=? AND group_id=? AND member_id>?)",
    ),
    (
        lambda reading, home, mira, _design: list_groups_of(reading, home, mira["id"], PageQuery()),
        MEMBERSHIPS_OF_USER,
    ),
    (
        lambda reading, home, mira, _design: get_member_groups(
            reading, home, mira["id"], security_enabled_only=False
        ),
        MEMBERSHIPS_OF_USER,
    ),
    (
        lambda reading, home, _mira, _design: list_assigned_to(
            reading, home, graph_id(reading, home), PageQuery()
        ),
        ASSIGNMENTS_ON_RESOURCE,
    ),
    (
        lambda reading, home, _mira, _design: count_holders(reading, home.tenant_id, new_id()),
        "SEARCH users USING INDEX ix_users_licensed (tenant_id=? AND deleted_at=?)",
    ),
]


def graph_id(reading: Reading, home: Actor) -> str:
    principal = require_service_principal(reading, home.tenant_id, ByAppId(GRAPH_APP_ID))
    return str(principal["id"])


@pytest.mark.parametrize(("look", "expected"), LOOKS)
def test_a_hot_look_up_uses_an_index(
    database: Database,
    home: Actor,
    statements: list[tuple[str, object]],
    look: Look,
    expected: str,
) -> None:
    with database.write() as work:
        mira = add_user(work, home, "mira")
        design = add_group(work, home, "design", members=[mira])
    statements.clear()

    with database.read() as reading:
        look(reading, home, mira, design)
        asked = [one for one in statements if one[0].startswith(("SELECT", "WITH"))]
        plans = [_plan(reading.connection, *one) for one in asked]

    assert any(expected in plan for plan in plans), plans
    assert not any("memberships_member (tenant_id=?)" in plan for plan in plans), plans


def _plan(connection: Connection, statement: str, parameters: object) -> str:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
    return "; ".join(row[3] for row in rows)
