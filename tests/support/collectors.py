"""Collectors of logs on real ports: a webhook's receiver, and syslog by each transport."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

_FRAME = re.compile(rb"(\d+) ")


class Receiver:
    """What a webhook got; it answers ``status`` and remembers bodies with their signatures."""

    def __init__(self) -> None:
        self.status = 200
        self.port = 0
        self.got: list[tuple[str, bytes]] = []

    @property
    def records(self) -> list[dict[str, Any]]:
        """Everything that was received, decoded."""
        return [each for _, body in self.got for each in msgspec.json.decode(body)["records"]]


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """Give a receiver that listens on a free port of this machine."""
    receiver = Receiver()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.status < 300:  # success
                receiver.got.append((self.headers["Tenantry-Signature"], body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Collector:
    """What a syslog collector got: messages without their frames."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[bytes] = []


@contextmanager
def running_collector(trust: ssl.SSLContext | None = None) -> Iterator[Collector]:
    """Give a collector by TCP, or by TLS with the certificate in *trust*."""
    listening = socket.create_server(("127.0.0.1", 0))
    collector = Collector(listening.getsockname()[1])

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                content = _content(connection, trust)
                while found := _FRAME.match(content):
                    end = found.end() + int(found.group(1))
                    collector.messages.append(content[found.end() : end])
                    content = content[end:]

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield collector
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@contextmanager
def running_datagram_collector() -> Iterator[Collector]:
    """Give a collector by UDP."""
    with socket.socket(type=socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        collector = Collector(listening.getsockname()[1])

        def serve() -> None:
            while message := listening.recv(65536):
                collector.messages.append(message)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield collector
        finally:
            with socket.socket(type=socket.SOCK_DGRAM) as ending:
                ending.sendto(b"", ("127.0.0.1", collector.port))
            thread.join()


def _content(connection: socket.socket, trust: ssl.SSLContext | None) -> bytes:
    content = b""
    with suppress(OSError):
        stream = trust.wrap_socket(connection, server_side=True) if trust else connection
        with stream:
            while chunk := stream.recv(65536):
                content += chunk
    return content
