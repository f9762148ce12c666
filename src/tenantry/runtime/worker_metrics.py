"""A worker's own figures for Prometheus: how it fares, beside what the web servers tell of jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.simple_server import WSGIServer

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, start_http_server

from tenantry.sync.engine.dispatching import Ran

_log = structlog.get_logger(__name__)


class WorkerMetrics:
    """What one worker did since it began, told on a port of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._cycles = Counter(
            "tenantry_worker_cycles",
            "Cycles that this worker ended, by how they ended",
            ["outcome"],
            registry=self._registry,
        )
        self._faults = Counter(
            "tenantry_worker_faults",
            "Rounds that a fault cut short, such as a database that is away",
            registry=self._registry,
        )
        self._last_round = Gauge(
            "tenantry_worker_last_round_timestamp_seconds",
            "When this worker last asked what is due",
            registry=self._registry,
        )

    def note_cycle(self, ran: Ran) -> None:
        """Count one cycle."""
        self._cycles.labels("failed" if ran.outcome is None else ran.outcome.value).inc()

    def note_round(self) -> None:
        """Note that a round came to its end."""
        self._last_round.set_to_current_time()

    def note_fault(self) -> None:
        """Count a round that did not."""
        self._faults.inc()

    @contextmanager
    def served(self, host: str, port: int, *, ports: int = 1) -> Iterator[int | None]:
        """Tell the figures while the block lasts; give the port, None where there is none.

        Several workers of one machine share *ports* ports from *port* on, one for each; 0 is
        no port.
        """
        started = self._start(host, range(port, port + max(ports, 1))) if port else None
        if started is None:
            yield None
            return
        server, thread = started
        _log.info("the worker tells its figures", host=host, port=server.server_port)
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _start(self, host: str, ports: range) -> tuple[WSGIServer, Thread] | None:
        for port in ports:
            try:
                return start_http_server(port, host, self._registry)
            except OSError:
                continue
        _log.warning("the worker found no port for its figures", host=host, first=ports.start)
        return None
