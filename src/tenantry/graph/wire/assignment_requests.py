"""Requests and assignments on the wire: `accessPackageAssignmentRequest` and its kin."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.entitlement.operations.requesting import Asked
from tenantry.entitlement.policies import Expiration
from tenantry.entitlement.states import (
    ADD_BY_ADMINISTRATOR,
    ADD_BY_USER,
    REMOVE_BY_ADMINISTRATOR,
    REMOVE_BY_USER,
)
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property, join, json_object
from tenantry.graph.wire.checks import guid, instant, one_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.expirations import expiration, shown_expiration
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.object_references import object_id, unbuilt_properties
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Kind, make_field

_TYPES = (ADD_BY_USER, ADD_BY_ADMINISTRATOR, REMOVE_BY_USER, REMOVE_BY_ADMINISTRATOR)
_TYPES_NOT_BUILT = (
    "adminUpdate",
    "approverRemove",
    "onBehalfAdd",
    "systemAdd",
    "systemRemove",
    "systemUpdate",
    "userUpdate",
)
_REMOVALS = (REMOVE_BY_USER, REMOVE_BY_ADMINISTRATOR)


def _request_type(value: object, path: str) -> str:
    given = text(value, path)
    if given in _TYPES_NOT_BUILT:
        raise NotBuiltError(f"{path} {given}")
    by_key = {each.lower(): each for each in _TYPES}
    return one_of(_TYPES)(by_key.get(given.lower(), given), path)


def _target(value: object, path: str) -> str:
    """Return the id of the user; somebody who is only named by a mail address is not built."""
    given = {name.lower(): member for name, member in json_object(value, path).items()}
    if given.get("objectid") is None:
        raise NotBuiltError(join(path, "email"))
    return guid(given["objectid"], join(path, "objectId"))


_ASSIGNMENT = BodyShape(
    {
        "id": Property("id", guid),
        "accessPackageId": Property("package_id", guid),
        "assignmentPolicyId": Property("policy_id", guid),
        "targetId": Property("target_id", guid),
        "accessPackage": Property("named_package", object_id),
        "assignmentPolicy": Property("named_policy", object_id),
        "target": Property("named_target", _target),
    },
    ignored=("schedule",),
)
_SCHEDULE = BodyShape(
    {
        "startDateTime": Property("begins_at", instant),
        "expiration": Property("expiration", expiration),
        **unbuilt_properties("recurrence"),
    }
)
_REQUEST_BODY = BodyShape(
    {
        "requestType": Property("request_type", _request_type, nullable=False),
        "assignment": Property("assignment", _ASSIGNMENT.read, nullable=False),
        "justification": Property("justification", text),
        "schedule": Property("schedule", _SCHEDULE.read),
        **unbuilt_properties("answers", "parameters"),
    },
    required=("requestType", "assignment"),
    read_only=("id", "completedDateTime", "createdDateTime", "state", "status"),
)


class AssignmentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a body asks for: something new, or the end of the assignment ``ends``."""

    request_type: str
    asked: Asked | None = None
    ends: str = ""


def read_request(body: object, now: str) -> AssignmentRequest:
    """Return what *body* asks for; access that begins later than *now* is not built."""
    read: Mapping[str, Any] = _REQUEST_BODY.read_new(body)
    given = {name: value for name, value in read["assignment"].items() if value is not None}
    kind = str(read["request_type"])
    if kind in _REMOVALS:
        return AssignmentRequest(request_type=kind, ends=_required(given, "id", "id"))
    schedule = read.get("schedule") or {}
    if (schedule.get("begins_at") or now) > now:
        raise NotBuiltError("schedule.startDateTime in the future")
    asked = Asked(
        package_id=_required(given, "named_package", "accessPackageId", "package_id"),
        policy_id=given.get("named_policy", given.get("policy_id")),
        target_id=given.get("named_target", given.get("target_id")),
        justification=read.get("justification"),
        expiration=schedule.get("expiration"),
    )
    return AssignmentRequest(request_type=kind, asked=asked)


def _required(given: Mapping[str, Any], name: str, wire: str, also: str = "") -> str:
    found = given.get(name, given.get(also))
    if found is None:
        path = f"assignment.{wire}"
        raise InvalidValueError(path, f"`{path}` is required")
    return str(found)


_STATUS: Mapping[str, str] = {
    "pendingApproval": "PendingApproval",
    "delivered": "Delivered",
    "partiallyDelivered": "PartiallyDelivered",
    "deliveryFailed": "DeliveryFailed",
    "denied": "Denied",
    "canceled": "Canceled",
    "expired": "ExpiredNotificationTriggered",
}


def _status(record: Record) -> str:
    return _STATUS[record["state"]]


def _asked_schedule(record: Record) -> JsonObject | None:
    held = record["schedule"]
    if held is None:
        return None
    return {
        "startDateTime": log_instant(record["created_at"]),
        "expiration": shown_expiration(msgspec.convert(held, Expiration)),
        "recurrence": None,
    }


def _schedule(record: Record) -> JsonObject:
    ends_at = record["ends_at"]
    end = {
        "endDateTime": log_instant(ends_at),
        "duration": None,
        "type": "afterDateTime" if ends_at else "noExpiration",
    }
    return {
        "startDateTime": log_instant(record["begins_at"]),
        "expiration": end,
        "recurrence": None,
    }


REQUEST = Entity(
    "accessPackageAssignmentRequest",
    f"{ROOT}/assignmentRequests",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("requestType: accessPackageRequestType!", "eq in"),
        declare("state: accessPackageRequestState!", "eq ne in"),
        declare("status: String", read=_status, columns=("state",)),
        declare("createdDateTime: DateTimeOffset", "eq ge gt le lt", column="created_at"),
        declare("completedDateTime: DateTimeOffset", "eq ge gt le lt", column="completed_at"),
        declare(
            "schedule: entitlementManagementSchedule",
            read=_asked_schedule,
            columns=("schedule", "created_at"),
        ),
        declare("justification: String"),
        constant("answers: [accessPackageAnswer]", []),
    ),
    filtered=(
        make_field("accessPackage/id", "eq in", kind=Kind.ID, column="package_id"),
        make_field("assignment/id", "eq in", kind=Kind.ID, column="assignment_id"),
        make_field("requestor/objectId", "eq in", kind=Kind.ID, column="target_id"),
    ),
)
ASSIGNMENT = Entity(
    "accessPackageAssignment",
    f"{ROOT}/assignments",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("state: accessPackageAssignmentState!", "eq ne in"),
        declare("status: String", read=_status, columns=("state",)),
        declare("expiredDateTime: DateTimeOffset", "eq ge gt le lt", column="expired_at"),
        declare(
            "schedule: entitlementManagementSchedule",
            read=_schedule,
            columns=("begins_at", "ends_at"),
        ),
    ),
    filtered=(
        make_field("accessPackage/id", "eq in", kind=Kind.ID, column="package_id"),
        make_field("assignmentPolicy/id", "eq in", kind=Kind.ID, column="policy_id"),
        make_field("target/objectId", "eq in", kind=Kind.ID, column="target_id"),
        make_field("target/id", "eq in", kind=Kind.ID, column="target_id"),
    ),
)


def subject(user: Record | None, asked: Record | None = None) -> JsonObject | None:
    """Return a person: the *user*, or who asked and is none yet, by what *asked* says."""
    if user is not None:
        found = {"id": user["id"], "name": user["display_name"], "mail": user["mail"]}
        principal_name = user["user_principal_name"]
    elif asked is not None:
        found = {"id": asked["home_user_id"], "name": asked["display_name"], "mail": None}
        principal_name = asked["principal_name"]
    else:
        return None
    return {
        "id": found["id"],
        "objectId": user["id"] if user else None,
        "displayName": found["name"],
        "principalName": principal_name,
        "email": found["mail"],
        "onPremisesSecurityIdentifier": None,
        "subjectType": "user",
        "subjectLifecycle": "notGoverned",
    }
