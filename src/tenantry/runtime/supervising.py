"""The parent of a one-machine installation: starts web servers and a worker, and keeps them up.

A child that ends by itself is started again, at once the first time and then ever later.  All
children end with the parent: on SIGTERM and SIGINT it asks them to, and if it is killed, their
lifeline breaks.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import structlog

from tenantry.clock import monotonic_ms
from tenantry.runtime.lifeline import Lifeline

_log = structlog.get_logger(__name__)

_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 10.0
_GRACE_SECONDS = 10.0
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child to keep running: `python -m tenantry` with *arguments*.

    It gets the sockets in *descriptors*, and the lifeline as `--lifeline`.
    """

    name: str
    arguments: Sequence[str]
    descriptors: Sequence[int] = ()


class Supervisor:
    """Keeps children running while its `with` block lasts.

    *output* is a file descriptor for what the children write, or `None` for our own.
    """

    def __init__(
        self, children: Sequence[Child], *, environment: Mapping[str, str], output: int | None
    ) -> None:
        self._children = children
        self._environment = dict(environment)
        self._output = output
        self._lifeline = Lifeline()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._unexpected_ends = 0

    @property
    def unexpected_ends(self) -> int:
        """How often a child ended by itself."""
        return self._unexpected_ends

    def __enter__(self) -> Self:
        for child in self._children:
            thread = threading.Thread(target=self._keep_running, args=(child,), name=child.name)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._lifeline.cut()

    def _keep_running(self, child: Child) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = monotonic_ms()
            code = self._run(child)
            if self._stopping.is_set():
                return
            self._unexpected_ends += 1
            lasted = (monotonic_ms() - started) / 1000.0
            failures = 1 if lasted > _STEADY_SECONDS else failures + 1
            pause = pause_after(failures)
            _log.error("a child ended", child=child.name, code=code, restart_in_seconds=pause)
            self._stopping.wait(pause)

    def _run(self, child: Child) -> int:
        """Start *child* and wait until it ends, or until it has been stopped."""
        line = self._lifeline.descriptor
        command = [sys.executable, "-m", "tenantry", *child.arguments, "--lifeline", str(line)]
        running = subprocess.Popen(  # noqa: S603  # our own program
            command,
            env=self._environment,
            pass_fds=(line, *child.descriptors),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,  # Ctrl-C reaches the parent, which stops them in order
        )
        while running.poll() is None:
            if self._stopping.wait(_POLL_SECONDS):
                return _stop(running)
        return running.returncode


def pause_after(failures: int) -> float:
    """Return the seconds to wait before a restart, after *failures* in a row."""
    return min(0.25 * 2.0 ** (failures - 1), _LONGEST_PAUSE_SECONDS)


def _stop(running: subprocess.Popen[bytes]) -> int:
    running.terminate()
    try:
        return running.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        return running.wait()


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set, in place of what they did before.

    A thread sets it: the handler interrupts whoever waits for the event, and would wait for ever
    where that holds the event's lock, or where a second signal interrupts the first one's handler.
    """
    stopping = threading.Event()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    setter = threading.Thread(target=_set_when_told, args=(reading, stopping), daemon=True)
    setter.start()
    kept = {
        number: signal.signal(number, lambda *_: _tell(writing))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stopping
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        os.close(writing)  # the thread ends
        setter.join()
        os.close(reading)


def _tell(writing: int) -> None:
    with contextlib.suppress(BlockingIOError):  # full of signals that say the same
        os.write(writing, b"!")


def _set_when_told(reading: int, stopping: threading.Event) -> None:
    if os.read(reading, 1):
        stopping.set()
