"""`tenantry serve` with real processes: children are kept up, and never outlive the parent."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tenantry.runtime.supervising import pause_after, stop_signals
from tests.support.processes import children_of, is_alive, tenantry, wait_until


class Served:
    """An installation that `tenantry serve` runs in *folder*."""

    def __init__(self, running: subprocess.Popen[bytes], folder: Path) -> None:
        self.running = running
        self._output = folder / "output.txt"
        wait_until(lambda: "Serving " in self._output.read_text(), "the server answers")

    @property
    def address(self) -> str:
        [address] = re.findall(r"Serving (\S+)", self._output.read_text())
        return str(address)

    def children(self) -> set[int]:
        return children_of(self.running.pid)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    options = ("--port", "0", "--http-port", "0", "--set", "web.instances=2")
    with tenantry(tmp_path, "serve", *options) as running:
        yield Served(running, tmp_path)


def test_web_servers_and_a_worker_run_and_end_with_the_parent(served: Served) -> None:
    children = served.children()
    ready = served.is_ready()

    served.running.terminate()
    code = served.running.wait(timeout=30)

    assert (3, True, 0) == (len(children), ready, code)
    assert [] == [child for child in children if is_alive(child)]


def test_children_end_when_the_parent_is_killed(served: Served) -> None:
    children = served.children()

    served.running.kill()
    served.running.wait()

    assert len(children) == 3
    wait_until(lambda: not any(map(is_alive, children)), "the children have ended")


def test_children_that_are_killed_are_started_again(served: Served) -> None:
    killed = served.children()

    for child in killed:
        os.kill(child, signal.SIGKILL)

    wait_until(
        lambda: len(served.children() - killed) == len(killed), "the children are there again"
    )
    wait_until(served.is_ready, "the server answers again")


def test_pauses_between_restarts_grow_up_to_half_a_minute() -> None:
    assert [0.25, 0.5, 1.0, 30.0] == [pause_after(failures) for failures in (1, 2, 3, 30)]


def test_a_signal_that_interrupts_whoever_holds_the_event_stops_them_all_the_same() -> None:
    with stop_signals() as stopping:
        with vars(stopping)["_cond"]:  # which `wait` holds for a moment
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
        stopped = stopping.wait(10)

    assert stopped
