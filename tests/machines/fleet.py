"""Web servers and workers as they run on several machines: real processes, one database.

Each has a folder of its own; what they share is the database's URL, the secret key and the
address that clients know.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

import httpx
import pytest
from cryptography.fernet import Fernet

from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tests.support.processes import tenantry, wait_until

ADDRESS = "https://directory.test"  # of the proxy in front, which speaks TLS


class Fleet:
    """Machines that share the database at *url*; each gets a folder within *folder*."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder
        self._stack = ExitStack()
        self._started = 0

    def start_worker(self) -> Popen[bytes]:
        """Start a worker, without waiting until it works."""
        return self._start("worker")[0]

    def start_web(self) -> "Web":
        """Start a machine with one web server, without waiting until it answers."""
        ports = ("--port", "0", "--http-port", "0")
        return Web(
            self._start("serve", *ports, "--output", "json", "--set", "worker.instances=0")[1]
        )

    @contextmanager
    def services(self) -> Iterator[Services]:
        """Give the parts of the installation in this process."""
        settings = Settings(folder=self._folder, database=self.url, base_url=ADDRESS)
        with open_services(settings) as services:
            yield services

    def close(self) -> None:
        """End every machine."""
        self._stack.close()

    def _start(self, *words: str) -> tuple[Popen[bytes], Path]:
        self._started += 1
        folder = self._folder / f"machine-{self._started}"
        folder.mkdir()
        return self._stack.enter_context(tenantry(folder, *words)), folder / "output.txt"


class Web:
    """A web server whose output is in the file *output*."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def client(self) -> httpx.Client:
        """Return a client that comes as through the proxy, once the server answers."""
        wait_until(lambda: self._ports() != [], "the web server answers")
        [port] = self._ports()
        headers = {"Host": httpx.URL(ADDRESS).host, "X-Forwarded-Proto": "https"}
        return httpx.Client(base_url=f"http://localhost:{port}", headers=headers, timeout=30)

    def _ports(self) -> list[str]:
        return re.findall(r'"httpPort": ?(\d+)', self._output.read_text())


@contextmanager
def fleet_on(url: str, folder: Path) -> Iterator[Fleet]:
    """Give a fleet without machines; those that are started end with the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TENANTRY_DATABASE", url)
        patch.setenv("TENANTRY_BASE_URL", ADDRESS)
        patch.setenv("TENANTRY_SECRET_KEY", Fernet.generate_key().decode())
        fleet = Fleet(url, folder)
        try:
            yield fleet
        finally:
            fleet.close()
