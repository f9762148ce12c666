"""What SQLite's planner believes of the tables: a tenant is large, and a whole key one row.

SQLite knows averages, so an installation's many small tenants hide the large one; without any
figures it takes a tenant for ten rows.  Either way it reads whole tenants where an index
would find a row.  The figures are therefore fixed, in place of `ANALYZE`.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

_ROWS, _ROWS_OF_A_TENANT, _ROWS_OF_A_GROUP, _ROWS_OF_A_VALUE = 10_000_000, 1_000_000, 1_000, 10


def fix_statistics(connection: Connection) -> None:
    """Write the figures for every index; call it after each change of the schema."""
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
