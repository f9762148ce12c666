"""The web server: one application on https and on plain http, in one event loop."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
import uvloop
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tenantry.runtime.client_certificates import ClientCertificates, read_networks
from tenantry.runtime.listening import Listeners

_GRACE_SECONDS = 5


class _Server(uvicorn.Server):
    """A server that leaves the signals to `serve`, which stops both servers at once."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(
    application: ASGIApp,
    *,
    https: Listeners,
    http: Listeners,
    certificate: str,
    key: str,
    proxies: str,
    certificate_proxies: str = "",
) -> None:
    """Answer requests until SIGTERM or SIGINT.

    *certificate* and *key* are PEM files; without https sockets they may be empty.  *proxies*
    are the addresses whose X-Forwarded headers count; empty: those of this machine.
    *certificate_proxies* are those whose Client-Cert counts; empty: nobody's.
    """
    trusted = read_networks(certificate_proxies)
    # Who the peer is must be known before X-Forwarded-For puts the browser in its place.
    application = ClientCertificates(_behind(application, proxies), trusted)
    servers = []
    if https.sockets:
        secured = _Server(_configuration(application, certificate=certificate, key=key))
        servers.append((secured, https))
    if http.sockets:
        servers.append((_Server(_configuration(application)), http))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve_all(servers))


async def _serve_all(servers: list[tuple[_Server, Listeners]]) -> None:
    def stop() -> None:
        for server, _ in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    async with asyncio.TaskGroup() as group:
        for server, listeners in servers:
            group.create_task(server.serve(sockets=list(listeners.sockets)))


def _behind(application: ASGIApp, proxies: str) -> ASGIApp:
    """Let X-Forwarded headers of the *proxies* count, as uvicorn does."""
    trusted = proxies or os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    return cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", application), trusted))


def _configuration(application: ASGIApp, *, certificate: str = "", key: str = "") -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ssl_certfile=certificate or None,
        ssl_keyfile=key or None,
    )
