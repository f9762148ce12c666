"""Certificates of applications and service principals on the wire (contract §6.9)."""

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, guid, instant, list_of, text
from tenantry.graph.wire.instants import directory_instant
from tenantry.graph.wire.showing import Record

CERTIFICATES = "key_credentials"
"""The column under which a record carries its certificates when it is shown."""

CERTIFICATES_WITH_KEYS = "key_credentials_with_keys"
"""The same with the certificates themselves, which are shown only where `$select` asks."""

_TYPE, _USAGE = "AsymmetricX509Cert", "Verify"


def key_credential(certificate: Record, *, with_key: bool = False) -> JsonObject:
    """Return a certificate; itself only *with_key*."""
    return {
        "customKeyIdentifier": certificate["custom_key_identifier"],
        "displayName": certificate["display_name"],
        "endDateTime": directory_instant(certificate["end_at"]),
        "key": certificate["certificate"] if with_key else None,
        "keyId": certificate["key_id"],
        "startDateTime": directory_instant(certificate["start_at"]),
        "type": _TYPE,
        "usage": _USAGE,
    }


def key_credentials(record: Record) -> list[JsonObject]:
    """Return the certificates of *record*, with themselves where it carries them so."""
    if CERTIFICATES_WITH_KEYS in record:
        return [key_credential(one, with_key=True) for one in record[CERTIFICATES_WITH_KEYS]]
    return [key_credential(one) for one in record.get(CERTIFICATES) or ()]


def _type(value: object, path: str) -> str:
    return _only(_TYPE, text(value, path), path)


def _usage(value: object, path: str) -> str:
    return _only(_USAGE, text(value, path), path)


def _only(expected: str, given: str, path: str) -> str:
    """Return the one value that is built; the other documented ones are told from nonsense."""
    if given == expected:
        return given
    if given in {"Sign", "X509CertAndPassword", "Symmetric"}:
        raise NotBuiltError(f"{path} {given}")
    raise InvalidValueError(path, f"`{given}` is not a value of `{path}`; use `{expected}`")


_CERTIFICATE = BodyShape(
    {
        "customKeyIdentifier": Property("custom_key_identifier", filled_text),
        "displayName": Property("display_name", text),
        "endDateTime": Property("end_at", instant),
        "key": Property("certificate", text),
        "keyId": Property("key_id", guid),
        "startDateTime": Property("start_at", instant),
        "type": Property("type", _type, nullable=False),
        "usage": Property("usage", _usage, nullable=False),
    },
    required=["type", "usage"],
)


def _read_certificate(value: object, path: str) -> Record:
    read = _CERTIFICATE.read(value, path)
    for wire_name, name in (("type", "type"), ("usage", "usage")):
        if read.pop(name, None) is None:
            raise InvalidValueError(f"{path}.{wire_name}", f"`{path}.{wire_name}` is required")
    return read


_ADDED = BodyShape(
    {
        "keyCredential": Property("certificate", _read_certificate, nullable=False),
        "proof": Property("proof", text, nullable=False),
    },
    required=["keyCredential", "proof"],
    ignored=["passwordCredential"],
)
_REMOVED = BodyShape(
    {
        "keyId": Property("key_id", guid, nullable=False),
        "proof": Property("proof", text, nullable=False),
    },
    required=["keyId", "proof"],
)


def read_added_key(body: object) -> tuple[Record, str]:
    """Return the certificate and the proof in the body of `addKey`."""
    read = _ADDED.read_new(body or {})
    certificate = read["certificate"]
    if not isinstance(certificate, dict) or certificate.get("certificate") is None:
        raise InvalidValueError("keyCredential.key", "`keyCredential.key` is required")
    return certificate, str(read["proof"])


def read_removed_key(body: object) -> tuple[str, str]:
    """Return the id of the key and the proof in the body of `removeKey`."""
    read = _REMOVED.read_new(body or {})
    return str(read["key_id"]), str(read["proof"])


CERTIFICATES_PROPERTY = Property(CERTIFICATES, list_of(_read_certificate), nullable=False)
