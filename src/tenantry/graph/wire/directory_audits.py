"""Entries of the directory audit on the wire (contract §6.12)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.actor import ActorKind
from tenantry.audit.entries import modifications_of
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.names import to_wire, wire_name
from tenantry.storage.filters.fields import Field, Fields, Kind, make_field


def _text(name: str, column: str) -> Field:
    return make_field(name, "eq startsWith", column=column)


def _id(name: str, column: str) -> Field:
    return make_field(name, "eq", kind=Kind.ID, column=column)


AUDIT_FIELDS = Fields(
    [
        make_field("activityDateTime", "eq ge le orderby", kind=Kind.INSTANT, column="activity_at"),
        _text("activityDisplayName", "activity"),
        _text("category", "category"),
        _text("correlationId", "correlation_id"),
        _text("loggedByService", "logged_by_service"),
        _text("result", "result"),
        _id("initiatedBy/user/id", "user_id"),
        _text("initiatedBy/user/userPrincipalName", "user_name"),
        _id("initiatedBy/app/appId", "app_id"),
        _text("initiatedBy/app/displayName", "app_name"),
        make_field(
            "targetResources",
            kind=Kind.OBJECT_LIST,
            column="target_id",
            single=True,
            elements=[
                _id("id", "target_id"),
                _text("displayName", "target_name"),
                _text("type", "target_type"),
                _text("userPrincipalName", "target_user_principal_name"),
            ],
        ),
    ],
    sorts_filtered=True,
)


def audit_object(row: Mapping[str, Any]) -> JsonObject:
    """Return a `directoryAudit` of a stored row."""
    return {
        "id": row["id"],
        "category": row["category"],
        "correlationId": row["correlation_id"],
        "result": row["result"],
        "resultReason": row["result_reason"] or "",
        "activityDisplayName": row["activity"],
        "activityDateTime": log_instant(row["activity_at"]),
        "loggedByService": row["logged_by_service"],
        "operationType": row["operation_type"],
        "initiatedBy": _initiator(row),
        "targetResources": [_target(row)] if row["target_id"] else [],
        "additionalDetails": [
            {"key": key, "value": value} for key, value in (row["additional_details"] or {}).items()
        ],
    }


def _initiator(row: Mapping[str, Any]) -> JsonObject:
    """Return the user who did it, or what else did: an application, a service, the operator."""
    if row["actor_kind"] == ActorKind.USER.value:
        user = {
            "id": row["actor_id"],
            "displayName": None,
            "userPrincipalName": row["actor_name"],
            "ipAddress": row["actor_ip_address"],
        }
        return {"app": None, "user": user}
    app = {
        "appId": row["actor_app_id"],
        "displayName": row["actor_name"],
        "servicePrincipalId": row["actor_id"],
        "servicePrincipalName": None,
    }
    return {"app": app, "user": None}


def _target(row: Mapping[str, Any]) -> JsonObject:
    return {
        "id": row["target_id"],
        "displayName": row["target_name"],
        "type": row["target_type"],
        "userPrincipalName": row["target_user_principal_name"],
        "groupType": None,
        "modifiedProperties": [
            {"displayName": wire_name(name), "oldValue": _listed(old), "newValue": _listed(new)}
            for name, old, new in modifications_of(row["modified_properties"])
        ],
    }


def _listed(value: object) -> str:
    """Return a value as the audit writes them: the JSON of a list, empty for no value."""
    values = [] if value is None else value if isinstance(value, list) else [value]
    return msgspec.json.encode(to_wire(values)).decode()
