"""One transaction: objects, feed entries and audit records, all of them or none."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
from sqlalchemy import Select, Table, func, select, text

from tenantry.errors import ConflictError
from tenantry.storage import feed, tables
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tests.support.companies import Company
from tests.support.databases import Databases
from tests.support.directory import add_tenant, add_user

_WRITTEN = (tables.users, tables.changes, tables.directory_audits, tables.tenants, tables.domains)


class DeliberateError(Exception):
    """What a test raises to end a transaction."""


def test_a_user_its_feed_entry_and_its_audit_record_come_together(database: Database) -> None:
    company, neighbour = Company(database, "northwind"), Company(database, "tailwind")
    before, others = _counts(database), neighbour.changes()

    with database.write() as work:
        user = add_user(work, company.actor, "ana")

    expected = {**before, "users": 1, "changes": before["changes"] + 1}
    assert {**expected, "directory_audits": before["directory_audits"] + 1} == _counts(database)
    assert ("user", user["id"], feed.CREATED) == _told(company.changes()[-1])
    assert others == neighbour.changes()


def test_nothing_stays_of_a_transaction_that_fails(database: Database) -> None:
    company = Company(database, "northwind")
    before, position = _counts(database), company.position()

    with suppress(DeliberateError), database.write() as work:
        add_user(work, company.actor, "ana")
        add_tenant(work, "contoso")
        raise DeliberateError

    assert (before, position) == (_counts(database), company.position())


def test_nothing_stays_of_a_transaction_whose_last_write_fails(database: Database) -> None:
    company = Company(database, "northwind")
    before = _counts(database)

    with suppress(ConflictError), database.write() as work:
        add_user(work, company.actor, "ana")
        work.record(company.tenant_id, "user", "of no kind", None)  # type: ignore[arg-type]

    assert before == _counts(database)


def test_a_reading_is_one_view_of_the_database(database: Database) -> None:
    company = Company(database, "northwind")

    with database.read() as reading:
        before = feed.position(reading.connection, company.tenant_id)
        company.add_user("ana")
        users = reading.connection.execute(_count(tables.users)).scalar()
        after = feed.position(reading.connection, company.tenant_id)

    assert (before, 0) == (after, users)
    assert before + 1 == company.position()


def test_readers_are_not_held_up_by_an_open_transaction(database: Database) -> None:
    company = Company(database, "northwind")

    with database.write() as work:
        add_user(work, company.actor, "ana")
        seen = company.position(), company.users()

    assert [] == seen[1]
    assert seen[0] + 1 == company.position()


def test_the_commit_hook_learns_the_new_positions_after_the_commit(database: Database) -> None:
    company, neighbour = Company(database, "northwind"), Company(database, "tailwind")
    told: list[tuple[Mapping[str, int], int]] = []
    database.after_commit(lambda positions: told.append((positions, company.position())))

    company.add_user("ana")

    [(positions, position)] = told
    assert {company.tenant_id: position} == positions
    assert neighbour.tenant_id not in positions


def test_the_commit_hook_is_not_called_without_a_change(database: Database) -> None:
    company = Company(database, "northwind")
    told: list[Mapping[str, int]] = []
    database.after_commit(told.append)

    with database.write():
        pass
    with suppress(DeliberateError), database.write() as work:
        add_user(work, company.actor, "ana")
        raise DeliberateError

    assert [] == told


def test_the_clock_of_the_lab_is_the_same_for_every_process(databases: Databases) -> None:
    with (
        databases.migrated() as url,
        Database(url, movable_clock=True) as here,
        Database(url, movable_clock=True) as there,
        Database(url) as outside,
    ):
        with here.write() as work:
            set_offset(work.connection, 3600)

        with there.read() as reading, outside.read() as real:
            difference = (reading.now - real.now).total_seconds()

    assert difference == pytest.approx(3600, abs=60)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_commit_on_sqlite_survives_a_power_cut(database: Database) -> None:
    with database.read() as reading:
        settings = [
            reading.connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous")
        ]

    assert ["wal", 2] == settings


def _counts(database: Database) -> dict[str, int]:
    with database.read() as reading:
        return {
            table.name: int(reading.connection.execute(_count(table)).scalar_one())
            for table in _WRITTEN
        }


def _count(table: Table) -> Select[int]:
    return select(func.count()).select_from(table)


def _told(change: feed.Change) -> tuple[str, str, str]:
    return change.object_type, change.object_id, change.kind


def test_only_a_fleeting_transaction_does_not_wait_for_the_disk(database: Database) -> None:
    asked = (
        "SELECT synchronous < 2 FROM pragma_synchronous"
        if database.is_sqlite  # the server of the tests never waits, so ask why
        else "SELECT source = 'session' FROM pg_settings WHERE name = 'synchronous_commit'"
    )
    seen = []

    for is_fleeting in (False, True, False):
        with database.write(is_fleeting=is_fleeting) as work:
            seen.append(bool(work.connection.exec_driver_sql(asked).scalar_one()))

    assert [False, True, False] == seen


def test_a_fleeting_transaction_is_written_as_a_whole_or_not_at_all(database: Database) -> None:
    company = Company(database, "northwind")
    before = _counts(database)

    with suppress(DeliberateError), database.write(is_fleeting=True) as work:
        add_user(work, company.actor, "ana")
        raise DeliberateError
    undone = _counts(database)
    with database.write(is_fleeting=True) as work:
        add_user(work, company.actor, "bea")

    assert before == undone
    assert before["users"] + 1 == _counts(database)["users"]
