"""Syslog by RFC 5424: over TLS or TCP with octet counting (RFC 5425, RFC 6587), or over UDP.

Syslog acknowledges nothing: what a connection took when it broke may be lost or come twice.
"""

import os
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tenantry.audit.exporting.records import Record

Transport = Literal["udp", "tcp", "tls"]

_TIMEOUT_SECONDS = 10.0
_LOG_AUDIT = 13 * 8  # the facility, in its place
_WARNING, _INFORMATIONAL = 4, 6
_LARGEST_DATAGRAM = 60_000  # bytes; the network takes no more than 65,507
_ENTERPRISE = "32473"  # the number for those who have none (RFC 5612)
_NO_SPACE = str.maketrans(dict.fromkeys(" \t\r\n", "_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SyslogDestination:
    """A collector at *host* and *port*; *trust* judges its certificate."""

    host: str
    port: int
    transport: Transport
    trust: ssl.SSLContext | None = None
    name: str = "syslog"

    def send(self, records: Sequence[Record]) -> str | None:
        """Send *records* in a connection of their own."""
        try:
            if self.transport == "udp":
                self._send_datagrams(records)
            else:
                self._send_frames(records)
        except OSError as fault:
            return f"the collector `{self.host}:{self.port}` does not serve: {fault}"
        return None

    def _send_datagrams(self, records: Sequence[Record]) -> None:
        family, kind, number, _, address = socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind, number) as sender:
            sender.connect(address)
            for record in records:
                sender.send(message_of(record)[:_LARGEST_DATAGRAM])

    def _send_frames(self, records: Sequence[Record]) -> None:
        messages = [message_of(record) for record in records]
        frames = b"".join(b"%d %s" % (len(message), message) for message in messages)
        address = (self.host, self.port)
        with socket.create_connection(address, timeout=_TIMEOUT_SECONDS) as plain:
            if self.transport == "tcp":
                plain.sendall(frames)
                plain.shutdown(socket.SHUT_WR)
                return
            trust = self.trust or ssl.create_default_context()
            with trust.wrap_socket(plain, server_hostname=self.host) as encrypted:
                encrypted.sendall(frames)
                encrypted.unwrap()


def message_of(record: Record) -> bytes:
    """Return *record* as a syslog message: its place as structured data, its JSON as the text."""
    severity = _WARNING if record.is_failure else _INFORMATIONAL
    data = f'[tenantry@{_ENTERPRISE} tenant="{record.tenant_id}" head="{record.head}"]'
    host = socket.gethostname().translate(_NO_SPACE) or "-"
    header = (
        f"<{_LOG_AUDIT + severity}>1 {record.instant} {host} tenantry {os.getpid()}"
        f" {record.log.value} {data} "
    )
    return header.encode("ascii", "replace") + record.as_json()
