"""Faults of the database drivers, told in the product's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    OperationalError,
    TimeoutError as PoolTimeoutError,
)

from tenantry.errors import ConflictError, UnavailableError

_PHRASES = {
    "readonly": "the database is read-only; make its file and folder writable",
    "read-only": "the database is read-only; connect to the primary server",
    "disk is full": "the disk is full; free some space",
    "disk i/o": "the disk refuses to be written; check its space and limits",
    "no space": "the disk is full; free some space",
    "file too large": "the disk refuses to be written; check its space and limits",
    "locked": "the database is busy; try again",
    "lock timeout": "the database is busy; try again",
    "deadlock": "the database is busy; try again",
    "idle-in-transaction": "the transaction was idle for too long; try again",
    "not a database": "the file is no database of SQLite; restore it from a backup",
    "malformed": "the database is damaged; restore it from a backup",
    "unable to open": "the database cannot be opened; check its path and permissions",
}
_AWAY = "the database does not answer; try again"


@contextmanager
def told_as_ours() -> Iterator[None]:
    """Raise our errors in place of the driver's; the cause stays attached for the log."""
    try:
        yield
    except IntegrityError as fault:
        message = "the object was changed at the same time; read it again and retry"
        raise ConflictError(message) from fault
    except (OperationalError, DBAPIError) as fault:
        told = _told(fault.orig)
        if told is None and not isinstance(fault, OperationalError):
            raise
        raise UnavailableError(told or _AWAY) from fault
    except sqlite3.OperationalError as fault:  # where the driver is asked without SQLAlchemy
        raise UnavailableError(_told(fault) or _AWAY) from fault
    except PoolTimeoutError as fault:
        raise UnavailableError("every database connection is in use; try again") from fault


def _told(fault: BaseException | None) -> str | None:
    said = str(fault).lower()
    return next((message for phrase, message in _PHRASES.items() if phrase in said), None)
