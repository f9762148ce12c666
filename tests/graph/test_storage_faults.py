"""A database that cannot be written: the caller is told why, and nothing is half-written."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, event, make_url

from tenantry.storage.database import Database
from tests.support.databases import Databases, SqliteDatabases
from tests.support.graph_api import GraphApi
from tests.support.look_alikes import Names, settle
from tests.support.rows import rows_of
from tests.support.two_tenants import ALL_PERMISSIONS

_ROOM = 256 * 1024  # bytes that may still be written


@pytest.mark.parametrize("databases", ["sqlite", "postgresql"], indirect=True)
def test_a_database_that_is_read_only_is_read_and_not_written(databases: Databases) -> None:
    with databases.prepared(settle) as (url, names), Database(url) as database:
        _make_read_only(database.engine)
        client = _client(database, names)
        before = rows_of(database, names["tenant"])

        written = client.patch(f"/v1.0/users/{names['user']}", json={"city": "Oslo"})

        assert client.get(f"/v1.0/users/{names['user']}").status_code == 200
        assert before == rows_of(database, names["tenant"])
    _check_told(written, "read-only")


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    sqlite_databases: SqliteDatabases,
) -> None:
    with sqlite_databases.prepared(settle) as (url, names):
        with Database(url) as database:
            before = rows_of(database, names["tenant"])
        with Database(url) as database, _full_disk(Path(str(make_url(url).database))):
            client = _client(database, names)
            responses = [_change(client, names, number) for number in range(100)]
        with Database(url) as database:
            after = rows_of(database, names["tenant"])
            later = _change(_client(database, names), names, 100)

    done = [number for number, response in enumerate(responses) if response.status_code == 204]
    refused = next(response for response in responses if response.status_code != 204)
    [user] = [row for row in after["users"] if row["id"] == names["user"]]
    assert f"Job {done[-1]}" == user["job_title"]
    assert len(done) == len(after["changes"]) - len(before["changes"])
    assert len(done) == len(after["directory_audits"]) - len(before["directory_audits"])
    assert later.status_code == 204
    _check_told(refused, "disk")


def _make_read_only(engine: Engine) -> None:
    """Let new connections of *engine* read only, as a mounted snapshot or a replica does."""
    statement = (
        "PRAGMA query_only = ON"
        if engine.dialect.name == "sqlite"
        else "SET default_transaction_read_only = on"
    )

    def restrict(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own type
        cursor.execute(statement)
        connection.commit()  # type: ignore[attr-defined]

    engine.dispose()
    event.listen(engine, "connect", restrict)


@contextmanager
def _full_disk(file: Path) -> Iterator[None]:
    """Let no file of this process grow much beyond *file* inside the block."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + _ROOM, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _client(database: Database, names: Names) -> httpx.Client:
    return GraphApi(database).client(names["tenant"], *ALL_PERMISSIONS)


def _change(client: httpx.Client, names: Names, number: int) -> httpx.Response:
    return client.patch(f"/v1.0/users/{names['user']}", json={"jobTitle": f"Job {number}"})


def _check_told(response: httpx.Response, word: str) -> None:
    error = response.json()["error"]
    assert response.status_code == 503
    assert error["code"] == "serviceNotAvailable"
    assert word in error["message"]
    assert int(response.headers["Retry-After"]) >= 1
