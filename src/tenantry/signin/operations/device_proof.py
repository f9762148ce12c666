"""A device proves itself: by a claim signed with its key, or by its certificate.

Either way the key must be registered on the device in the tenant that manages it; what that
tenant says of the device is all that is believed.  Of a certificate, whoever ended TLS has
checked that the device holds its key.
"""

from dataclasses import replace
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from tenantry.access.conditional.proofs import DeviceState
from tenantry.clock import epoch_seconds, parse_instant
from tenantry.directory.devices import HYBRID_JOINED, thumbprints_of
from tenantry.directory.stores import devices
from tenantry.directory.values import Record
from tenantry.signin.device_claims import holds, read_device_claim
from tenantry.signin.proofs import DEVICE, Proof, device_of
from tenantry.signin.sessions import Session
from tenantry.signin.stores import sessions
from tenantry.signin.traces import Trace
from tenantry.storage.unit_of_work import Reading, UnitOfWork

ALGORITHMS = ("ES256", "PS256", "RS256")
_LONGEST_CLAIM = 8192  # bytes


def find_device(reading: Reading, tenant_id: str, claim: str, now: float) -> DeviceState | None:
    """Return the device of a signed *claim*, None where it proves nothing to the tenant.

    *now* is real time in seconds, by which the claim was made.
    """
    signed = _verified(claim)
    if signed is None:
        return None
    payload, thumbprint = signed
    claims = read_device_claim(payload)
    if claims is None or not holds(claims, tenant_id, now):
        return None
    return _registered(reading, tenant_id, claims.sub, thumbprint)


def find_device_of_certificate(
    reading: Reading, tenant_id: str, certificate: bytes, now: str
) -> DeviceState | None:
    """Return the device whose common name and key a DER *certificate* has, None without one.

    *now* is the stored instant at which the certificate must hold.
    """
    try:
        read = x509.load_der_x509_certificate(certificate)
        key = read.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        thumbprint = _key_of(key).thumbprint()
        [name] = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except (ValueError, JoseError, UnsupportedAlgorithm, x509.InvalidVersion):
        return None
    if not read.not_valid_before_utc <= parse_instant(now) < read.not_valid_after_utc:
        return None
    return _registered(reading, tenant_id, str(name.value), thumbprint)


def known_device(reading: Reading, tenant_id: str, device_id: str) -> DeviceState | None:
    """Return what the tenant says now of a device that proved itself before."""
    device = devices.find_by_device_id(reading, tenant_id, device_id)
    if device is None or not device["account_enabled"]:
        return None
    return _state(tenant_id, device)


def with_device(work: UnitOfWork, session: Session, trace: Trace) -> Session:
    """Return the session with the device that signed claim or certificate prove, noted for later.

    What proves nothing changes nothing.
    """
    home, found = session.tenant_id, None
    if trace.device_claim:
        found = find_device(work, home, trace.device_claim, epoch_seconds())
    if found is None and trace.client_certificate:
        found = find_device_of_certificate(work, home, trace.client_certificate, work.instant)
    if found is None or device_of(session.proofs) == found.device_id:
        return session
    proof = Proof(method=DEVICE, at=work.instant, tenant_id=home, device_id=found.device_id)
    proofs = (*(each for each in session.proofs if each.method != DEVICE), proof)
    sessions.set_proofs(work, home, session.id, proofs)
    return replace(session, proofs=proofs)


def _verified(claim: str) -> tuple[bytes, str] | None:
    """Return the payload and the thumbprint of the key that signed it."""
    if len(claim) > _LONGEST_CLAIM:
        return None
    try:
        key = _key_in(jws.extract_compact(claim.encode()).headers()["jwk"])
        signed = jws.deserialize_compact(claim, key, algorithms=ALGORITHMS)
    except (JoseError, KeyError, TypeError, ValueError):
        return None
    return signed.payload, key.thumbprint()


def _key_in(jwk: Any) -> ECKey | RSAKey:  # noqa: ANN401  # JSON that nobody vouches for
    """Return the public key; `KeyError` for a kind that is not used, a shared secret above all."""
    if jwk["kty"] == "EC":
        return ECKey.import_key(jwk)
    if jwk["kty"] == "RSA":
        return RSAKey.import_key(jwk)
    raise KeyError(jwk["kty"])


def _key_of(pem: bytes) -> ECKey | RSAKey:
    try:
        return ECKey.import_key(pem)
    except (JoseError, ValueError):
        return RSAKey.import_key(pem)


def _registered(
    reading: Reading, tenant_id: str, device_id: str, thumbprint: str
) -> DeviceState | None:
    device = devices.find_by_device_id(reading, tenant_id, device_id.lower())
    if device is None or not device["account_enabled"]:
        return None
    if thumbprint not in thumbprints_of(device):
        return None
    return _state(tenant_id, device)


def _state(tenant_id: str, device: Record) -> DeviceState:
    return DeviceState(
        tenant_id=tenant_id,
        device_id=device["device_id"],
        is_compliant=device["is_compliant"] is True,
        is_hybrid_joined=device["trust_type"] == HYBRID_JOINED,
    )
