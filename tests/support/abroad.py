"""A second installation: another cloud, which the first one reaches over https alone."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
import uvicorn

from tenantry.clock import monotonic_ms
from tenantry.runtime.web import web_application
from tests.support.installations import Ground
from tests.support.scenarios import Installation

_START_MS = 20_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """A running installation at *url*; ``authority`` is its certificate's, in PEM."""

    installation: Installation
    url: str
    authority: bytes


@contextmanager
def abroad(ground: Ground, folder: Path) -> Iterator[Abroad]:
    """Run another installation on a free port of this machine until the end of the block."""
    database_url = f"sqlite:///{folder / 'abroad.db'}"
    founded = ground.prepare(database_url)
    authority = trustme.CA()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"https://localhost:{listening.getsockname()[1]}"
        with ground.open(database_url, base_url=url) as services:
            config = uvicorn.Config(web_application(services), log_level="warning", lifespan="off")
            config.load()
            config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(config.ssl)
            with _serving(uvicorn.Server(config), listening):
                yield Abroad(
                    installation=Installation(services, founded),
                    url=url,
                    authority=authority.cert_pem.bytes(),
                )


@contextmanager
def _serving(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    until = monotonic_ms() + _START_MS
    while not server.started:
        assert monotonic_ms() < until, "the other installation does not start"
        thread.join(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
