"""What only a few modules may do: read a clock, speak SQL, go around the linter's bans."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.source_files import (
    PRODUCT,
    imported_names,
    module_name,
    python_files,
    shown,
)

_DATABASE_CLOCK = re.compile(
    r"\bfunc\.(?:now|current_\w+|localtime\w*|sysdate)\b|\bCURRENT_TIMESTAMP\b|\bnow\(\)",
    re.IGNORECASE,
)
_LIFTS_A_BAN = ("noqa: TID251", "noqa:TID251")


def test_only_storage_and_stores_speak_sql() -> None:
    others = [path for path in python_files(PRODUCT) if not may_speak_sql(module_name(path))]

    speakers = {
        shown(path) for path in others for name in imported_names(path) if is_sql_library(name)
    }

    assert set() == speakers


def test_no_query_reads_the_clock_of_the_database() -> None:
    queries = [path for path in python_files(PRODUCT) if may_speak_sql(module_name(path))]

    readers = [shown(path) for path in queries if _DATABASE_CLOCK.search(path.read_text())]

    assert [] == readers


def test_endpoints_of_graph_take_no_second_connection() -> None:
    """`request.read()` gives the one in which the token was checked.

    With a connection each of PostgreSQL's, requests that wait for a second one stop one another.
    Where a password is hashed, none may be held: that route writes, so it was given none.
    """
    hashing = PRODUCT / "graph" / "own_password.py"
    endpoints = [path for path in python_files(PRODUCT / "graph") if path != hashing]

    others = [shown(path) for path in endpoints if "request.services.database" in path.read_text()]

    assert [] == others


def test_nobody_lifts_the_ban_on_clocks_and_mocks() -> None:
    texts = {path: path.read_text() for path in python_files() if path != Path(__file__)}

    lifters = [shown(path) for path, text in texts.items() if _contains(text, _LIFTS_A_BAN)]

    assert [] == lifters


def may_speak_sql(module: str) -> bool:
    """Return whether *module* is storage's or a capability's store."""
    parts = module.split(".")
    return parts[0] == "storage" or not {"store", "stores"}.isdisjoint(parts)


def is_sql_library(name: str) -> bool:
    """Return whether *name* is imported from a library that speaks SQL."""
    return name.partition(".")[0] in {"alembic", "psycopg", "sqlalchemy", "sqlite3"}


def _contains(text: str, parts: Iterable[str]) -> bool:
    return any(part in text for part in parts)
