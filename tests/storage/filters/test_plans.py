"""Hot statements are answered from an index: the plans of SQLite, which keep the order too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Select, select, text

from tenantry.storage.engines import make_engine
from tenantry.storage.filters.fields import Operator, Ordering, make_field
from tenantry.storage.filters.keyset import Keyset
from tenantry.storage.filters.sql import compile_filter
from tenantry.storage.filters.tree import Comparison, Filter, In, StartsWith
from tenantry.storage.tables import metadata
from tenantry.storage.tables.directory import users

DISPLAY_NAME = make_field("displayName", folded_column="display_name_key")
INDEX = "SEARCH users USING COVERING INDEX ix_users_display_name"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """Give a connection to a database with the product's tables, empty."""
    engine = make_engine(f"sqlite:///{tmp_path}/plans.db")
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("condition", "used"),
    [
        (StartsWith(DISPLAY_NAME, "Mi"), "display_name_key>? AND display_name_key<?"),
        (Comparison(DISPLAY_NAME, Operator.EQ, "Mira"), "display_name_key=?"),
        (Comparison(DISPLAY_NAME, Operator.GE, "Mira"), "display_name_key>?"),
        (In(DISPLAY_NAME, ("Mira", "Ida")), "display_name_key=?"),
    ],
)
def test_names_are_found_by_their_index(
    connection: Connection, condition: Filter, used: str
) -> None:
    of_tenant = select(users.c.id).where(users.c.tenant_id == "t")
    query = of_tenant.where(compile_filter(condition, users.c, "sqlite"))

    assert [f"{INDEX} (tenant_id=? AND {used})"] == _plan(connection, query)


@pytest.mark.parametrize(("descending", "side"), [(False, ">"), (True, "<")])
def test_a_later_page_is_read_in_order_from_the_index(
    connection: Connection, side: str, *, descending: bool
) -> None:
    keyset = Keyset((Ordering(field=DISPLAY_NAME, descending=descending),), users.c, "sqlite")
    of_tenant = select(users.c.id).where(users.c.tenant_id == "t")
    page = of_tenant.where(keyset.after(("mira", "id"))).order_by(*keyset.order_by())

    assert [f"{INDEX} (tenant_id=? AND display_name_key{side}?)"] == _plan(connection, page)


def _plan(connection: Connection, query: Select[tuple[str]]) -> list[str]:
    statement = query.compile(connection, compile_kwargs={"literal_binds": True})
    return [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
