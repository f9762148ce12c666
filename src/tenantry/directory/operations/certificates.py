"""Certificates of applications and service principals (contract §6.9).

Only their public part is ever here: who signs with the private one is the application.
"""

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.clock import format_instant, whole_seconds
from tenantry.directory.credentials import check_validity
from tenantry.directory.operations.ownership import require_credentials_write
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import certificates as store
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_CERTIFICATES_LIMIT = 50
_SHORTEST_RSA = 2048  # bits
_PROPERTY = "key_credentials"


def list_certificates(
    reading: Reading, tenant_id: str, owner_ids: Collection[str]
) -> dict[str, list[Record]]:
    """Return owner id → its certificates, for owners that the caller has read."""
    return store.list_by_owner(reading, tenant_id, owner_ids) if owner_ids else {}


def replace_certificates(
    work: UnitOfWork,
    actor: Actor,
    object_type: str,
    owner: Record,
    given: Sequence[Mapping[str, Any]],
) -> None:
    """Make *given* the certificates of an application or a service principal.

    Each may have `key_id`, `certificate` (base64 of DER or PEM), `display_name`, `start_at`,
    `end_at` and `custom_key_identifier`; one without a certificate is kept by its `key_id`.
    """
    require_credentials_write(work, actor, owner)
    _replace(work, actor, object_type, owner, given=given)


def add_certificate(
    work: UnitOfWork, actor: Actor, object_type: str, owner: Record, given: Mapping[str, Any]
) -> Record:
    """Add a certificate to *owner*, who proved to have one already, and return it."""
    require_roll(work, actor, owner)
    before = list_of(work, actor.tenant_id, owner["id"])
    return _replace(work, actor, object_type, owner, given=[*before, given])[-1]


def remove_certificate(
    work: UnitOfWork, actor: Actor, object_type: str, owner: Record, key_id: str
) -> None:
    """Take a certificate of *owner* away, who proved to have one; `InvalidValueError` if none."""
    require_roll(work, actor, owner)
    before = list_of(work, actor.tenant_id, owner["id"])
    kept = [one for one in before if one["key_id"] != key_id.lower()]
    if len(kept) == len(before):
        raise InvalidValueError("key_id", f"`{key_id}` is no certificate of this object")
    _replace(work, actor, object_type, owner, given=kept)


def list_of(reading: Reading, tenant_id: str, owner_id: str) -> list[Record]:
    """Return the certificates of one owner."""
    return store.list_by_owner(reading, tenant_id, [owner_id]).get(owner_id, [])


def require_roll(reading: Reading, actor: Actor, owner: Record) -> None:
    """Raise unless the actor may: an application rolls its own keys without any permission."""
    is_itself = actor.kind is ActorKind.APPLICATION and actor.app_id == owner["app_id"]
    if not is_itself:
        require_credentials_write(reading, actor, owner)


def _replace(
    work: UnitOfWork,
    actor: Actor,
    object_type: str,
    owner: Record,
    *,
    given: Sequence[Mapping[str, Any]],
) -> list[Record]:
    before = list_of(work, actor.tenant_id, owner["id"])
    known = {one["key_id"]: one for one in before}
    kept = [_kept(one, known) for one in given]
    if len({one["key_id"] for one in kept}) != len(kept):
        raise InvalidValueError("key_id", "two certificates have the same `key_id`")
    if len(kept) > _CERTIFICATES_LIMIT:
        message = f"there are {len(kept)} certificates, at most {_CERTIFICATES_LIMIT} are allowed"
        raise InvalidValueError(_PROPERTY, message)
    if kept != before:
        store.replace_all(work, actor.tenant_id, owner["id"], kept)
        _record(work, actor, object_type, owner, kept=kept, before=before)
    return kept


def _kept(given: Mapping[str, Any], known: Mapping[str, Record]) -> Record:
    key_id = given.get("key_id") or new_id()
    if given.get("certificate") is None:
        if key_id not in known:
            message = "a new certificate needs its `key`, in base64"
            raise InvalidValueError("key", message)
        return {**known[key_id], "display_name": given.get("display_name")}
    certificate = _parsed(given["certificate"])
    start_at, end_at = _validity(given, certificate)
    fingerprint = certificate.fingerprint(SHA1()).hex().upper()  # noqa: S303  # a name, no proof
    der = certificate.public_bytes(Encoding.DER)
    return {
        "key_id": key_id,
        "custom_key_identifier": given.get("custom_key_identifier") or fingerprint,
        "certificate": base64.b64encode(der).decode(),
        "display_name": given.get("display_name") or certificate.subject.rfc4514_string()[:120],
        "start_at": start_at,
        "end_at": end_at,
    }


def _validity(given: Mapping[str, Any], certificate: x509.Certificate) -> tuple[str, str]:
    """Return from when until when the certificate counts: as given, as long as it is valid."""
    begins = format_instant(certificate.not_valid_before_utc)
    ends = format_instant(certificate.not_valid_after_utc)
    start_at, end_at = given.get("start_at") or begins, given.get("end_at") or ends
    check_validity(
        whole_seconds(start_at),
        whole_seconds(end_at),
        begins=whole_seconds(begins),
        ends=whole_seconds(ends),
    )
    return start_at, end_at


def _parsed(text: str) -> x509.Certificate:
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
        if content.lstrip().startswith(b"-----BEGIN"):
            certificate = x509.load_pem_x509_certificate(content)
        else:
            certificate = x509.load_der_x509_certificate(content)
        key = certificate.public_key()
    except (binascii.Error, ValueError, UnsupportedAlgorithm, x509.InvalidVersion) as fault:
        message = "`key` is no X.509 certificate in base64; send its DER form, without the key"
        raise InvalidValueError("key", message) from fault
    is_rsa = isinstance(key, RSAPublicKey) and key.key_size >= _SHORTEST_RSA
    is_curve = isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)
    if not (is_rsa or is_curve):
        message = f"`key` must have an RSA key of {_SHORTEST_RSA} bits or more, or one of P-256"
        raise InvalidValueError("key", message)
    return certificate


def _record(
    work: UnitOfWork,
    actor: Actor,
    object_type: str,
    owner: Record,
    *,
    kept: Sequence[Record],
    before: Sequence[Record],
) -> None:
    is_more = len(kept) >= len(before)
    of_principal = activities.ADD_CREDENTIALS if is_more else activities.REMOVE_CREDENTIALS
    record_change(
        work,
        actor,
        activities.UPDATE_SECRETS if object_type == "application" else of_principal,
        object_type=object_type,
        target=owner,
        kind=feed.UPDATED,
        changes={_PROPERTY: [one["key_id"] for one in kept]},
        before={_PROPERTY: [one["key_id"] for one in before]},
    )
