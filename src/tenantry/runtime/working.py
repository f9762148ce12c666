"""The engine's worker: runs what is due, and keeps the house in order meanwhile."""

import os
import socket
import threading
from collections.abc import Callable
from typing import Protocol

import structlog

from tenantry.errors import TenantryError, UnavailableError
from tenantry.identifiers import new_id
from tenantry.runtime.exporting import start_exporting
from tenantry.runtime.mailing import start_mailing
from tenantry.runtime.purging import Purging, retention_of
from tenantry.runtime.refreshing import start_refreshing
from tenantry.runtime.services import Services
from tenantry.runtime.waking import Waker, waker_of
from tenantry.runtime.worker_metrics import WorkerMetrics
from tenantry.storage.checkpoints import checkpoint
from tenantry.storage.database import Database
from tenantry.storage.stuck_sessions import end_stuck_sessions
from tenantry.sync.engine.dispatching import Dispatcher, Ran

_log = structlog.get_logger(__name__)

_POLL_SECONDS = 0.25  # in case that a wake-up was lost, and to notice a moved clock
_LONGEST_PAUSE_SECONDS = 5.0
_CHECKPOINT_EVERY_SECONDS = 1.0
_STUCK_EVERY_SECONDS = 5.0


class RunsWhatIsDue(Protocol):
    """The dispatcher, as the loop sees it."""

    def run_due(self) -> float:
        """Run every job that is due; return the seconds until the next one will be."""


class Worker:
    """The loop: run what is due, wait for a commit or the next due time, again."""

    def __init__(
        self,
        dispatcher: RunsWhatIsDue,
        purging: Purging,
        waker: Waker,
        metrics: WorkerMetrics | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._purging = purging
        self._waker = waker
        self._metrics = metrics or WorkerMetrics()

    def run(self, stopping: threading.Event) -> None:
        """Work until *stopping* is set.

        No fault ends the loop: it is logged, and the next round comes after a pause that grows
        while faults go on.
        """
        faults = 0
        while not stopping.is_set():
            try:
                self._purging.run_due()
                pause = self._dispatcher.run_due()
                self._waker.wait(max(0.0, min(pause, _POLL_SECONDS)))
            except UnavailableError as fault:
                faults += 1
                _log.warning("the worker waits", reason=fault.message)
            except Exception:  # noqa: BLE001  # one odd job must not stop all others
                faults += 1
                _log.exception("the worker met an unexpected fault")
            else:
                faults = 0
                self._metrics.note_round()
                continue
            self._metrics.note_fault()
            stopping.wait(min(_POLL_SECONDS * 2.0**faults, _LONGEST_PAUSE_SECONDS))


def work(services: Services, stopping: threading.Event) -> None:
    """Run the worker of an installation until *stopping* is set."""
    database = services.database
    # The lease of a job then tells operators which process of which machine holds it.
    worker_id = f"{socket.gethostname()}/{os.getpid()}/{new_id()}"
    _log.info("the worker begins", worker=worker_id)
    metrics, settings = WorkerMetrics(), services.settings

    def on_cycle(ran: Ran) -> None:
        metrics.note_cycle(ran)
        _tell(ran)

    dispatcher = Dispatcher(
        database,
        worker_id,
        on_cycle=on_cycle,
        is_stopping=stopping.is_set,
        may_cross_clouds=settings.sync_cross_cloud,
    )
    threads = [
        start_mailing(database, settings, stopping),
        *start_exporting(database, settings, stopping),
        start_refreshing(database, services.provider.issuers, stopping),
        keep_log_short(database, stopping),
        _end_stuck_sessions(database, stopping),
    ]
    waker = waker_of(database)
    try:
        purging = Purging(database, retention_of(settings))
        with metrics.served(
            settings.host, settings.metrics_worker_port, ports=settings.worker_instances
        ):
            Worker(dispatcher, purging, waker, metrics).run(stopping)
    finally:
        for thread in threads:
            thread.join()
        waker.close()
        dispatcher.release()


def _tell(ran: Ran) -> None:
    job = {"tenant_id": ran.tenant_id, "job_id": ran.job_id}
    if ran.outcome is not None:
        _log.info("a cycle ended", outcome=ran.outcome.value, **job)
    elif ran.fault is not None:
        _log.error("a cycle failed", reason=ran.fault.message, exc_info=ran.fault, **job)


def keep_log_short(database: Database, stopping: threading.Event) -> threading.Thread:
    """Start a thread that moves SQLite's write-ahead log into the file until *stopping*."""
    return _repeat(lambda: checkpoint(database), "checkpoint", _CHECKPOINT_EVERY_SECONDS, stopping)


def _end_stuck_sessions(database: Database, stopping: threading.Event) -> threading.Thread:
    """Start a thread that frees what stopped processes hold in the database."""

    def act() -> None:
        if ended := end_stuck_sessions(database):
            _log.warning("sessions of stopped processes were ended", sessions=ended)

    return _repeat(act, "stuck sessions", _STUCK_EVERY_SECONDS, stopping)


def _repeat(
    act: Callable[[], None], name: str, seconds: float, stopping: threading.Event
) -> threading.Thread:
    def run() -> None:
        while not stopping.wait(seconds):
            try:
                act()
            except TenantryError as fault:
                _log.warning("a chore was not done", chore=name, reason=fault.message)
            except Exception:  # noqa: BLE001  # the next time it may work
                _log.exception("a chore met an unexpected fault", chore=name)

    thread = threading.Thread(target=run, name=name)
    thread.start()
    return thread
