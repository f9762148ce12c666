"""Column kinds: ids, texts, instants and JSON, alike on SQLite and PostgreSQL.

Everything textual is stored as text in binary order: ids as dashed GUIDs, instants as
`clock.format_instant` writes them, lists and objects as JSON.
"""

from typing import Any

from sqlalchemy import Boolean, Column, MetaData, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

BINARY_TEXT: TypeEngine[str] = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def key(name: str) -> Column[str]:
    """Return a part of a primary key."""
    return Column(name, BINARY_TEXT, primary_key=True, nullable=False)


def text(name: str, *, required: bool = False, default: str | None = None) -> Column[str]:
    """Return a column of words, ids, an instant or JSON."""
    return Column(name, BINARY_TEXT, nullable=not required, server_default=default)


def flag(name: str, *, required: bool = False) -> Column[bool]:
    """Return a column of true and false."""
    return Column(name, Boolean, nullable=not required)


TABLE_OPTIONS: dict[str, Any] = {"sqlite_with_rowid": False}
"""Rows live in the primary key's tree: one write less per row, and the tenant's rows together."""
