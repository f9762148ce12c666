"""The floor of an initial cycle: the rows it wrote, copied by the database itself.

`INSERT … SELECT` of every row of every table that the cycle wrote, from the finished database
into an empty one with the same schema, durability and checkpoint rule.  On PostgreSQL the empty
one is a second schema of the same database, since a statement cannot cross databases.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text
from sqlalchemy.schema import CreateSchema, DropSchema

from benchmarks.source_people import BenchmarkJob
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.storage.tables import metadata

_COPY = "floor"


def written_rows(job: BenchmarkJob) -> Mapping[str, str]:
    """Return table → condition of the rows that the job's initial cycle wrote."""
    source, target = job.source_tenant_id, job.target_tenant_id
    return {
        "users": f"tenant_id = '{target}'",
        "sync_links": f"tenant_id = '{source}'",
        "provisioning_events": f"tenant_id = '{source}'",
        "changes": f"tenant_id = '{target}' AND object_type = 'user'",
        "directory_audits": f"tenant_id = '{target}' AND target_type = 'User'",
    }


def floor_seconds(database: Database, job: BenchmarkJob, folder: Path, runs: int = 3) -> float:
    """Return the median time of *runs* copies."""
    copy = _copy_sqlite if database.is_sqlite else _copy_postgresql
    return median(copy(database, job, folder / f"floor{run}.db") for run in range(runs))


def _copy_sqlite(database: Database, job: BenchmarkJob, path: Path) -> float:
    with Database(f"sqlite:///{path}") as empty:
        migrate(empty)
        with empty.engine.connect() as connection:
            source = database.engine.url.database
            connection.connection.cursor().execute(f"ATTACH '{source}' AS finished")
            began = time.perf_counter()
            with connection.execution_options(tenantry_writes=True).begin():
                _copy(connection, job, "finished", "main")
            return time.perf_counter() - began


def _copy_postgresql(database: Database, job: BenchmarkJob, _path: Path) -> float:
    with _empty_schema(database) as connection:
        began = time.perf_counter()
        with connection.begin():
            _copy(connection, job, "public", _COPY)
        return time.perf_counter() - began


@contextmanager
def _empty_schema(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        with connection.begin():
            connection.execute(CreateSchema(_COPY))
            connection.execute(text(f"SET LOCAL search_path TO {_COPY}"))
            metadata.create_all(connection, checkfirst=False)
        yield connection
        with connection.begin():
            connection.execute(DropSchema(_COPY, cascade=True))


def _copy(connection: Connection, job: BenchmarkJob, source: str, target: str) -> None:
    for table, condition in written_rows(job).items():
        names = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
        copied = f"SELECT {names} FROM {source}.{table} WHERE {condition}"  # noqa: S608  # our names
        connection.execute(text(f"INSERT INTO {target}.{table} ({names}) {copied}"))
