"""Entries of the sign-in log on the wire (contract §6.12).

`crossTenantAccessType` is beta's (contract §7).  Nothing here rates risk or knows places, so the
properties of both are constant.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.instants import log_instant
from tenantry.storage.filters.fields import Field, Fields, Kind, make_field


def _text(name: str, column: str, words: str = "eq startsWith in") -> Field:
    return make_field(name, words, column=column)


def _id(name: str, column: str, words: str = "eq in") -> Field:
    return make_field(name, words, kind=Kind.ID, column=column)


def _device(name: str) -> Field:
    return make_field(f"deviceDetail/{name}", "eq startsWith", column="device", json_path=(name,))


CREATED_INSTANT = make_field(
    "createdDateTime", "eq gt ge lt le orderby", kind=Kind.INSTANT, column="created_at"
)
_CROSS_TENANT_ACCESS = _text("crossTenantAccessType", "cross_tenant_access_type", "eq ne in")
_SHARED_FIELDS = [
    CREATED_INSTANT,
    _id("id", "id"),
    _id("correlationId", "correlation_id"),
    _id("userId", "user_id"),
    _text("userDisplayName", "user_display_name"),
    _text("userPrincipalName", "user_principal_name"),
    _id("appId", "app_id"),
    _text("appDisplayName", "app_display_name"),
    _id("resourceId", "resource_id"),
    _text("resourceDisplayName", "resource_display_name"),
    _id("homeTenantId", "home_tenant_id", "eq ne in"),
    _id("resourceTenantId", "resource_tenant_id", "eq ne in"),
    _text("clientAppUsed", "client_app_used"),
    _text("ipAddress", "ip_address"),
    make_field("isInteractive", "eq ne", kind=Kind.BOOLEAN, column="is_interactive"),
    make_field("status/errorCode", "eq ne in", kind=Kind.INTEGER, column="error_code"),
    _text("conditionalAccessStatus", "conditional_access_status", "eq ne in"),
    _device("browser"),
    _device("operatingSystem"),
]
SIGN_IN_FIELDS = {
    "v1.0": Fields(_SHARED_FIELDS, sorts_filtered=True),
    "beta": Fields([*_SHARED_FIELDS, _CROSS_TENANT_ACCESS], sorts_filtered=True),
}
"""What filters may name, by version."""

_CONSTANTS: JsonObject = {
    "authenticationAppDeviceDetails": None,
    "location": None,
    "riskDetail": "none",
    "riskEventTypes": [],
    "riskEventTypes_v2": [],
    "riskLevelAggregated": "none",
    "riskLevelDuringSignIn": "none",
    "riskState": "none",
    "servicePrincipalId": None,
    "servicePrincipalName": None,
}
_UNKNOWN_DEVICE: JsonObject = {
    "deviceId": "",
    "displayName": None,
    "operatingSystem": None,
    "browser": None,
    "isCompliant": None,
    "isManaged": None,
    "trustType": None,
}


def sign_in_object(row: Mapping[str, Any], version: str) -> JsonObject:
    """Return a `signIn` of a stored row, in the shape of *version*."""
    beta = {"crossTenantAccessType": row["cross_tenant_access_type"]} if version == "beta" else {}
    return {
        "id": row["id"],
        "createdDateTime": log_instant(row["created_at"]),
        "userDisplayName": row["user_display_name"],
        "userPrincipalName": row["user_principal_name"],
        "userId": row["user_id"],
        "appId": row["app_id"],
        "appDisplayName": row["app_display_name"],
        "ipAddress": row["ip_address"],
        "clientAppUsed": row["client_app_used"],
        "userAgent": row["user_agent"],
        "correlationId": row["correlation_id"],
        "conditionalAccessStatus": row["conditional_access_status"],
        "isInteractive": row["is_interactive"],
        "homeTenantId": row["home_tenant_id"],
        "resourceTenantId": row["resource_tenant_id"],
        "resourceDisplayName": row["resource_display_name"],
        "resourceId": row["resource_id"],
        **_CONSTANTS,
        "status": {
            "errorCode": row["error_code"],
            "failureReason": row["failure_reason"],
            "additionalDetails": row["additional_details"],
        },
        "deviceDetail": {**_UNKNOWN_DEVICE, **(row["device"] or {})},
        "appliedConditionalAccessPolicies": row["applied_policies"] or [],
        **beta,
    }
