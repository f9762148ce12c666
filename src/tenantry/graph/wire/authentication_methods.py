"""Authentication methods on the wire: passwords, one-time codes, security keys.

Secrets are never shown; where Graph has a property for one, it is null.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.entities import Entity, constant, declare

PASSWORD_ID = "28c10230-6103-485e-b985-444c60001490"  # noqa: S105  # an id, no password
"""The id of the password in every tenant of every Entra."""

_CREATED = "createdDateTime: DateTimeOffset"

PASSWORD_METHOD = Entity(
    "passwordAuthenticationMethod",
    "passwordMethods",
    (
        constant("id: String!", PASSWORD_ID),
        declare(_CREATED, column="password_changed_at"),
        constant("password: String", None),
    ),
)
CODE_METHOD = Entity(
    "softwareOathAuthenticationMethod",
    "softwareOathMethods",
    (
        declare("id: String!"),
        declare(_CREATED, column="created_at"),
        constant("secretKey: String", None),
    ),
)
KEY_METHOD = Entity(
    "fido2AuthenticationMethod",
    "fido2Methods",
    (
        declare("id: String!"),
        declare("aaGuid: String", column="aaguid"),
        constant("attestationCertificates: [String]", []),
        constant("attestationLevel: attestationLevel", "notAttested"),
        declare(_CREATED, column="created_at"),
        declare("displayName: String"),
        constant("model: String", None),
    ),
    not_built=("passkeyType", "publicKeyCredential"),
)


def method_item(entity: Entity, record: Mapping[str, Any]) -> JsonObject:
    """Return *record* as an item among methods of several kinds."""
    return typed(entity.name, entity.shown(record))
