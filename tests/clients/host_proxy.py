"""A proxy for clients that know no other hosts than those of the cloud: it leads them to the lab.

It takes nothing but CONNECT (RFC 9110 §9.3.6), and only for hosts that the lab has a certificate
for; every other connection is refused, so no client reaches the world by accident.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tenantry.lab.certificates import PROXIED_HOSTS

_CHUNK = 65536
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


class _Tunnel(socketserver.StreamRequestHandler):
    """One connection of a client."""

    server: "_Proxy"

    def handle(self) -> None:
        method, _, rest = self.rfile.readline().decode("latin-1").partition(" ")
        while self.rfile.readline().strip():
            pass  # headers, up to the empty line
        host = rest.partition(":")[0]
        if method != "CONNECT" or host not in PROXIED_HOSTS:
            self.wfile.write(_REFUSED)
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as lab:
            self.wfile.write(_OPEN)
            answering = threading.Thread(target=_carry, args=(lab, self.connection), daemon=True)
            answering.start()
            _carry(self.connection, lab)
            answering.join()


class _Proxy(socketserver.ThreadingTCPServer):
    """Serves until it is shut down; *port* is the lab's."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.port = port


def _carry(source: socket.socket, target: socket.socket) -> None:
    """Copy everything, and tell the other side when there is no more."""
    try:
        while data := source.recv(_CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two hung up


@contextmanager
def proxied(port: int) -> Iterator[str]:
    """Give the address of a proxy to the lab that serves TLS at *port*."""
    with _Proxy(port) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{proxy.server_address[1]}"
        finally:
            proxy.shutdown()
