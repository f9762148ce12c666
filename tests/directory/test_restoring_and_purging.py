"""Whoever restores waits for whoever purges the same object, and finds it gone; and the reverse."""

from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import text

from tenantry.actor import Actor
from tenantry.clock import monotonic_ms
from tenantry.directory.operations.deleted_items import restore
from tenantry.directory.operations.purging import purge
from tenantry.errors import NotFoundError, TenantryError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.companies import Company

_LIMIT_MS = 5_000.0

Act = Callable[[UnitOfWork, Actor, str], object]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("first", "second"), [(purge, restore), (restore, purge)])
def test_an_object_of_the_recycle_bin_is_restored_or_purged(
    database: Database, first: Act, second: Act
) -> None:
    company = Company(database, "northwind")
    ana = company.add_user("ana")
    company.delete(ana)
    met: list[TenantryError | None] = []

    def act() -> None:
        try:
            with database.write() as work:
                second(work, company.actor, ana)
        except TenantryError as fault:
            met.append(fault)
        else:
            met.append(None)

    with database.write() as work:
        first(work, company.actor, ana)
        other = Thread(target=act)
        other.start()
        _await_a_lock(database, other)
    other.join()

    assert [NotFoundError] == [type(each) for each in met]


def _await_a_lock(database: Database, other: Thread) -> None:
    """Return when *other* waits for a lock, or is done without."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    end = monotonic_ms() + _LIMIT_MS
    with database.engine.connect() as connection:
        while other.is_alive() and monotonic_ms() < end:
            if connection.execute(waiting).scalar_one():
                return
            connection.rollback()  # what it sees of other sessions is of its transaction
