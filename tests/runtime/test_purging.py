"""Recycle bins are emptied when the installation's clock says so."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from tenantry.directory.operations.users import delete_user
from tenantry.runtime.purging import Purging
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tenantry.storage.tables import access_package_requests, users
from tests.support.databases import Databases
from tests.support.directory import add_tenant, add_user

_DAY = timedelta(days=1).total_seconds()

Deleted = list[tuple[str, str]]
"""Tenant id and user id of each deleted user."""


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    with databases.migrated() as url, Database(url, movable_clock=True) as database:
        yield database


@pytest.fixture
def deleted(database: Database) -> Deleted:
    """A deleted user in each of two tenants."""
    found = []
    with database.write() as work:
        for name in ("northwind", "tailwind"):
            actor = add_tenant(work, name)
            user = add_user(work, actor, "mira", domain=f"{name}.test")
            delete_user(work, actor, user["id"])
            found.append((actor.tenant_id, user["id"]))
    return found


def _move(database: Database, days: float) -> None:
    with database.write() as work:
        set_offset(work.connection, days * _DAY)


def _kept(database: Database, deleted: Deleted) -> list[bool]:
    """Return of each user whether there is a row, be it too old to be restored."""
    with database.read() as reading:
        kept = set(reading.connection.execute(select(users.c.id)).scalars())
    return [user_id in kept for _, user_id in deleted]


def test_a_worker_that_starts_purges_what_expired_meanwhile(
    database: Database, deleted: Deleted
) -> None:
    _move(database, 31)

    Purging(database).run_due()

    assert [False, False] == _kept(database, deleted)


def test_a_clock_that_is_moved_makes_purging_due_at_once(
    database: Database, deleted: Deleted
) -> None:
    purging = Purging(database)
    purging.run_due()
    _move(database, 29)
    purging.run_due()
    before = _kept(database, deleted)
    _move(database, 30.001)
    purging.run_due()

    assert [True, True] == before
    assert [False, False] == _kept(database, deleted)


def test_a_row_of_one_tenant_that_cannot_be_read_holds_no_other_up(
    database: Database, deleted: Deleted
) -> None:
    (odd, _), (_, other) = deleted
    row = dict.fromkeys(("id", "package_id", "policy_id", "request_type", "state"), "odd")
    row |= dict.fromkeys(("display_name", "principal_name", "created_at"), "odd")
    with database.write() as work:
        due = {"tenant_id": odd, "answer_due_at": work.instant, "schedule": "{"}
        work.connection.execute(insert(access_package_requests), {**row, **due})
    _move(database, 31)

    with capture_logs() as logs:
        Purging(database).run_due()

    told = [each.object_id for each in _changes(database, deleted) if each.kind == feed.PURGED]
    assert [other] == told
    assert [odd] == [each["tenant_id"] for each in logs]


def test_workers_that_purge_at_once_purge_everything_once(
    database: Database, deleted: Deleted
) -> None:
    _move(database, 31)
    url = database.engine.url.render_as_string(hide_password=False)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(_purge, [url] * 4))

    told = [
        change.object_id for change in _changes(database, deleted) if change.kind == feed.PURGED
    ]
    assert sorted(user_id for _, user_id in deleted) == sorted(told)


def _purge(url: str) -> None:
    with Database(url, movable_clock=True) as database:
        Purging(database).run_due()


def _changes(database: Database, deleted: Deleted) -> list[feed.Change]:
    with database.read() as reading:
        return [
            change
            for tenant_id, _ in deleted
            for change in feed.since(reading.connection, tenant_id, 0, until=99, limit=99)
        ]
