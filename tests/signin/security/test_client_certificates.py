"""Certificates that a proxy tells of: from whom they count."""

import asyncio
import base64
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, strategies as st
from joserfc.jwk import ECKey
from starlette.types import ASGIApp, Receive, Scope, Send

from tenantry.clock import system_now
from tenantry.directory.devices import key_of
from tenantry.identifiers import new_id
from tenantry.runtime.client_certificates import ClientCertificates, certificate_in, read_networks
from tenantry.signin.endpoints.exchanges import CERTIFICATE_EXTENSION
from tests.support.browsers import Browser
from tests.support.policies import POLICIES, require
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_HEADER = [(b"client-cert", b":AQID:")]


def seen_from(peer: str | None, trusted: str, headers: list[tuple[bytes, bytes]]) -> bytes:
    """Return the certificate that the application is told of."""
    found: list[bytes] = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope.get("extensions", {}).get(CERTIFICATE_EXTENSION, b""))

    wrapped: ASGIApp = ClientCertificates(application, read_networks(trusted))
    scope = {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}
    asyncio.run(wrapped(scope, None, None))  # type: ignore[arg-type]  # nothing is read or sent
    return found[0]


@pytest.mark.parametrize(
    ("peer", "trusted", "is_told"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "198.51.100.1, 192.0.2.0/24", True),
        ("2001:db8::7", "2001:db8::/64", True),
        ("192.0.2.7", "", False),
        ("127.0.0.1", "", False),
        ("203.0.113.9", "192.0.2.0/24", False),
        ("a socket", "192.0.2.0/24", False),
        (None, "192.0.2.0/24", False),
    ],
)
def test_the_header_counts_from_the_named_proxies_alone(
    peer: str | None, trusted: str, *, is_told: bool
) -> None:
    assert (b"\x01\x02\x03" if is_told else b"") == seen_from(peer, trusted, _HEADER)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [*_HEADER, *_HEADER],
        [(b"client-cert", b"AQID")],
        [(b"client-cert", b":")],
        [(b"client-cert", b":not base64:")],
        [(b"client-cert", b":" + b"A" * 20000 + b":")],
    ],
)
def test_a_header_that_is_not_as_it_should_be_tells_nothing(
    headers: list[tuple[bytes, bytes]],
) -> None:
    assert b"" == seen_from("192.0.2.7", "192.0.2.7", headers)


@given(st.binary(max_size=64))
def test_whatever_the_header_holds_nothing_breaks(value: bytes) -> None:
    certificate_in([(b"client-cert", value)])


def test_a_certificate_meets_the_policy_and_the_header_alone_does_not(
    world: Installation, home: Tenant, board: RelyingParty, ana: Json
) -> None:
    device_id, private = new_id(), ec.generate_private_key(ec.SECP256R1())
    _register(home, device_id, private)
    value = f":{base64.b64encode(_certificate(device_id, private)).decode()}:"
    policy = require(home, "compliantDevice", includeUsers=[ana["id"]])
    direct = world.browser()
    behind = world.browser(lambda inner: ClientCertificates(inner, read_networks("127.0.0.1")))
    for browser in (direct, behind):
        browser.http.headers["Client-Cert"] = value

    pages = [_come(browser, board, ana) for browser in (direct, behind)]
    home.delete(f"{POLICIES}/{policy}")

    assert ["AADSTS50097", "let in"] == pages


def _come(browser: Browser, board: RelyingParty, ana: Json) -> str:
    page = accept_all(browser, visit(browser, board, ana))
    if page.is_outside:
        return "let in"
    return "AADSTS50097" if "AADSTS50097" in page.text else page.text


def _register(home: Tenant, device_id: str, private: ec.EllipticCurvePrivateKey) -> None:
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    device = {
        "accountEnabled": True,
        "alternativeSecurityIds": [key_of(ECKey.import_key(public).thumbprint())],
        "deviceId": device_id,
        "displayName": "Laptop",
        "isCompliant": True,
        "operatingSystem": "linux",
        "operatingSystemVersion": "6.1",
    }
    home.post("/devices", device)


def _certificate(device_id: str, private: ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device_id)])
    now = system_now()
    built = x509.CertificateBuilder(name, name, private.public_key(), 1)
    built = built.not_valid_before(now - timedelta(days=1))
    signed = built.not_valid_after(now + timedelta(days=1)).sign(private, SHA256())
    return signed.public_bytes(Encoding.DER)
