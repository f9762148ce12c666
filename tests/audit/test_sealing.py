"""The chain that seals a log: whatever is done to what was sealed shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from tenantry.actor import operator
from tenantry.audit import activities
from tenantry.audit.chain import Head, Seal, hash_of, parse_head
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.audit.logs import Log
from tenantry.audit.operations.forgetting import forget
from tenantry.audit.operations.verifying import Verdict, verify
from tenantry.audit.store import add, add_each
from tenantry.audit.stores.seals import find_ends
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.clock import add_seconds
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tests.support.databases import Databases
from tests.support.sign_ins import a_sign_in

TENANT, NEIGHBOUR = sorted(new_id() for _ in range(2))
DAY = timedelta(days=1).total_seconds()


def note(database: Database, *names: str, tenant_id: str = TENANT) -> None:
    """Write one transaction with an entry for each of *names*."""
    entries = [
        AuditEntry(
            activity=activities.UPDATE_USER, target=AuditTarget(type="User", id=name, name=name)
        )
        for name in names
    ]
    with database.write() as work:
        add_each(work, operator(tenant_id), tenant_id, entries)


def verdict(database: Database, pinned: Head | None = None, log: Log = Log.AUDIT) -> Verdict:
    with database.read() as reading:
        return verify(reading, TENANT, log, pinned)


def reason(database: Database, pinned: Head | None = None) -> str | None:
    broken = verdict(database, pinned).broken
    return broken.reason if broken else None


def head(database: Database) -> Head:
    with database.read() as reading:
        ends = find_ends(reading, TENANT, Log.AUDIT)
    assert ends is not None
    return ends.head


def tamper(database: Database, statement: str) -> None:
    with database.write() as work:
        changed = work.connection.execute(text(statement), {"tenant": TENANT})
        assert changed.rowcount > 0


@pytest.fixture
def sealed(database: Database) -> Database:
    """Three transactions with four entries, beside a neighbour's."""
    note(database, "ana", tenant_id=NEIGHBOUR)
    note(database, "ana")
    note(database, "bo", "cy")
    note(database, "dee")
    return database


def test_a_log_is_what_was_sealed(sealed: Database) -> None:
    found = verdict(sealed)

    assert (None, 3, 4, 0) == (found.broken, found.seals, found.entries, found.unsealed)
    assert parse_head(str(found.head)) == found.head == head(sealed)
    assert None is reason(sealed, head(sealed))


def test_an_older_head_is_gone_through(sealed: Database) -> None:
    pinned = head(sealed)
    note(sealed, "eve")

    assert None is reason(sealed, pinned)


def test_a_log_without_entries_is_whole(database: Database) -> None:
    assert Verdict(log=Log.SIGN_INS) == verdict(database, log=Log.SIGN_INS)


@pytest.mark.parametrize(
    ("statement", "expected", "sequence"),
    [
        (
            (
                "UPDATE directory_audits SET result = 'failure'"
                " WHERE tenant_id = :tenant AND target_name = 'cy'"
            ),
            "an entry was changed",
            2,
        ),
        (
            (
                "UPDATE directory_audits SET actor_ip_address = ''"
                " WHERE tenant_id = :tenant AND target_name = 'ana'"
            ),
            "an entry was changed",
            1,
        ),
        (
            "DELETE FROM directory_audits WHERE tenant_id = :tenant AND target_name = 'bo'",
            "1 of 2 sealed entries are there",
            2,
        ),
        (
            (
                "INSERT INTO directory_audits (tenant_id, id, activity_at, activity, category,"
                " operation_type, logged_by_service, result, actor_kind)"
                " VALUES (:tenant, 'forged', '', '', '', '', '', '', '')"
            ),
            "1 entries are there that were never sealed",
            None,
        ),
        (
            "DELETE FROM log_seals WHERE tenant_id = :tenant AND sequence = 2",
            "a seal is missing",
            2,
        ),
        (
            "DELETE FROM log_seals WHERE tenant_id = :tenant AND sequence = 3",
            "the newest seals are missing",
            3,
        ),
        (
            "UPDATE log_seals SET entries = 1 WHERE tenant_id = :tenant AND sequence = 2",
            "the seal was changed",
            2,
        ),
        (
            "UPDATE log_heads SET hash = anchor_hash WHERE tenant_id = :tenant",
            "the newest seals are missing",
            4,
        ),
    ],
)
def test_tampering_is_found_where_it_was_done(
    sealed: Database, statement: str, expected: str, sequence: int | None
) -> None:
    tamper(sealed, statement)

    broken = verdict(sealed).broken

    assert broken is not None
    assert (expected, sequence) == (broken.reason, broken.sequence)


def test_a_chain_that_was_written_anew_does_not_go_through_a_head_kept_elsewhere(
    sealed: Database,
) -> None:
    pinned = head(sealed)
    for table in ("directory_audits", "log_seals", "log_heads"):
        tamper(sealed, f"DELETE FROM {table} WHERE tenant_id = :tenant")  # noqa: S608  # ours
    for name in ("ana", "bo", "dee"):
        note(sealed, name)

    assert None is reason(sealed)
    assert "the chain does not go through the pinned head" == reason(sealed, pinned)


def test_the_newest_entries_cannot_be_cut_off_where_a_head_was_kept(sealed: Database) -> None:
    pinned = head(sealed)
    tamper(sealed, "DELETE FROM log_seals WHERE tenant_id = :tenant AND sequence = 3")
    tamper(sealed, "DELETE FROM directory_audits WHERE tenant_id = :tenant AND target_name = 'dee'")
    tamper(
        sealed,
        "UPDATE log_heads SET sequence = 2, hash = (SELECT hash FROM log_seals WHERE sequence = 2"
        " AND tenant_id = :tenant) WHERE tenant_id = :tenant",
    )

    assert None is reason(sealed)
    assert "the chain does not go through the pinned head" == reason(sealed, pinned)


def test_what_retention_removes_leaves_the_hash_where_the_chain_begins(
    databases: Databases,
) -> None:
    with databases.migrated() as url, Database(url, movable_clock=True) as database:
        note(database, "ana")
        note(database, "bo", "cy")
        old = head(database)
        note(database, "eve", tenant_id=NEIGHBOUR)
        with database.write() as work:
            set_offset(work.connection, 31 * DAY)
        note(database, "dee")

        with database.write() as work:
            before = add_seconds(work.instant, -30 * DAY)
            removed = forget(work, TENANT, Log.AUDIT, before)
        with database.write() as work:
            again = forget(work, TENANT, Log.AUDIT, before)

        found = verdict(database, old)
        assert (3, 0, None, 1, 1) == (removed, again, found.broken, found.seals, found.entries)
        assert None is reason(database, head(database))
        lost = Head(log=Log.AUDIT, sequence=1, hash="0" * 64)
        assert "pin a newer head" in str(reason(database, lost))
        tamper(database, "UPDATE log_heads SET anchor_hash = hash WHERE tenant_id = :tenant")
        assert "the seal was changed" == reason(database)


def test_entries_from_before_the_log_was_sealed_are_told_apart(sealed: Database) -> None:
    tamper(
        sealed,
        "UPDATE log_heads SET anchor_sequence = 1, unsealed_until = (SELECT min(id) FROM"
        " directory_audits WHERE tenant_id = :tenant), anchor_hash = (SELECT hash FROM log_seals"
        " WHERE sequence = 1 AND tenant_id = :tenant) WHERE tenant_id = :tenant",
    )
    tamper(sealed, "DELETE FROM log_seals WHERE tenant_id = :tenant AND sequence = 1")

    found = verdict(sealed)
    with sealed.write() as work:
        later = add_seconds(work.instant, DAY)
        removed = forget(work, TENANT, Log.AUDIT, later)

    assert (None, 3, 1) == (found.broken, found.entries, found.unsealed)
    assert (1, 0) == (removed, verdict(sealed).unsealed)


def test_sign_ins_have_a_chain_of_their_own(sealed: Database) -> None:
    with sealed.write() as work:
        add_sign_in(work, TENANT, a_sign_in(TENANT, TENANT))
        add_sign_in(work, TENANT, a_sign_in(TENANT, NEIGHBOUR))

    found = verdict(sealed, log=Log.SIGN_INS)

    assert (None, 1, 2) == (found.broken, found.seals, found.entries)
    tamper(sealed, "UPDATE sign_ins SET is_interactive = NOT is_interactive")
    broken = verdict(sealed, log=Log.SIGN_INS).broken
    assert broken is not None
    assert "an entry was changed" == broken.reason


def test_writers_of_two_tenants_never_wait_for_each_other_in_a_circle(database: Database) -> None:
    def write(place: int) -> None:
        for tenant_id in (TENANT, NEIGHBOUR)[:: 1 if place % 2 else -1]:
            with database.write() as work:
                for each in (tenant_id, NEIGHBOUR, TENANT):
                    entry = AuditEntry(
                        activity=activities.UPDATE_USER, target=AuditTarget(type="User", id="x")
                    )
                    add(work, operator(each), each, entry)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))

    found = verdict(database)
    assert (None, 24) == (found.broken, found.seals)


def test_a_hash_depends_on_everything_that_it_seals() -> None:
    seal = Seal(
        sequence=1,
        sealed_at="2026-11-28T00:00:00.000000Z",
        batch_id="b",
        first_id="f",
        last_id="l",
        entries=1,
        digest="d",
    )
    hashes = {
        hash_of(TENANT, Log.AUDIT, seal, "p"),
        hash_of(NEIGHBOUR, Log.AUDIT, seal, "p"),
        hash_of(TENANT, Log.SIGN_INS, seal, "p"),
        hash_of(TENANT, Log.AUDIT, seal, "q"),
    }

    assert 4 == len(hashes)


@pytest.mark.parametrize("written", ["", "audit:1", "audit:x:" + "0" * 64, "logs:1:" + "0" * 64])
def test_what_is_no_head_is_refused(written: str) -> None:
    with pytest.raises(InvalidValueError, match="no head"):
        parse_head(written)
