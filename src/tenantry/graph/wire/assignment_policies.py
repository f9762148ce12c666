"""Policies of packages on the wire: `accessPackageAssignmentPolicy`."""

from typing import Any, get_args

import msgspec

from tenantry.entitlement.policies import (
    MOST_STAGES,
    ApprovalSettings,
    ApprovalStage,
    AssignmentPolicy,
    NotificationSettings,
    RequestorSettings,
    TargetScope,
)
from tenantry.errors import NotBuiltError
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, flag, list_of, one_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.expirations import expiration, shown_expiration
from tenantry.graph.wire.object_references import object_id, stated, unbuilt_properties
from tenantry.graph.wire.showing import Reader, Record
from tenantry.graph.wire.subject_sets import shown_subjects, subject_set
from tenantry.storage.filters.fields import Kind, make_field

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


def _scope(value: object, path: str) -> str:
    if value in _SCOPES_NOT_BUILT:
        raise NotBuiltError(f"{path} {value}")
    return one_of(get_args(TargetScope))(value, path)


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
    stages = list_of(lambda each, where: ApprovalStage(**stated(_STAGE.read(each, where))))
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
            lambda value, path: RequestorSettings(**stated(_REQUESTORS.read(value, path))),
        ),
        "requestApprovalSettings": Property(
            "request_approval_settings",
            lambda value, path: ApprovalSettings(**stated(_APPROVAL.read(value, path))),
        ),
        "notificationSettings": Property(
            "notification_settings",
            lambda value, path: NotificationSettings(**stated(_NOTIFICATIONS.read(value, path))),
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
    given = stated(POLICY_BODY.read_new(body))
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
