"""SQLite's write-ahead log, moved into the database file outside the writers' path."""

from pathlib import Path

from tenantry.storage.database import Database
from tenantry.storage.faults import told_as_ours

_WORTH_MOVING_BYTES = 4 * 1024 * 1024
_TOO_LONG_BYTES = 256 * 1024 * 1024


def checkpoint(database: Database, *, finish: bool = False) -> None:
    """Move what the log holds into the file, if it is worth it.

    Writers are not held up, except by a log that has grown too long and with *finish*, which
    leaves an empty log behind.  Does nothing on PostgreSQL.
    """
    path = database.engine.url.database
    if not database.is_sqlite or not path:
        return
    log = Path(f"{path}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size < _WORTH_MOVING_BYTES and not finish:
        return
    # What holds writers up comes last, when little is left to move.
    modes = ["PASSIVE"]
    if finish or size > _TOO_LONG_BYTES:
        modes.append("TRUNCATE")
    with told_as_ours():
        connection = database.engine.raw_connection()
        try:
            for mode in modes:
                connection.cursor().execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        finally:
            connection.close()
