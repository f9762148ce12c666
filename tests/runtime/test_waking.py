"""Bells: a ring in one process ends the wait in another."""

import threading
from collections.abc import Iterator

import pytest

from tenantry.clock import monotonic_ms
from tenantry.runtime.waking import Bell, Waker, bell_of, waker_of
from tenantry.storage.database import Database

_LONG = 20.0


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as database:
        database.engine.connect().close()
        yield database


@pytest.fixture
def bell(database: Database) -> Iterator[Bell]:
    bell = bell_of(database)
    yield bell
    bell.close()


@pytest.fixture
def waker(database: Database) -> Iterator[Waker]:
    waker = waker_of(database)
    waker.wait(0)
    yield waker
    waker.close()


def _milliseconds_of(waker: Waker, timeout: float) -> float:
    began = monotonic_ms()
    waker.wait(timeout)
    return monotonic_ms() - began


def test_a_ring_during_the_wait_ends_it(bell: Bell, waker: Waker) -> None:
    threading.Timer(0.05, bell.ring).start()

    assert _milliseconds_of(waker, _LONG) < 5000


def test_rings_before_the_wait_end_it_once(bell: Bell, waker: Waker) -> None:
    bell.ring()

    assert _milliseconds_of(waker, _LONG) < 5000
    assert _milliseconds_of(waker, 0.05) >= 45


def test_without_a_ring_the_wait_takes_its_time(waker: Waker) -> None:
    assert _milliseconds_of(waker, 0.05) >= 45


def test_ringing_without_a_worker_does_nothing(bell: Bell) -> None:
    bell.ring()
