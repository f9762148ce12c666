"""A worker's own figures: told on a port of its own, where one is set."""

import socket
import threading
from pathlib import Path

import httpx
import pytest

from tenantry.clock import monotonic_ms
from tenantry.errors import UnavailableError
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.worker_metrics import WorkerMetrics
from tenantry.runtime.working import work
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.engine.dispatching import Ran

_HOST = "127.0.0.1"
_LIMIT_MS = 10_000.0


@pytest.fixture
def port() -> int:
    """A port that is free, as its next one is likely to be."""
    with socket.socket() as taken:
        taken.bind((_HOST, 0))
        return int(taken.getsockname()[1])


def _figures(port: int | None) -> dict[str, float]:
    """Return name with labels → value."""
    text = httpx.get(f"http://{_HOST}:{port}/metrics").raise_for_status().text
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_a_worker_counts_its_cycles_and_faults(port: int) -> None:
    metrics = WorkerMetrics()
    with metrics.served(_HOST, port) as told:
        metrics.note_cycle(Ran("t", "j", Outcome.COMPLETED))
        metrics.note_cycle(Ran("t", "j", None, UnavailableError()))
        metrics.note_fault()
        figures = _figures(told)

    assert 1 == figures['tenantry_worker_cycles_total{outcome="completed"}']
    assert 1 == figures['tenantry_worker_cycles_total{outcome="failed"}']
    assert 1 == figures["tenantry_worker_faults_total"]
    assert 0 < figures["process_resident_memory_bytes"]


def test_the_workers_of_one_machine_tell_on_one_port_each(port: int) -> None:
    with (
        WorkerMetrics().served(_HOST, port, ports=2) as first,
        WorkerMetrics().served(_HOST, port, ports=2) as second,
        WorkerMetrics().served(_HOST, port, ports=2) as third,
    ):
        told = [first, second, third]
        assert all(_figures(each) for each in told if each is not None)

    assert [port, port + 1, None] == told


def test_a_worker_that_runs_tells_when_it_last_looked(tmp_path: Path, port: int) -> None:
    settings = Settings(folder=tmp_path, host=_HOST, metrics_worker_port=port)
    stopping = threading.Event()
    with open_services(settings) as services:
        worker = threading.Thread(target=work, args=(services, stopping))
        worker.start()
        try:
            looked_at = _await_a_round(port)
        finally:
            stopping.set()
            worker.join()

    assert 0 < looked_at
    with pytest.raises(httpx.ConnectError):
        _figures(port)


def _await_a_round(port: int) -> float:
    end = monotonic_ms() + _LIMIT_MS
    while monotonic_ms() < end:
        try:
            if at := _figures(port)["tenantry_worker_last_round_timestamp_seconds"]:
                return at
        except httpx.ConnectError:
            continue
    return 0.0
