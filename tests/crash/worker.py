"""A worker process that a test kills: runs what is due until nothing is: worker DATABASE.

It always goes by the same name, so that the one that is started after it need not wait for the
lease of the one that was killed.
"""

import sys
from time import sleep

from tenantry.storage.database import Database
from tenantry.sync.engine.dispatching import Dispatcher
from tenantry.sync.stores.leases import list_due

READY = "ready"
_NAME = "worker"


def work(url: str) -> None:
    """Say that the work begins, and do it."""
    with Database(url) as database:
        dispatcher = Dispatcher(database, _NAME)
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        while _is_due(database):
            sleep(dispatcher.run_due())


def _is_due(database: Database) -> bool:
    with database.read() as reading:
        return bool(list_due(reading, _NAME))


if __name__ == "__main__":
    work(*sys.argv[1:])
