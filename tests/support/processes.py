"""Real processes of the product, and what the system knows of them (Linux)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from tenantry.clock import monotonic_ms

_LIMIT_SECONDS = 60.0


@contextmanager
def tenantry(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in *folder* until the end of the block; what it says is in `output.txt`."""
    with (folder / "output.txt").open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "tenantry", *words],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield running
        finally:
            running.terminate()
            running.wait(timeout=_LIMIT_SECONDS)


def children_of(process_id: int) -> set[int]:
    """Return the process ids of the direct children."""
    found: set[int] = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{process_id}/task").iterdir():
            found.update(map(int, (thread / "children").read_text().split()))
    return found


def is_alive(process_id: int) -> bool:
    """Return whether the process is there and no zombie."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Return when *holds* is true; fail with *what* after a minute."""
    until = monotonic_ms() + _LIMIT_SECONDS * 1000
    while not holds():
        assert monotonic_ms() < until, f"not in time: {what}"
        sleep(0.05)
