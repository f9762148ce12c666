"""Conditions on many ids at once, as one bound parameter.

An expanded `IN` of a thousand parameters is rendered anew for every statement, which costs more
than the look-up itself; a list in one parameter keeps the statement, and its plan, the same.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text


def is_among(connection: Connection, column: ColumnElement[Any], ids: Iterable[str]) -> Any:  # noqa: ANN401  # a condition
    """Return the condition that *column* holds one of *ids*."""
    listed = list(ids)
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(None, listed, type_=ARRAY(Text), unique=True))
    encoded = bindparam(None, msgspec.json.encode(listed).decode(), type_=Text, unique=True)
    return column.in_(select(func.json_each(encoded).table_valued("value").c.value))
