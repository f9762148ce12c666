"""A proxy for clients that know no other hosts than those of the cloud: it leads them to the lab.

It takes nothing but CONNECT (RFC 9110 §9.3.6), and only for hosts that the lab has a certificate
for; every other connection is refused, so no client reaches the world by accident.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tenantry.lab.certificates import PROXIED_HOSTS

_CHUNK = 65536
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


@contextmanager
def proxied(port: int) -> Iterator[str]:
    """Give the address of a proxy to the lab that serves TLS at *port*."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        _start(_serve, listening, port)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, port: int) -> None:
    try:
        while True:
            client, _ = listening.accept()
            _start(_tunnel, client, port)
    except OSError:
        return  # the test is over


def _tunnel(client: socket.socket, port: int) -> None:
    with client, client.makefile("rb") as sent:
        method, _, rest = sent.readline().decode("latin-1").partition(" ")
        while sent.readline().strip():
            pass  # headers, up to the empty line
        if method != "CONNECT" or rest.partition(":")[0] not in PROXIED_HOSTS:
            client.sendall(_REFUSED)
            return
        with socket.create_connection(("127.0.0.1", port)) as lab:
            client.sendall(_OPEN)
            answering = _start(_carry, lab, client)
            _carry(client, lab)
            answering.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    """Copy everything, and tell the other side when there is no more."""
    try:
        while data := source.recv(_CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two hung up


def _start(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread
