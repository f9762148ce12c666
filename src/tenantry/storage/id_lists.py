"""Look-ups of many keys at once, as one bound parameter.

An expanded `IN` of a thousand parameters is rendered anew for every statement, which costs more
than the look-up itself; a list in one parameter keeps the statement the same.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select, true
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import JSON, Text


def look_up(
    connection: Connection, query: Select[Any], column: Column[Any], keys: Iterable[str]
) -> Select[Any]:
    """Return *query* (which names its tenant) for the rows whose *column* holds one of *keys*.

    On PostgreSQL each key is a look-up of its own: given the whole list, the planner weighs it
    against reading the tenant, and is wrong whenever the table grew since it was analyzed.
    """
    wanted = _listed(connection, keys)
    if connection.dialect.name != "postgresql":
        return query.where(column.in_(select(wanted.c.value)))
    # OFFSET keeps the planner from turning look-ups into a join.
    found = query.where(column == wanted.c.value).offset(0).lateral()
    return select(found).select_from(wanted.join(found, true()))


def is_among(
    connection: Connection, column: Column[Any], keys: Iterable[str]
) -> ColumnElement[bool]:
    """Return the condition that *column* holds one of a few *keys*; `look_up` is for many."""
    return column.in_(select(_listed(connection, keys).c.value))


def _listed(connection: Connection, keys: Iterable[str]) -> TableValuedAlias:
    """Return *keys* as the column `value` of a table."""
    listed = bindparam(None, msgspec.json.encode(list(keys)).decode(), type_=Text, unique=True)
    if connection.dialect.name == "postgresql":
        return func.json_array_elements_text(listed.cast(JSON)).table_valued("value")
    return func.json_each(listed).table_valued("value")
