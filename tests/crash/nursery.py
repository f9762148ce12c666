"""Workers that come to grief at a chosen point of their work: nursery DATABASE.

Each line of the input is a point and names.  A worker is forked for each name; it kills itself
at the point of that number, or, where the point is `full`, finds the disk full after some of
its work.  The answer is how many of them came to grief.  Chunks are small here and leases
short, so that there is much to interrupt.

Points are the moments before and after each commit; to a database a death between them is the
one before the commit.  With `TENANTRY_CRASH_EVERYWHERE` set they are all statements too.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

from sqlalchemy import event, func, make_url, select

from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.tables import sync_jobs
from tenantry.sync.engine import cycles, places, settling, turns
from tenantry.sync.engine.dispatching import Dispatcher, Ran
from tenantry.sync.stores.leases import list_due

CHUNK_USERS = 8
LEASE_SECONDS = 0.5
ALIVE, FULL = "0", "full"
_ROOM = 24 * 1024  # bytes that may still be written
_GRIEF = 3
_EVERYWHERE = bool(os.environ.get("TENANTRY_CRASH_EVERYWHERE"))


def serve(url: str) -> None:
    """Fork and bury what each line asks for."""
    for module in (cycles, places, settling):
        vars(module).update(CHUNK_USERS=CHUNK_USERS)
    turns.LEASE_SECONDS = LEASE_SECONDS
    for line in sys.stdin:
        point, *names = line.split()
        workers = [_fork(_Worker(url, name, point).live) for name in names]
        statuses = [os.waitpid(worker, 0)[1] for worker in workers]
        sys.stdout.write(f"{sum(status != 0 for status in statuses)}\n")
        sys.stdout.flush()


def _fork(live: Callable[[], None]) -> int:
    worker = os.fork()
    if worker:
        return worker
    code = 1
    try:
        live()
        code = 0
    finally:
        os._exit(code)


class _Worker:
    def __init__(self, url: str, name: str, point: str) -> None:
        self._url = url
        self._name = name
        self._point = point

    def live(self) -> None:
        """Run what is due until nothing is, and nobody else is at work."""
        with Database(self._url) as database:
            if self._point == FULL:
                self._fill_disk()
            elif self._point != ALIVE:
                self._die_at(database, int(self._point))
            dispatcher = Dispatcher(database, self._name, on_cycle=_end_with_a_fault)
            while self._is_due(database):
                sleep(dispatcher.run_due() / 25)

    def _is_due(self, database: Database) -> bool:
        leased = select(func.count()).where(sync_jobs.c.lease_owner.is_not(None))
        with database.read() as reading:
            is_leased = bool(reading.connection.execute(leased).scalar())
            return is_leased or bool(list_due(reading, self._name))

    def _die_at(self, database: Database, point: int) -> None:
        left, has_committed = point, True

        def count() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def before_statement(*_: object) -> None:
            nonlocal has_committed
            if has_committed or _EVERYWHERE:
                count()
            has_committed = False

        def before_commit(*_: object) -> None:
            nonlocal has_committed
            count()
            has_committed = True

        event.listen(database.engine, "before_cursor_execute", before_statement)
        event.listen(database.engine, "commit", before_commit)

    def _fill_disk(self) -> None:
        files = Path(str(make_url(self._url).database)).parent.iterdir()
        limit = max(file.stat().st_size for file in files) + _ROOM
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def _end_with_a_fault(ran: Ran) -> None:
    if isinstance(ran.fault, UnavailableError):
        os._exit(_GRIEF)


if __name__ == "__main__":
    serve(*sys.argv[1:])
