"""Webhooks: batches of records by HTTPS POST, signed so that the receiver knows the sender."""

import hashlib
import hmac
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from tenantry.audit.exporting.records import Record
from tenantry.clock import epoch_seconds

_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDestination:
    """A receiver at *url*; *secret* is known to both, *trust* judges its certificate."""

    url: str
    secret: str
    trust: ssl.SSLContext | None = None
    name: str = "webhook"

    def send(self, records: Sequence[Record]) -> str | None:
        """Post *records* as `{"records": […]}`; anything but success is a failure."""
        body = b'{"records":[' + b",".join(each.as_json() for each in records) + b"]}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "tenantry",
            "Tenantry-Batch": f"{records[0].tenant_id}:{records[0].head}",
            "Tenantry-Signature": signature_of(self.secret, int(epoch_seconds()), body),
        }
        connection = self._connection()
        try:
            connection.request("POST", self._target, body, headers)
            status = connection.getresponse().status
        except (OSError, HTTPException) as fault:
            return f"the webhook cannot be reached: {fault}"
        finally:
            connection.close()
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return None
        return f"the webhook answers {status}"

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        host, port = str(parts.hostname), parts.port
        if parts.scheme == "http":
            return HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)
        return HTTPSConnection(host, port, timeout=_TIMEOUT_SECONDS, context=self.trust)

    @property
    def _target(self) -> str:
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def signature_of(secret: str, at: int, body: bytes) -> str:
    """Return the header that proves *body* and its time: HMAC-SHA-256 of `{at}.{body}`."""
    signed = f"{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
