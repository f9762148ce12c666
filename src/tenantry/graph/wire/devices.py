"""Devices on the wire (contract §6.7)."""

import msgspec

from tenantry.graph.wire.checks import list_of
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.structures import checked_json
from tenantry.storage.filters.fields import Kind

_TEXT = "eq ge le in startsWith"
_CONSTANTS = (
    "complianceExpirationDateTime: DateTimeOffset",
    "deviceCategory: String",
    "deviceMetadata: String",
    "deviceVersion: Int32",
    "enrollmentProfileName: String",
    "enrollmentType: String",
    "isManagementRestricted: Boolean",
    "isRooted: Boolean",
    "managementType: String",
    "mdmAppId: String",
    "onPremisesLastSyncDateTime: DateTimeOffset",
    "onPremisesSecurityIdentifier: String",
    "onPremisesSyncEnabled: Boolean",
    "profileType: String",
)


class AlternativeSecurityId(msgspec.Struct, rename="camel", kw_only=True):
    """How a device is known by a key: base64 of its marked thumbprint."""

    type: int
    key: str
    identity_provider: str | None = None


DEVICE = Entity(
    "device",
    "devices",
    (
        declare("id: String!", "eq in", "ne not", kind=Kind.ID),
        declare(
            "deletedDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="deleted_at"
        ),
        declare("accountEnabled: Boolean", "eq", "ne not in", writable=True),
        declare(
            "alternativeSecurityIds: [alternativeSecurityId]!",
            check=list_of(checked_json(AlternativeSecurityId)),
        ),
        declare(
            "approximateLastSignInDateTime: DateTimeOffset",
            "eq ge le",
            "ne not",
            column="approximate_last_sign_in_at",
            writable=True,
        ),
        declare("deviceId: String", "eq in startsWith", "ne not", kind=Kind.ID, writable=True),
        declare("deviceOwnership: String", "eq", "ne not null", writable=True),
        declare(
            "displayName: String",
            f"{_TEXT} orderby",
            "ne not null",
            folded_column="display_name_key",
            tokenised=True,
            writable=True,
        ),
        declare("isCompliant: Boolean", "eq", "ne not", writable=True),
        declare("isManaged: Boolean", "eq", "ne not", writable=True),
        declare("manufacturer: String", _TEXT, "ne not null", writable=True),
        declare("model: String", _TEXT, "ne not null", writable=True),
        declare("operatingSystem: String", _TEXT, "ne not null", writable=True),
        declare("operatingSystemVersion: String", _TEXT, "ne not null", writable=True),
        declare("registrationDateTime: DateTimeOffset", column="created_at"),
        declare("trustType: String", "eq in", "ne not null", writable=True),
        *(constant(each, None) for each in _CONSTANTS),
        constant("physicalIds: [String]!", []),
        constant("systemLabels: [String]!", []),
    ),
    required=(
        "accountEnabled",
        "alternativeSecurityIds",
        "deviceId",
        "displayName",
        "operatingSystem",
        "operatingSystemVersion",
    ),
)
