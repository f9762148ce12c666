"""A process that adds users until its disk is full: filling DATABASE TENANT.

The limit on the size of files stands for the disk.
"""

import resource
import sys
from pathlib import Path

from tenantry.actor import operator
from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tests.support.directory import add_user

_ROOM = 400_000


def fill(path: str, tenant_id: str) -> None:
    """Add users, each in a transaction of its own, and say how it ended."""
    limit = Path(path).stat().st_size + _ROOM
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    added = 0
    with Database(f"sqlite:///{path}") as database:
        try:
            while True:
                with database.write() as work:
                    add_user(work, operator(tenant_id), f"user{added}")
                added += 1
        except UnavailableError as fault:
            sys.stdout.write(f"{fault.message} (after {added} users)\n")


if __name__ == "__main__":
    fill(*sys.argv[1:])
