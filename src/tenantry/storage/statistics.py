"""What the planners believe of the tables: a tenant is large, and a whole key one row.

SQLite knows averages, so an installation's many small tenants hide the large one; without any
figures it takes a tenant for ten rows.  PostgreSQL knows what was frequent at the last
`ANALYZE`, and takes a tenant that has filled up since for a single row.  Either way whole
tenants are read where an index would find a row.  On SQLite the figures are therefore fixed,
in place of `ANALYZE`; PostgreSQL learns nothing of ids, so that it takes each value for a
fixed share of its table (a 200th).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

_ROWS, _ROWS_OF_A_TENANT, _ROWS_OF_A_GROUP, _ROWS_OF_A_VALUE = 10_000_000, 1_000_000, 1_000, 10


def fix_statistics(connection: Connection) -> None:
    """Fix what is believed; call it after each change of the schema."""
    if connection.dialect.name == "postgresql":
        _learn_nothing_of_ids(connection)
    else:
        _write_figures(connection)


def _learn_nothing_of_ids(connection: Connection) -> None:
    found = connection.exec_driver_sql(
        "SELECT attrelid::regclass::text, attname"
        " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
        " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND attname ~ '(^|_)id$'"
    )
    for table, column in found.all():
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER {column} SET STATISTICS 0")


def _write_figures(connection: Connection) -> None:
    connection.exec_driver_sql("ANALYZE lab_clock")  # makes the table of statistics
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql(
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_figures(connection))
    )
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads them


def _figures(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield table, index, and how many rows share one value of each of its prefixes."""
    tables = connection.exec_driver_sql(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for table, has_no_rowid in tables.all():
        indexes = connection.exec_driver_sql(f"PRAGMA index_list({table})")
        for _, index, is_unique, origin, _ in indexes.all():
            columns = len(connection.exec_driver_sql(f"PRAGMA index_info({index})").all())
            prefixes = [_ROWS_OF_A_TENANT, *[_ROWS_OF_A_GROUP] * columns][: columns - 1]
            figures = (_ROWS, *prefixes, 1 if is_unique else _ROWS_OF_A_VALUE)
            name = table if has_no_rowid and origin == "pk" else index
            yield table, name, " ".join(map(str, figures))
