"""Refreshing: the thread that keeps the certificates of federations as their metadata has them."""

import threading

import structlog

from tenantry.errors import TenantryError
from tenantry.signin.federation.operations.refreshing import refresh_due
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.storage.database import Database

_log = structlog.get_logger(__name__)

_EVERY_SECONDS = 5.0


def start_refreshing(
    database: Database, issuers: OutsideIssuers, stopping: threading.Event
) -> threading.Thread:
    """Start a thread that reads what is due until *stopping*: a slow provider delays no cycle."""

    def run() -> None:
        while not stopping.wait(_EVERY_SECONDS):
            try:
                refresh_due(database, issuers)
            except TenantryError as fault:
                _log.warning("metadata of federations waits", reason=fault.message)
            except Exception:  # noqa: BLE001  # one odd document must not stop all others
                _log.exception("reading metadata met an unexpected fault")

    thread = threading.Thread(target=run, name="refreshing")
    thread.start()
    return thread
