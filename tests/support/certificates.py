"""Certificates of applications, and the assertions that are signed with their keys."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tenantry.clock import system_now
from tenantry.identifiers import new_id

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["RS256", "PS256", "ES256"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def der(self) -> str:
        """The certificate as Graph takes it: DER in base64."""
        return base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode()

    @property
    def key_pem(self) -> str:
        """The private key."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def public_key_pem(self) -> str:
        """The public key, which everybody may know."""
        public = self.key.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def pem(self) -> str:
        """Private key and certificate in one file, as command lines take them."""
        return self.key_pem + self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def x5t(self) -> str:
        """The SHA-1 thumbprint as a header has it."""
        return _encoded(self.certificate.fingerprint(SHA1()))  # noqa: S303  # what `x5t` is

    @property
    def x5t_sha256(self) -> str:
        """The SHA-256 thumbprint as a header has it."""
        return _encoded(self.certificate.fingerprint(SHA256()))

    @property
    def hexadecimal(self) -> str:
        """The SHA-1 thumbprint as people read it."""
        return self.certificate.fingerprint(SHA1()).hex().upper()  # noqa: S303  # see x5t

    @property
    def hexadecimal_sha256(self) -> str:
        """The SHA-256 thumbprint as people read it."""
        return self.certificate.fingerprint(SHA256()).hex().upper()

    def sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        """Return the JWT of *claims*."""
        kind = RSAKey if isinstance(self.key, rsa.RSAPrivateKey) else ECKey
        payload = msgspec.json.encode(claims)
        registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        return jws.serialize_compact(
            header, payload, kind.import_key(self.key_pem), registry=registry
        )


def of_unknown_kind(certificate: Certificate) -> str:
    """Return a certificate, DER in base64, whose key is of a kind that nobody knows."""
    rsa_key, unknown = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d010163")
    der = base64.b64decode(certificate.der)
    assert rsa_key in der
    return base64.b64encode(der.replace(rsa_key, unknown)).decode()


def make_certificate(key: PrivateKey | None = None, *, days: float = 365) -> Certificate:
    """Return a certificate for a year, or *days*, of *key* or of a new one of RSA."""
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "board.test")])
    now = system_now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=-1))
        .not_valid_after(now + timedelta(days=days))
    )
    return Certificate(builder.sign(key, SHA256()), key)


def assertion_claims(app_id: str, audience: str, **changed: Any) -> dict[str, Any]:
    """Return what an assertion of *app_id* says; what is *changed* to None is left out."""
    now = system_now().timestamp()
    claims = {
        "aud": audience,
        "iss": app_id,
        "sub": app_id,
        "jti": new_id(),
        "iat": now,
        "nbf": now,
        "exp": now + 600.5,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _encoded(thumbprint: bytes) -> str:
    return base64.urlsafe_b64encode(thumbprint).decode().rstrip("=")
