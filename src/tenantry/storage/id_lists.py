"""Look-ups of many keys at once, as one bound parameter.

An expanded `IN` of a thousand parameters is rendered anew for every statement, which costs more
than the look-up itself; a list in one parameter keeps the statement the same.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    select,
    true,
)
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import JSON, Text


def look_up(
    connection: Connection, query: Select[Any], column: Column[Any], keys: Iterable[str]
) -> Select[Any]:
    """Return *query* (which names its tenant) for the rows whose *column* holds one of *keys*."""
    return looking_up(connection.dialect.name, query, column).params(keys=key_list(keys))


def looking_up(dialect: str, query: Select[Any], column: Column[Any]) -> Select[Any]:
    """Return the statement of a look-up; its parameter `keys` is a `key_list`.

    On PostgreSQL each key is a look-up of its own: given the whole list, the planner weighs it
    against reading the tenant, and is wrong whenever the table grew since it was analyzed.
    """
    if dialect != "postgresql":
        return query.where(is_listed(dialect, column))
    wanted = _listed(dialect, bindparam("keys", type_=Text))
    # OFFSET keeps the planner from turning look-ups into a join.
    found = query.where(column == wanted.c.value).offset(0).lateral()
    return select(found).select_from(wanted.join(found, true()))


def is_listed(dialect: str, column: Column[Any]) -> ColumnElement[bool]:
    """Return the condition that *column* holds one of the `key_list` in the parameter `keys`."""
    return column.in_(select(_listed(dialect, bindparam("keys", type_=Text)).c.value))


def key_list(keys: Iterable[str]) -> str:
    """Return *keys* as one parameter."""
    return msgspec.json.encode(list(keys)).decode()


def is_among(
    connection: Connection, column: Column[Any], keys: Iterable[str]
) -> ColumnElement[bool]:
    """Return the condition that *column* holds one of a few *keys*; `look_up` is for many."""
    listed = bindparam(None, key_list(keys), type_=Text, unique=True)
    return column.in_(select(_listed(connection.dialect.name, listed).c.value))


def _listed(dialect: str, listed: BindParameter[str]) -> TableValuedAlias:
    """Return the keys as the column `value` of a table."""
    if dialect == "postgresql":
        return func.json_array_elements_text(listed.cast(JSON)).table_valued("value")
    return func.json_each(listed).table_valued("value")
