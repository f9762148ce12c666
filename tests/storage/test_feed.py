"""The change feed: numbers without gaps, in the order of commits, whoever writes."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import sleep

import pytest

from tenantry.storage import feed
from tenantry.storage.database import Database
from tests.support.databases import Databases

NORTHWIND = "11111111-1111-7111-8111-111111111111"
CONTOSO = "22222222-2222-7222-8222-222222222222"
TAILWIND = "33333333-3333-7333-8333-333333333333"
_ALL = 1_000_000


class DeliberateError(Exception):
    """What a writer raises to roll back."""


def test_each_tenant_counts_its_own_changes_from_one(database: Database) -> None:
    for tenant_id, objects in ((NORTHWIND, "ab"), (TAILWIND, "x"), (NORTHWIND, "c")):
        _record(database, tenant_id, *objects)

    assert [(1, "a"), (2, "b"), (3, "c")] == _numbered(database, NORTHWIND)
    assert [(1, "x")] == _numbered(database, TAILWIND)
    assert [] == _numbered(database, CONTOSO)


def test_one_transaction_may_change_several_tenants(database: Database) -> None:
    _record(database, TAILWIND, "x")

    with database.write() as work:
        for tenant_id, name in ((TAILWIND, "y"), (NORTHWIND, "a"), (TAILWIND, "z")):
            work.record(tenant_id, "user", name, feed.UPDATED)

    assert [(1, "x"), (2, "y"), (3, "z")] == _numbered(database, TAILWIND)
    assert [(1, "a")] == _numbered(database, NORTHWIND)


def test_a_transaction_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    _record(database, NORTHWIND, "a")
    with suppress(DeliberateError), database.write() as work:
        work.record(NORTHWIND, "user", "lost", feed.UPDATED)
        work.finish()
        raise DeliberateError

    _record(database, NORTHWIND, "b")

    assert [(1, "a"), (2, "b")] == _numbered(database, NORTHWIND)


def test_an_entry_tells_what_was_recorded(database: Database) -> None:
    with database.write() as work:
        work.record(
            NORTHWIND, "group", "sales", feed.MEMBER_ADDED, related_id="ana", properties=["a", "b"]
        )

    [entry] = _since(database, NORTHWIND, 0)

    assert feed.Change(1, "group", "sales", feed.MEMBER_ADDED, "ana", ("a", "b")) == entry


def test_a_reader_takes_what_lies_between_its_watermark_and_its_end(database: Database) -> None:
    _record(database, NORTHWIND, *"abcdef")
    _record(database, TAILWIND, *"uvwxyz")

    with database.read() as reading:
        taken = feed.since(reading.connection, NORTHWIND, 1, until=5, limit=3)
        positions = [
            feed.position(reading.connection, NORTHWIND),
            feed.oldest(reading.connection, NORTHWIND),
            feed.oldest(reading.connection, CONTOSO),
        ]

    assert [(2, "b"), (3, "c"), (4, "d")] == [(each.sequence, each.object_id) for each in taken]
    assert [6, 1, 0] == positions


@pytest.fixture
def shared(databases: Databases) -> Iterator[Database]:
    """A database with a connection for each of many threads."""
    with databases.migrated() as url, Database(url, pool_size=12) as database:
        yield database


def test_no_reader_of_concurrent_writers_misses_a_commit_or_sees_one_twice(
    shared: Database,
) -> None:
    writers, transactions = (3, 15) if shared.is_sqlite else (6, 60)
    done = threading.Event()

    with ThreadPoolExecutor(max_workers=writers + 2) as pool:
        reading = [pool.submit(_follow, shared, TAILWIND, done) for _ in range(2)]
        writing = [
            pool.submit(_write_at_random, shared, random.Random(seed), transactions)  # noqa: S311
            for seed in range(writers)
        ]
        committed = [name for each in writing for name in each.result()]
        done.set()
        seen = [each.result() for each in reading]

    for entries in seen:
        assert sorted(committed) == sorted(entry.object_id for entry in entries)
        assert list(range(1, len(committed) + 1)) == [entry.sequence for entry in entries]


def test_transactions_over_two_tenants_in_opposite_order_do_not_deadlock(
    shared: Database,
) -> None:
    rounds = 20 if shared.is_sqlite else 100
    together = threading.Barrier(2)

    def change(*tenant_ids: str) -> None:
        for _ in range(rounds):
            together.wait()
            with shared.write() as work:
                for tenant_id in tenant_ids:
                    work.record(tenant_id, "user", "ana", feed.UPDATED)

    with ThreadPoolExecutor(max_workers=2) as pool:
        for each in (
            pool.submit(change, NORTHWIND, TAILWIND),
            pool.submit(change, TAILWIND, NORTHWIND),
        ):
            each.result()

    assert [2 * rounds] * 2 == [len(_since(shared, each, 0)) for each in (NORTHWIND, TAILWIND)]


def _write_at_random(database: Database, chance: random.Random, transactions: int) -> list[str]:
    """Change two tenants in transactions that stay open for a while; return what was committed."""
    committed = []
    for _ in range(transactions):
        names = [f"{chance.getrandbits(64):016x}" for _ in range(chance.randint(1, 4))]
        try:
            with database.write() as work:
                sleep(chance.uniform(0, 0.02))
                for name in names:
                    work.record(TAILWIND, "user", name, feed.UPDATED)
                    work.record(CONTOSO, "user", f"like {name}", feed.UPDATED)
                _roll_back_at_times(chance)
        except DeliberateError:
            continue
        committed += names
    return committed


def _roll_back_at_times(chance: random.Random) -> None:
    if chance.random() < 0.1:
        raise DeliberateError


def _follow(database: Database, tenant_id: str, done: threading.Event) -> list[feed.Change]:
    """Read from one's own watermark on, every few milliseconds, until all is seen."""
    seen: list[feed.Change] = []
    while True:
        was_done = done.is_set()
        news = _since(database, tenant_id, seen[-1].sequence if seen else 0)
        seen += news
        if was_done and not news:
            return seen
        sleep(0.005)


def _record(database: Database, tenant_id: str, *object_ids: str) -> None:
    with database.write() as work:
        for object_id in object_ids:
            work.record(tenant_id, "user", object_id, feed.UPDATED)


def _numbered(database: Database, tenant_id: str) -> list[tuple[int, str]]:
    return [(each.sequence, each.object_id) for each in _since(database, tenant_id, 0)]


def _since(database: Database, tenant_id: str, watermark: int) -> list[feed.Change]:
    with database.read() as reading:
        return feed.since(reading.connection, tenant_id, watermark, until=_ALL, limit=_ALL)
