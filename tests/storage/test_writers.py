"""Writers of one SQLite file queue, and none waits for much longer than the one before it."""

from threading import Event, Thread
from time import sleep

import pytest

from tenantry.clock import monotonic_ms
from tenantry.storage.database import Database

_HELD_SECONDS = 0.15  # SQLite itself looks after 128 and 178 ms
_SOON_MS = 20.0
_ATTEMPTS = 3  # a busy machine may be late by itself


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_writer_begins_soon_after_the_one_before(database: Database) -> None:
    assert min(_waited_ms(database) for _ in range(_ATTEMPTS)) < _SOON_MS


def _waited_ms(database: Database) -> float:
    """Return how long after the end of one writer another one begins that waited for it."""
    begun, ended = Event(), []

    def hold() -> None:
        with database.write():
            begun.set()
            sleep(_HELD_SECONDS)
        ended.append(monotonic_ms())

    holder = Thread(target=hold)
    holder.start()
    begun.wait()
    with database.write():
        began = monotonic_ms()
    holder.join()
    return began - ended[0]
