"""Entries of the provisioning log on the wire (contract §6.12, §4.8)."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tenantry.audit.entries import modifications_of
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.schemas import directory_id
from tenantry.storage.filters.fields import Field, Fields, Kind, make_field
from tenantry.sync.engine.on_demand import OnDemandRun
from tenantry.sync.provisioning_log import (
    ENTITY_TYPE_NOT_SUPPORTED,
    SOURCE_SYSTEM,
    TARGET_SYSTEM,
    Step,
    standard_steps,
)
from tenantry.sync.schema import GROUP, USER

_INITIATOR = {
    "id": "",
    "displayName": "Azure AD Provisioning Service",
    "initiatorType": "system",
}
_EQ, _ORDER = "eq contains startsWith ne in", "eq gt ge lt le orderby"


def _text(name: str, column: str) -> Field:
    return make_field(name, _EQ, column=column, case_sensitive=True)


EVENT_FIELDS = Fields(
    [
        make_field("activityDateTime", _ORDER, kind=Kind.INSTANT, column="activity_at"),
        _text("id", "id"),
        _text("jobId", "job_id"),
        _text("cycleId", "cycle_id"),
        _text("changeId", "change_id"),
        _text("provisioningAction", "action"),
        _text("provisioningStatusInfo/status", "status"),
        _text("provisioningStatusInfo/errorInformation/errorCode", "error_code"),
        _text("sourceIdentity/id", "source_id"),
        _text("sourceIdentity/displayName", "source_name"),
        _text("targetIdentity/id", "target_id"),
        _text("tenantId", "target_tenant_id"),
        _text("servicePrincipal/id", "service_principal_id"),
        _text("servicePrincipal/displayName", "service_principal_name"),
    ],
    sorts_filtered=True,
)


def event_object(row: Mapping[str, Any]) -> JsonObject:
    """Return a `provisioningObjectSummary` of a stored row."""
    return {
        "id": row["id"],
        "activityDateTime": log_instant(row["activity_at"]),
        "tenantId": row["target_tenant_id"],
        "jobId": row["job_id"],
        "cycleId": row["cycle_id"],
        "changeId": row["change_id"],
        "provisioningAction": row["action"],
        "durationInMilliseconds": row["duration_ms"],
        "servicePrincipal": {
            "id": row["service_principal_id"],
            "displayName": row["service_principal_name"],
        },
        "sourceSystem": _system(SOURCE_SYSTEM, {}),
        "targetSystem": _system(
            TARGET_SYSTEM,
            {
                "ServicePrincipalId": row["service_principal_id"],
                "ServicePrincipalDisplayName": row["service_principal_name"],
            },
        ),
        "initiatedBy": _INITIATOR,
        "sourceIdentity": _source_identity(row),
        "targetIdentity": {
            "id": row["target_id"] or "",
            "displayName": "",
            "identityType": _object_type_of(row),
            "details": {},
        },
        "provisioningStatusInfo": _status(row),
        "provisioningSteps": [_step_object(step) for step in steps_of(row)],
        "modifiedProperties": [
            _modified_property(*modification)
            for modification in modifications_of(row["modified_properties"])
        ],
    }


def _status(row: Mapping[str, Any]) -> JsonObject:
    error = {
        "errorCode": row["error_code"],
        "reason": row["reason"],
        "additionalDetails": None,
        "errorCategory": "nonServiceFailure",
        "recommendedAction": None,
    }
    is_success = row["status"] == "success"
    return {"status": row["status"], "errorInformation": None if is_success else error}


def steps_of(row: Mapping[str, Any]) -> list[Step]:
    """Return the stored steps of an entry, or those that follow from its outcome."""
    if row["steps"]:
        return msgspec.convert(row["steps"], list[Step])
    object_name = _object_type_of(row)
    name = row["source_name"] if object_name == GROUP else row["source_user_principal_name"]
    return standard_steps(
        row["action"],
        row["status"],
        name or row["source_id"],
        reason=row["reason"],
        error_code=row["error_code"],
        object_name=object_name,
    )


def _modified_property(name: str, old: object, new: object) -> JsonObject:
    return {"displayName": name, "oldValue": _text_of(old), "newValue": _text_of(new)}


def _text_of(value: object) -> str | None:
    return None if value is None else str(value)


def _system(name: str, details: JsonObject) -> JsonObject:
    return {"id": directory_id(name), "displayName": name, "details": details}


def _object_type_of(row: Mapping[str, Any]) -> str:
    """Return the type of an entry's objects; older entries of groups have only their code."""
    is_group = row["source_type"] == GROUP or row["error_code"] == ENTITY_TYPE_NOT_SUPPORTED
    return GROUP if is_group else USER


def _source_identity(row: Mapping[str, Any]) -> JsonObject:
    return {
        "id": row["source_id"],
        "displayName": row["source_name"] or "",
        "identityType": _object_type_of(row),
        "details": {
            "id": row["source_id"],
            "odatatype": _object_type_of(row),
            "DisplayName": row["source_name"] or "",
            "UserPrincipalName": row["source_user_principal_name"] or "",
        },
    }


def _step_object(step: Step) -> JsonObject:
    return {
        "name": step.name,
        "provisioningStepType": step.type,
        "status": step.status,
        "description": step.description,
        "details": step.details,
    }


ON_DEMAND_KEY = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
_ON_DEMAND_ACTIONS = {"create": "Create", "update": "Update", "delete": "Delete", "other": "Other"}


def on_demand_object(runs: Iterable[OnDemandRun]) -> JsonObject:
    """Return the answer of `provisionOnDemand`: a pair of strings, the value holding JSON."""
    value = msgspec.json.encode([_on_demand_entry(run) for run in runs]).decode()
    return {"key": ON_DEMAND_KEY, "value": value}


def _on_demand_entry(run: OnDemandRun) -> JsonObject:
    event = run.event
    return {
        "action": _ON_DEMAND_ACTIONS.get(event.action, event.action),
        "changeId": run.change_id,
        "startTime": log_instant(run.began_at),
        "endTime": log_instant(run.ended_at),
        "reportableIdentifier": event.source_user_principal_name,
        "modifiedProperties": [
            _modified_property(*modification)
            for modification in modifications_of(msgspec.json.decode(event.modified or b"[]"))
        ],
        "provisioningSteps": [
            {
                "name": step.name,
                "type": step.type.capitalize(),
                "status": step.status.capitalize(),
                "description": step.description,
                "timestamp": log_instant(run.ended_at),
                "details": step.details,
            }
            for step in event.steps or []
        ],
        "sourceIdentity": _identity(event.source_id),
        "sourceSystem": {"id": None, "name": SOURCE_SYSTEM, "details": None},
        "targetIdentity": _identity(event.target_id),
        "targetSystem": {"id": None, "name": TARGET_SYSTEM, "details": None},
        "statusInfo": {
            "status": event.status.capitalize(),
            "errorCode": event.error_code or event.reason,
            "reason": event.reason,
            "additionalDetails": None,
            "errorCategory": None if event.error_code is None else "NonServiceFailure",
            "recommendedAction": None,
        },
    }


def _identity(object_id: str | None) -> JsonObject:
    return {"id": object_id, "type": "User", "displayName": None, "details": None}
