"""Erasing a tenant: every row of every table that is its own, some at a time.

This is the one place that deletes without an entry in the change feed: nobody is left to read it.
"""

from sqlalchemy import Connection, Table, delete, select, tuple_

from tenantry.storage.tables import metadata

_LAST = frozenset({"feed_positions", "log_heads"})  # what numbers the rows of others


def _tables() -> list[Table]:
    owned = [table for table in metadata.sorted_tables if "tenant_id" in table.primary_key.columns]
    return sorted(owned, key=lambda table: (table.name in _LAST, table.name))


def erase(connection: Connection, tenant_id: str, *, limit: int) -> int:
    """Delete at most *limit* rows of the tenant; return how many, 0 when there are none."""
    left = limit
    for table in _tables():
        if left == 0:
            break
        left -= _erase_of(connection, table, tenant_id, left)
    return limit - left


def _erase_of(connection: Connection, table: Table, tenant_id: str, limit: int) -> int:
    key = [column for column in table.primary_key.columns if column.name != "tenant_id"]
    of_tenant = table.c.tenant_id == tenant_id
    if key:
        some = select(*key).where(of_tenant).limit(limit)
        statement = delete(table).where(of_tenant, tuple_(*key).in_(some))
    else:
        statement = delete(table).where(of_tenant)
    return connection.execute(statement).rowcount
