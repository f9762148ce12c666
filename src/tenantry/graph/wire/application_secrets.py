"""Secrets of applications and service principals on the wire (contract §6.9)."""

from collections.abc import Mapping

from tenantry.errors import NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.certificates import CERTIFICATES, CERTIFICATES_PROPERTY
from tenantry.graph.wire.checks import guid, instant, text
from tenantry.graph.wire.instants import directory_instant
from tenantry.graph.wire.showing import Record

SECRETS = "password_credentials"
"""The column under which a record carries its secrets when it is shown."""


def password_credential(secret: Record) -> JsonObject:
    """Return a secret; its text is there only when it has just been made."""
    return {
        "customKeyIdentifier": None,
        "displayName": secret["display_name"],
        "endDateTime": directory_instant(secret["end_at"]),
        "hint": secret["hint"],
        "keyId": secret["key_id"],
        "secretText": secret.get("secret_text"),
        "startDateTime": directory_instant(secret["start_at"]),
    }


_NEW_SECRET = BodyShape(
    {
        "displayName": Property("display_name", text),
        "startDateTime": Property("start_at", instant),
        "endDateTime": Property("end_at", instant),
    },
    ignored=["customKeyIdentifier", "hint", "keyId", "secretText"],
)
_NEW_SECRETS = BodyShape({"passwordCredential": Property("secret", _NEW_SECRET.read)})
_REMOVED_SECRETS = BodyShape(
    {"keyId": Property("key_id", guid, nullable=False)}, required=["keyId"]
)


def read_new_secret(body: object) -> Record:
    """Return what the body of `addPassword` asks for: name, start and end, or nothing."""
    asked = _NEW_SECRETS.read(body or {}).get("secret")
    return asked if isinstance(asked, dict) else {}


def read_secret_key(body: object) -> str:
    """Return the key id in the body of `removePassword`."""
    return str(_REMOVED_SECRETS.read_new(body or {})["key_id"])


def _none_given(value: object, path: str) -> None:
    """Accept an empty list of credentials, which clients send with a new application."""
    if value != []:
        raise NotBuiltError(path)


CREDENTIALS = {
    "keyCredentials": CERTIFICATES_PROPERTY,
    "passwordCredentials": Property(SECRETS, _none_given),
}
"""The credentials in a body: certificates, and a list of secrets that has to be empty."""


def without_credentials(values: Mapping[str, object]) -> Record:
    """Return checked *values* without credentials, which are kept apart."""
    return {name: value for name, value in values.items() if name not in {CERTIFICATES, SECRETS}}
