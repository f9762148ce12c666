"""Certificates that a proxy saw in the TLS handshake and tells of in `Client-Cert` (RFC 9440).

The header counts from the proxies that a setting names, and from nobody else: whoever reaches
this server otherwise could write any certificate into it, which is public, without its key.
"""

import base64
import binascii
import ipaddress
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from tenantry.errors import InvalidValueError
from tenantry.signin.endpoints.exchanges import CERTIFICATE_EXTENSION

_HEADER = b"client-cert"
_LONGEST = 16384  # bytes of the header

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ClientCertificates:
    """Puts the certificate into the request's scope, where a trusted proxy tells of one."""

    def __init__(self, application: ASGIApp, trusted: Iterable[Network]) -> None:
        self._application = application
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and self._is_trusted(scope.get("client")):
            certificate = certificate_in(scope["headers"])
            if certificate:
                extensions = scope.get("extensions") or {}
                scope = {**scope, "extensions": {**extensions, CERTIFICATE_EXTENSION: certificate}}
        await self._application(scope, receive, send)

    def _is_trusted(self, peer: tuple[str, int] | None) -> bool:
        if not (peer and self._trusted):
            return False
        try:
            address = ipaddress.ip_address(peer[0])
        except ValueError:  # a local socket has no address
            return False
        return any(address in network for network in self._trusted)


def read_networks(text: str) -> tuple[Network, ...]:
    """Return the addresses and networks of the setting; `InvalidValueError` for anything else."""
    named = [each.strip() for each in text.split(",")]
    try:
        return tuple(ipaddress.ip_network(each, strict=False) for each in named if each)
    except ValueError as fault:
        message = f"{fault}; name addresses or networks such as `192.0.2.0/24`"
        raise InvalidValueError("web.certificate_proxies", message) from fault


def certificate_in(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    r"""Return the certificate of the one `Client-Cert` in DER; empty where it says none.

    >>> certificate_in([(b"client-cert", b":AQID:")])
    b'\x01\x02\x03'
    """
    values = [value.strip() for name, value in headers if name.lower() == _HEADER]
    if len(values) != 1 or len(values[0]) > _LONGEST:
        return b""
    [value] = values
    if len(value) < 2 or not (value.startswith(b":") and value.endswith(b":")):  # noqa: PLR2004  # the colons
        return b""
    try:
        return base64.b64decode(value[1:-1], validate=True)
    except binascii.Error:
        return b""
