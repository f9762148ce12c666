"""Documents of other issuers, fetched over https without being led into our own network.

The address is looked up once, judged, and connected to, so that a name cannot point elsewhere
between the judging and the connecting.  Redirects are not followed.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlencode, urlsplit

import msgspec

_STEP_SECONDS = 5.0
_WHOLE_SECONDS = 10.0
_LARGEST = 512 * 1024  # bytes
_HTTPS_PORT = 443
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_OWN_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # of a network's own use, RFC 8215
_LAST_32_BITS = 0xFFFFFFFF


class FetchError(Exception):
    """A document was not fetched; the message tells why, in words for a caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where may be fetched from: whose certificates are believed, and which hosts are known.

    ``known_hosts`` may have any address, all others public ones only.  Without ``trust``, the
    authorities of this machine are believed.
    """

    trust: ssl.SSLContext | None
    known_hosts: AbstractSet[str]


def fetch_json(url: str, reach: Reach) -> object:
    """Return the JSON at *url*, which must be https.  Raises `FetchError`."""
    status, content = _exchange(url, reach, "GET")
    if status != HTTPStatus.OK:
        raise FetchError(f"it answers {status}")
    return _decoded(content)


def fetch_document(url: str, reach: Reach) -> bytes:
    """Return what is at *url*, which must be https.  Raises `FetchError`."""
    status, content = _exchange(url, reach, "GET", headers={"Accept": "*/*"})
    if status != HTTPStatus.OK:
        raise FetchError(f"it answers {status}")
    return content


def try_fetch(url: str, reach: Reach) -> tuple[int, object]:
    """Return status and JSON at *url*, whatever the status; `FetchError` where there is none."""
    status, content = _exchange(url, reach, "GET")
    return status, _decoded(content)


def post_form(
    url: str, fields: Mapping[str, str], reach: Reach, *, authorization: str = ""
) -> tuple[int, object]:
    """Return status and JSON of the answer to a form; raises `FetchError` where there is none.

    What it means that the status is no 200 only the caller can tell.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if authorization:
        headers["Authorization"] = authorization
    status, content = _exchange(url, reach, "POST", urlencode(fields).encode(), headers)
    return status, _decoded(content)


def _exchange(
    url: str,
    reach: Reach,
    method: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise FetchError("its address does not begin with `https://` and a host")
    try:
        with _deadline(parts, reach) as connection:
            told = {"Accept": "application/json", **(headers or {})}
            connection.request(method, _target(parts), body=body, headers=told)
            response = connection.getresponse()
            content = response.read(_LARGEST + 1)
    except (OSError, HTTPException, ValueError) as fault:
        raise FetchError("it cannot be reached by https") from fault
    if len(content) > _LARGEST:
        raise FetchError("its answer is too long")
    return response.status, content


def _decoded(content: bytes) -> object:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError) as fault:
        raise FetchError("its answer is no JSON") from fault


@contextmanager
def _deadline(parts: SplitResult, reach: Reach) -> Iterator[HTTPSConnection]:
    """Give an open connection that ends by itself, however slowly the other side sends."""
    host, port = str(parts.hostname), parts.port or _HTTPS_PORT
    address = _address_of(host, port, anything=host in reach.known_hosts)
    raw = socket.create_connection((address, port), timeout=_STEP_SECONDS)
    timer = threading.Timer(_WHOLE_SECONDS, _end, [raw])
    timer.daemon = True
    timer.start()
    try:
        trust = reach.trust or _authorities_of_this_machine()
        connection = HTTPSConnection(host, port, timeout=_STEP_SECONDS, context=trust)
        with trust.wrap_socket(raw, server_hostname=host) as encrypted:
            connection.sock = encrypted
            yield connection
    finally:
        timer.cancel()
        raw.close()


@cache
def _authorities_of_this_machine() -> ssl.SSLContext:
    """Return the context that believes them; to read them takes long."""
    return ssl.create_default_context()


def _end(raw: socket.socket) -> None:
    with suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _address_of(host: str, port: int, *, anything: bool) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if anything or _is_public(address):
            return address
    raise FetchError("its host has no public address; list the host in `signin.issuer_hosts`")


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = parsed if isinstance(parsed, ipaddress.IPv4Address) else _meant(parsed)
    return inner is not None and inner.is_global and not inner.is_multicast


def _meant(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return whom an address leads to; None where only the network tells, as for Teredo.

    Sources: RFC 4291 §2.5.5.2, RFC 3056 §2 (6to4), RFC 6052 §2.1 (NAT64), RFC 4380 §4.
    """
    if address.teredo is not None or address in _OWN_NAT64:
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & _LAST_32_BITS)
    return address.ipv4_mapped or address.sixtofour or address


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path
