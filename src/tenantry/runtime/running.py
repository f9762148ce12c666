"""A whole installation on one machine: web servers and a worker, from one command."""

import http.client
import os
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from time import sleep

from tenantry.clock import monotonic_ms
from tenantry.errors import UnavailableError
from tenantry.runtime.certificate import check_certificate
from tenantry.runtime.listening import Listeners, listen
from tenantry.runtime.services import open_services
from tenantry.runtime.setting_descriptions import environment_of
from tenantry.runtime.settings import Settings
from tenantry.runtime.supervising import Child, Supervisor

_START_SECONDS = 60
_ASK_EVERY_SECONDS = 0.02


@contextmanager
def listening(settings: Settings) -> Iterator[tuple[Settings, Listeners, Listeners]]:
    """Give the settings with the real ports, the sockets for https and those for http.

    Raises `InvalidValueError` for a certificate that cannot be served.
    """
    check_certificate(settings)
    https = (
        listen(settings.host, settings.port, setting="port")
        if settings.has_tls
        else Listeners(port=settings.port, sockets=())
    )
    with closing(https):
        http_ = listen(settings.host, settings.http_port, setting="http_port")
        with closing(http_):
            yield replace(settings, port=https.port, http_port=http_.port), https, http_


@contextmanager
def running(
    settings: Settings, https: Listeners, http_: Listeners, *, output: int | None = None
) -> Iterator[Supervisor]:
    """Run the installation on these sockets while the block lasts; it answers when that begins.

    *output* is a file descriptor for what the children write, or `None` for our own.
    Raises `UnavailableError` if a child does not start.
    """
    with open_services(settings):
        pass  # a fault of the database shows here, not in a child that starts again and again
    environment = {**os.environ, **environment_of(settings)}
    children = [*_web_servers(settings, https, http_), *_workers(settings)]
    with Supervisor(children, environment=environment, output=output) as supervisor:
        _wait_until_ready(settings, supervisor)
        yield supervisor


def _web_servers(settings: Settings, https: Listeners, http_: Listeners) -> list[Child]:
    arguments = ["web"]
    for option, listeners in (("--https", https), ("--http", http_)):
        for descriptor in listeners.descriptors:
            arguments += [option, str(descriptor)]
    descriptors = (*https.descriptors, *http_.descriptors)
    return [
        Child(name=f"web-{number}", arguments=arguments, descriptors=descriptors)
        for number in range(1, settings.web_instances + 1)
    ]


def _workers(settings: Settings) -> list[Child]:
    return [
        Child(name=f"worker-{number}", arguments=["worker"])
        for number in range(1, settings.worker_instances + 1)
    ]


def _wait_until_ready(settings: Settings, supervisor: Supervisor) -> None:
    deadline = monotonic_ms() + _START_SECONDS * 1000
    while not _is_ready(settings):
        if supervisor.unexpected_ends:
            raise UnavailableError("the server ended as soon as it started; its log says why")
        if monotonic_ms() > deadline:
            message = f"the server did not answer within {_START_SECONDS} seconds; see its log"
            raise UnavailableError(message)
        sleep(_ASK_EVERY_SECONDS)


def _is_ready(settings: Settings) -> bool:
    connections = [http.client.HTTPConnection(settings.host, settings.http_port, timeout=2)]
    if settings.has_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False  # asked is whether we answer, not who we are
        context.verify_mode = ssl.CERT_NONE
        connections.append(
            http.client.HTTPSConnection(settings.host, settings.port, timeout=2, context=context)
        )
    return all(_answers(connection) for connection in connections)


def _answers(connection: http.client.HTTPConnection) -> bool:
    with closing(connection):
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
