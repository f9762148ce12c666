"""PostgreSQL sessions of processes that were stopped while the server waits for them.

Between two statements the server itself ends such a session after a while (`engines.py`), but
not in the middle of a COPY or of a result that nobody reads: its locks would stay for ever.
"""

from sqlalchemy import text

from tenantry.storage.database import Database
from tenantry.storage.faults import told_as_ours

STUCK_AFTER_SECONDS = 15

_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = current_user"
    " AND state = 'active' AND wait_event_type = 'Client' AND pid <> pg_backend_pid()"
    " AND query_start < clock_timestamp() - make_interval(secs => :seconds)"
)


def end_stuck_sessions(database: Database) -> int:
    """End our sessions in which a statement has waited for its client; return how many.

    Does nothing on SQLite, whose locks are those of the process.
    """
    if database.is_sqlite:
        return 0
    with told_as_ours(), database.engine.begin() as connection:
        return len(connection.execute(_END, {"seconds": STUCK_AFTER_SECONDS}).all())
