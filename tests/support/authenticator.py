"""A security key in software: what a browser and a key answer to a page (WebAuthn, ES256)."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

_PRESENT, _VERIFIED, _NEW = 0x01, 0x04, 0x40
_AAGUID = bytes.fromhex("0123456789abcdef0123456789abcdef")


@dataclass(slots=True, kw_only=True)
class Authenticator:
    """One key that knows its user.

    ``counts`` is false for a passkey that says no counter; ``verifies`` is false for a key that
    asks for no PIN and no finger.
    """

    origin: str
    counts: bool = True
    verifies: bool = True
    uses: int = 0
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: Mapping[str, Any]) -> str:
        """Answer `navigator.credentials.create()`."""
        host = options["rp"]["id"]
        identity = (
            _AAGUID
            + len(self.credential_id).to_bytes(2, "big")
            + self.credential_id
            + self._public_key()
        )
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._said_by_key(host, _NEW) + identity,
        }
        response = {
            "clientDataJSON": bytes_to_base64url(self._said_by_browser("create", options)),
            "attestationObject": bytes_to_base64url(encode_cbor(attestation)),
        }
        return self._answer(response)

    def sign(self, options: Mapping[str, Any]) -> str:
        """Answer `navigator.credentials.get()`."""
        client_data = self._said_by_browser("get", options)
        authenticator_data = self._said_by_key(options["rpId"], 0)
        signed = authenticator_data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": bytes_to_base64url(client_data),
            "authenticatorData": bytes_to_base64url(authenticator_data),
            "signature": bytes_to_base64url(self._key.sign(signed, ec.ECDSA(SHA256()))),
        }
        return self._answer(response)

    def _answer(self, response: Mapping[str, str]) -> str:
        name = bytes_to_base64url(self.credential_id)
        answer = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
        return json.dumps(answer)

    def _said_by_browser(self, what: str, options: Mapping[str, Any]) -> bytes:
        content = {
            "type": f"webauthn.{what}",
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(content).encode()

    def _said_by_key(self, host: str, flags: int) -> bytes:
        self.uses += 1
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        count = self.uses if self.counts else 0
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        cose = {
            1: 2,  # a key on an elliptic curve
            3: -7,  # ES256
            -1: 1,  # P-256
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        return encode_cbor(cose)


def tampered(answer: str, name: str) -> str:
    """Return the answer with the last byte of one part of its response turned over."""
    changed = json.loads(answer)
    content = bytearray(base64url_to_bytes(changed["response"][name]))
    content[-1] ^= 1
    changed["response"][name] = bytes_to_base64url(bytes(content))
    return json.dumps(changed)
