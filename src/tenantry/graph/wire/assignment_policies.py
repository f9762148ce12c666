"""Policies of packages on the wire: `accessPackageAssignmentPolicy`."""

from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from tenantry.entitlement.policies import (
    MOST_STAGES,
    ApprovalSettings,
    ApprovalStage,
    AssignmentPolicy,
    Expiration,
    ExpirationType,
    NotificationSettings,
    RequestorSettings,
    SubjectSet,
    TargetScope,
)
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property, join, json_object
from tenantry.graph.wire.checks import filled_text, flag, guid, instant, list_of, one_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.object_references import object_id, unbuilt_properties
from tenantry.graph.wire.showing import Reader, Record
from tenantry.storage.filters.fields import Kind, make_field

_TYPE = "#microsoft.graph."
_KEYS: Mapping[str, str] = {
    "singleUser": "userId",
    "groupMembers": "groupId",
    "connectedOrganizationMembers": "connectedOrganizationId",
    "requestorManager": "managerLevel",
}
_SUBJECTS_NOT_BUILT = (
    "attributeRuleMembers",
    "externalSponsors",
    "internalSponsors",
    "singleServicePrincipal",
    "targetApplicationOwners",
    "targetManager",
    "targetUserSponsors",
)
_SCOPES_NOT_BUILT = (
    "allDirectoryAgentIdentities",
    "allDirectoryServicePrincipals",
    "specificDirectoryServicePrincipals",
)
_NOT_BUILT = (
    "automaticRequestSettings",
    "customExtensionStageSettings",
    "questions",
    "reviewSettings",
)


def subject_set(value: object, path: str) -> SubjectSet:
    """Return some people, by the `@odata.type` of what is given and the id that goes with it."""
    given = json_object(value, path)
    kind = str(given.get("@odata.type", "")).removeprefix(_TYPE).removeprefix("microsoft.graph.")
    where = join(path, "@odata.type")
    if kind in _SUBJECTS_NOT_BUILT:
        raise NotBuiltError(f"{where} {kind}")
    if kind not in _KEYS:
        known = ", ".join(f"`{_TYPE}{each}`" for each in _KEYS)
        raise InvalidValueError(where, f"`{where}` says which people are meant; known are {known}")
    read = _SUBJECTS[kind].read({name: given[name] for name in given if "@" not in name}, path)
    if kind == "requestorManager":
        if read.get("level", 1) != 1:
            raise NotBuiltError(join(path, "managerLevel"))
        return SubjectSet(kind="requestorManager", description=_text(read.get("description")))
    key = join(path, _KEYS[kind])
    if "id" not in read:
        raise InvalidValueError(key, f"`{key}` is required")
    return msgspec.convert({"kind": kind, **read}, SubjectSet)


def _level(value: object, path: str) -> int:
    if value != 1:
        raise NotBuiltError(path)
    return 1


_SUBJECTS: Mapping[str, BodyShape] = {
    kind: BodyShape(
        {
            key: Property("level", _level)
            if key == "managerLevel"
            else Property("id", guid, nullable=False),
            "description": Property("description", text),
        },
        ignored=("isBackup", "id"),
    )
    for kind, key in _KEYS.items()
}


def _scope(value: object, path: str) -> str:
    if value in _SCOPES_NOT_BUILT:
        raise NotBuiltError(f"{path} {value}")
    return one_of(get_args(TargetScope))(value, path)


_EXPIRATION = BodyShape(
    {
        "type": Property("type", one_of(get_args(ExpirationType)), nullable=False),
        "endDateTime": Property("end_date_time", instant),
        "duration": Property("duration", text),
    }
)


def expiration(value: object, path: str) -> Expiration:
    """Return when something ends."""
    return Expiration(**_given(_EXPIRATION.read(value, path)))


_STAGE = BodyShape(
    {
        "durationBeforeAutomaticDenial": Property("duration_before_automatic_denial", text),
        "isApproverJustificationRequired": Property("is_approver_justification_required", flag),
        "primaryApprovers": Property("primary_approvers", list_of(subject_set)),
        "fallbackPrimaryApprovers": Property("fallback_primary_approvers", list_of(subject_set)),
        **unbuilt_properties(
            "escalationApprovers", "fallbackEscalationApprovers", "isEscalationEnabled"
        ),
    },
    ignored=("approverInformationVisibility", "durationBeforeEscalation"),
)


def _stages(value: object, path: str) -> tuple[ApprovalStage, ...]:
    stages = list_of(lambda each, where: ApprovalStage(**_given(_STAGE.read(each, where))))
    read = stages(value, path)
    if len(read) > MOST_STAGES:
        raise NotBuiltError(f"{path} with more than {MOST_STAGES} stage")
    return tuple(read)


_APPROVAL = BodyShape(
    {
        "isApprovalRequiredForAdd": Property("is_approval_required_for_add", flag),
        "isApprovalRequiredForUpdate": Property("is_approval_required_for_update", flag),
        "isRequestorJustificationRequired": Property("is_requestor_justification_required", flag),
        "stages": Property("stages", _stages),
    }
)
_SELF = {
    "enableTargetsToSelfAddAccess": "enable_targets_to_self_add_access",
    "enableTargetsToSelfRemoveAccess": "enable_targets_to_self_remove_access",
    "allowCustomAssignmentSchedule": "allow_custom_assignment_schedule",
}
_REQUESTORS = BodyShape(
    {
        **{wire: Property(name, flag) for wire, name in _SELF.items()},
        **unbuilt_properties(
            "enableOnBehalfRequestorsToAddAccess",
            "enableOnBehalfRequestorsToRemoveAccess",
            "enableOnBehalfRequestorsToUpdateAccess",
            "enableTargetsToSelfUpdateAccess",
            "onBehalfRequestors",
        ),
    }
)
_NOTIFICATIONS = BodyShape(
    {
        "isAssignmentNotificationDisabled": Property("is_assignment_notification_disabled", flag),
    }
)
POLICY_BODY = BodyShape(
    {
        "accessPackage": Property("package_id", object_id, nullable=False),
        "displayName": Property("display_name", filled_text, nullable=False),
        "description": Property("description", text),
        "allowedTargetScope": Property("allowed_target_scope", _scope, nullable=False),
        "specificAllowedTargets": Property("specific_allowed_targets", list_of(subject_set)),
        "expiration": Property("expiration", expiration),
        "requestorSettings": Property(
            "requestor_settings",
            lambda value, path: RequestorSettings(**_given(_REQUESTORS.read(value, path))),
        ),
        "requestApprovalSettings": Property(
            "request_approval_settings",
            lambda value, path: ApprovalSettings(**_given(_APPROVAL.read(value, path))),
        ),
        "notificationSettings": Property(
            "notification_settings",
            lambda value, path: NotificationSettings(**_given(_NOTIFICATIONS.read(value, path))),
        ),
        **unbuilt_properties(*_NOT_BUILT),
    },
    required=("displayName", "accessPackage"),
    read_only=("createdDateTime", "modifiedDateTime"),
    ignored=("catalog", "id"),
)
_NAMED = ("display_name", "description", "package_id")


def read_policy(body: object) -> tuple[str, dict[str, Any], AssignmentPolicy]:
    """Return the id of the package, name and description, and what the policy says."""
    given = _given(POLICY_BODY.read_new(body))
    named = {name: given.pop(name) for name in _NAMED if name in given}
    policy = AssignmentPolicy(**given)
    return str(named.pop("package_id")), named, policy


def _part(read: Reader, declaration: str) -> Any:  # noqa: ANN401  # a property
    return declare(declaration, read=read, columns=("document",))


POLICY = Entity(
    "accessPackageAssignmentPolicy",
    f"{ROOT}/assignmentPolicies",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("displayName: String!", "eq ne in startsWith contains"),
        declare("description: String"),
        _part(
            lambda one: _rules(one).allowed_target_scope, "allowedTargetScope: allowedTargetScope!"
        ),
        _part(
            lambda one: [shown_subjects(each) for each in _rules(one).specific_allowed_targets],
            "specificAllowedTargets: [subjectSet]",
        ),
        _part(
            lambda one: shown_expiration(_rules(one).expiration), "expiration: expirationPattern"
        ),
        _part(
            lambda one: _requestors(_rules(one).requestor_settings),
            "requestorSettings: accessPackageAssignmentRequestorSettings",
        ),
        _part(
            lambda one: _approval(_rules(one).request_approval_settings),
            "requestApprovalSettings: accessPackageAssignmentApprovalSettings",
        ),
        constant("automaticRequestSettings: accessPackageAutomaticRequestSettings", None),
        _part(
            lambda one: {
                "isAssignmentNotificationDisabled": _rules(
                    one
                ).notification_settings.is_assignment_notification_disabled
            },
            "notificationSettings: accessPackageNotificationSettings",
        ),
        constant("reviewSettings: accessPackageAssignmentReviewSettings", None),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="modified_at"),
    ),
    filtered=(make_field("accessPackage/id", "eq in", kind=Kind.ID, column="package_id"),),
)


def shown_expiration(held: Expiration) -> JsonObject:
    """Return when something ends."""
    return {
        "endDateTime": log_instant(held.end_date_time),
        "duration": held.duration,
        "type": held.type,
    }


def shown_subjects(held: SubjectSet) -> JsonObject:
    """Return some people."""
    key: JsonObject = {_KEYS[held.kind]: held.id or 1}
    return {"@odata.type": f"{_TYPE}{held.kind}", **key, "description": held.description}


def _requestors(held: RequestorSettings) -> JsonObject:
    flags = {wire: getattr(held, name) for wire, name in _SELF.items()}
    never = dict.fromkeys(
        (
            "enableTargetsToSelfUpdateAccess",
            "enableOnBehalfRequestorsToAddAccess",
            "enableOnBehalfRequestorsToUpdateAccess",
            "enableOnBehalfRequestorsToRemoveAccess",
        ),
        False,
    )
    return {**flags, **never, "onBehalfRequestors": []}


def _approval(held: ApprovalSettings) -> JsonObject:
    return {
        "isApprovalRequiredForAdd": held.is_approval_required_for_add,
        "isApprovalRequiredForUpdate": held.is_approval_required_for_update,
        "isRequestorJustificationRequired": held.is_requestor_justification_required,
        "stages": [_shown_stage(each) for each in held.stages],
    }


def _shown_stage(held: ApprovalStage) -> JsonObject:
    return {
        "durationBeforeAutomaticDenial": held.duration_before_automatic_denial,
        "isApproverJustificationRequired": held.is_approver_justification_required,
        "isEscalationEnabled": False,
        "primaryApprovers": [shown_subjects(each) for each in held.primary_approvers],
        "fallbackPrimaryApprovers": [
            shown_subjects(each) for each in held.fallback_primary_approvers
        ],
        "escalationApprovers": [],
        "fallbackEscalationApprovers": [],
    }


def _rules(record: Record) -> AssignmentPolicy:
    return msgspec.convert(record["document"], AssignmentPolicy)


def _given(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return what says something; lists as they are kept."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in read.items()
        if value is not None and not name.startswith("unbuilt_")
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
