"""The text functions that SQL meanings call, made known to SQLite and to PostgreSQL.

`tenantry_fold(text)` is `folding.fold`, `tenantry_search_text(text)` is `words.search_text`.
Both are deterministic and give null for null, so that indexes may be built on them.
"""

from collections.abc import Callable
from typing import Any

from tenantry.storage.filters.folding import LOWER_CASE, fold
from tenantry.storage.filters.words import BOUNDARIES, JOININGS, search_text


def register_sqlite_functions(connection: Any) -> None:  # noqa: ANN401  # the driver's own
    """Make the functions known to a driver *connection* of `sqlite3`."""
    for name, function in (("tenantry_fold", fold), ("tenantry_search_text", search_text)):
        connection.create_function(name, 1, _passing_null(function), deterministic=True)


def _passing_null(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
    return lambda text: None if text is None else function(text)


def postgresql_functions_ddl() -> str:
    """Return the statements that create or replace the functions in PostgreSQL."""
    capitals, small = "".join(LOWER_CASE), "".join(LOWER_CASE.values())
    folded = (
        'CASE WHEN octet_length(value) = length(value) THEN lower(value COLLATE "C")'
        f" ELSE translate(value, '{capitals}', '{small}') END"
    )
    words = f"' ' || {_replaced(BOUNDARIES)} || ' ' || {_replaced(JOININGS)}"
    return "\n".join(
        (
            _function("tenantry_fold", folded),
            _function("tenantry_search_text", f"tenantry_fold({words})"),
        )
    )


def _function(name: str, expression: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}(value text) RETURNS text"
        " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
        f" AS $function$ SELECT {expression} $function$;"
    )


def _replaced(steps: tuple[tuple[str, str], ...]) -> str:
    expression = "value"
    for pattern, replacement in steps:
        expression = f"regexp_replace({expression}, '{pattern}', '{replacement}', 'g')"
    return expression
