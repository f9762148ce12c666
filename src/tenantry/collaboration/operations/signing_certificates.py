"""Certificates by which a federation signs, as they are given and as they are kept."""

import base64
import binascii

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from tenantry.errors import InvalidValueError

_SHORTEST_RSA = 2048  # bits
_NAME = "signing_certificate"


def read_certificate(text: str) -> str:
    """Return a certificate, given as PEM or as DER in base64, as the latter on one line.

    Raises `InvalidValueError` for what is none, and for a key that is too weak to be believed.
    """
    certificate = _parsed(text)
    key = certificate.public_key()
    is_rsa = isinstance(key, RSAPublicKey) and key.key_size >= _SHORTEST_RSA
    if not (is_rsa or isinstance(key, EllipticCurvePublicKey)):
        message = f"`{_NAME}` must have an RSA key of {_SHORTEST_RSA} bits or more, or one of ECDSA"
        raise InvalidValueError(_NAME, message)
    return base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()


def _parsed(text: str) -> x509.Certificate:
    try:
        if text.lstrip().startswith("-----BEGIN"):
            certificate = x509.load_pem_x509_certificate(text.encode())
        else:
            content = base64.b64decode("".join(text.split()), validate=True)
            certificate = x509.load_der_x509_certificate(content)
        certificate.public_key()
    except (binascii.Error, ValueError, UnsupportedAlgorithm, x509.InvalidVersion) as fault:
        message = f"`{_NAME}` is no X.509 certificate; send its DER form in base64, without the key"
        raise InvalidValueError(_NAME, message) from fault
    return certificate
