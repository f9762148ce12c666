"""`tenantry serve` on the loopback, and what its processes take of the processor (Linux)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tenantry.runtime.settings import Settings

_HOST = "127.0.0.1"
_LIMIT_SECONDS = 30
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_USER_TICKS, _SYSTEM_TICKS = 11, 12  # fields of `/proc/PID/stat` after the command's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that answers plain http on *host* and *port*."""

    host: str
    port: int
    process_id: int

    def processor_seconds(self) -> float:
        """Return what the server and its children have taken until now."""
        return sum(map(_processor_seconds, _tree(self.process_id)))


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """Serve the installation until the end of the block, without a worker."""
    command = [sys.executable, "-m", "tenantry", "serve", "--output", "json"]
    place = ["--data", str(settings.folder), "--database", settings.database_url]
    told = ["--http-port", "0"]
    for assignment in (f"host={_HOST}", "worker.instances=0", "log.level=warning"):
        told += ["--set", assignment]
    with subprocess.Popen([*command, *place, *told], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Served(host=_HOST, port=_port_told_by(process), process_id=process.pid)
        finally:
            process.terminate()
            process.wait(_LIMIT_SECONDS)


def _port_told_by(process: subprocess.Popen[str]) -> int:
    told = ""
    for line in process.stdout or ():
        told += line
        if line.startswith("}"):
            return int(json.loads(told)["httpPort"])
    raise SystemExit("the server did not start")


def _tree(process_id: int) -> Iterator[int]:
    yield process_id
    for thread in Path(f"/proc/{process_id}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from _tree(int(child))


def _processor_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])) / _TICKS_PER_SECOND
