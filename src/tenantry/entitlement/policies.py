"""Policies of access packages: who may ask, who decides, how long the access lasts.

Deny is the default: a policy that names nobody lets nobody ask.
Graph: ``accessPackageAssignmentPolicy``; claims CTS-008, CTS-028.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from tenantry.durations import parse_duration
from tenantry.errors import InvalidValueError

SubjectKind: TypeAlias = Literal[
    "singleUser", "groupMembers", "connectedOrganizationMembers", "requestorManager"
]
TargetScope: TypeAlias = Literal[
    "notSpecified",
    "specificDirectoryUsers",
    "allMemberUsers",
    "allDirectoryUsers",
    "specificConnectedOrganizationUsers",
    "allConfiguredConnectedOrganizationUsers",
    "allExternalUsers",
]
ExpirationType: TypeAlias = Literal[
    "notSpecified", "noExpiration", "afterDateTime", "afterDuration"
]

MOST_STAGES = 1
WITH_TARGETS: frozenset[TargetScope] = frozenset(
    {"specificDirectoryUsers", "specificConnectedOrganizationUsers"}
)


class _Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of a policy, kept as JSON by the names of the wire."""


class SubjectSet(_Part, frozen=True, kw_only=True):
    """Some people: ``id`` is the user, the group or the connected organization.

    A manager has no id; ``description`` is what a client wrote beside it.
    """

    kind: SubjectKind
    id: str = ""
    description: str | None = None


class Expiration(_Part, frozen=True, kw_only=True):
    """When access ends: never, at ``end_date_time``, or ``duration`` after it began."""

    type: ExpirationType = "noExpiration"
    end_date_time: str | None = None
    duration: str | None = None


class ApprovalStage(_Part, frozen=True, kw_only=True):
    """Who decides, any one of them, and when it is too late (`P14D`)."""

    duration_before_automatic_denial: str = "P14D"
    is_approver_justification_required: bool = False
    primary_approvers: tuple[SubjectSet, ...] = ()
    fallback_primary_approvers: tuple[SubjectSet, ...] = ()


class ApprovalSettings(_Part, frozen=True, kw_only=True):
    """Whether somebody decides about a request."""

    is_approval_required_for_add: bool = False
    is_approval_required_for_update: bool = False
    is_requestor_justification_required: bool = False
    stages: tuple[ApprovalStage, ...] = ()

    @property
    def stage_for_add(self) -> ApprovalStage | None:
        """The one stage in which somebody decides about new access, None where nobody has to."""
        return self.stages[0] if self.is_approval_required_for_add else None


class RequestorSettings(_Part, frozen=True, kw_only=True):
    """What people may do for themselves."""

    enable_targets_to_self_add_access: bool = False
    enable_targets_to_self_remove_access: bool = False
    allow_custom_assignment_schedule: bool = False


class NotificationSettings(_Part, frozen=True, kw_only=True):
    """Whether people are told by mail what they were given."""

    is_assignment_notification_disabled: bool = False


class AssignmentPolicy(_Part, frozen=True, kw_only=True):
    """One way to a package."""

    allowed_target_scope: TargetScope = "notSpecified"
    specific_allowed_targets: tuple[SubjectSet, ...] = ()
    expiration: Expiration = Expiration()
    requestor_settings: RequestorSettings = RequestorSettings()
    request_approval_settings: ApprovalSettings = ApprovalSettings()
    notification_settings: NotificationSettings = NotificationSettings()


class Requestor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asks.

    ``user_id`` is their object in the tenant of the package, None where they have none yet;
    ``home_tenant_id`` is None for the tenant's own people.  ``organization_ids`` are the
    configured connected organizations that their home tenant is.
    """

    user_id: str | None
    is_guest: bool
    home_tenant_id: str | None = None
    group_ids: frozenset[str] = frozenset()
    organization_ids: frozenset[str] = frozenset()


_MEETS: Mapping[TargetScope, Callable[[Requestor], bool]] = {
    "notSpecified": lambda _: False,
    "allDirectoryUsers": lambda one: one.user_id is not None,
    "allMemberUsers": lambda one: one.user_id is not None and not one.is_guest,
    "allExternalUsers": lambda one: one.home_tenant_id is not None,
    "allConfiguredConnectedOrganizationUsers": lambda one: bool(one.organization_ids),
}


def may_ask(policy: AssignmentPolicy, requestor: Requestor) -> bool:
    """Return whether the policy lets the person ask for the package by themselves."""
    if not policy.requestor_settings.enable_targets_to_self_add_access:
        return False
    scope = policy.allowed_target_scope
    if scope in WITH_TARGETS:
        return is_among(policy.specific_allowed_targets, requestor)
    return _MEETS[scope](requestor)


def is_among(subjects: Iterable[SubjectSet], requestor: Requestor) -> bool:
    """Return whether *subjects* name the person, alone or with others."""
    return any(_names(each, requestor) for each in subjects)


def _names(subjects: SubjectSet, requestor: Requestor) -> bool:
    match subjects.kind:
        case "singleUser":
            return subjects.id == requestor.user_id
        case "groupMembers":
            return subjects.id in requestor.group_ids
        case "connectedOrganizationMembers":
            return subjects.id in requestor.organization_ids
        case "requestorManager":
            return False


def may_decide(
    stage: ApprovalStage, approver: Requestor, *, target_id: str | None, manager_id: str | None
) -> bool:
    """Return whether the person decides about the access of the user *target_id*.

    Nobody decides about their own.  The fallback approvers stand in where the stage asks for
    the manager of somebody who has none.
    """
    if approver.user_id is None or approver.user_id == target_id:
        return False
    if is_among(stage.primary_approvers, approver):
        return True
    if not any(each.kind == "requestorManager" for each in stage.primary_approvers):
        return False
    if manager_id is not None:
        return approver.user_id == manager_id
    return is_among(stage.fallback_primary_approvers, approver)


def check_policy(policy: AssignmentPolicy) -> None:
    """Raise `InvalidValueError` for the first thing that no policy may be."""
    scope, targets = policy.allowed_target_scope, policy.specific_allowed_targets
    path = "specificAllowedTargets"
    if targets and scope not in WITH_TARGETS:
        message = f"`{path}` says who is meant only with a scope of specific users, not `{scope}`"
        raise InvalidValueError(path, message)
    wanted = {"singleUser", "groupMembers"}
    if scope == "specificConnectedOrganizationUsers":
        wanted = {"connectedOrganizationMembers"}
    for each in targets:
        if each.kind not in wanted:
            message = f"a `{each.kind}` cannot be in `{path}` where the scope is `{scope}`"
            raise InvalidValueError(path, message)
    _check_expiration(policy.expiration)
    _check_approval(policy.request_approval_settings)


def _check_expiration(expiration: Expiration) -> None:
    if expiration.type == "afterDateTime" and expiration.end_date_time is None:
        path = "expiration.endDateTime"
        raise InvalidValueError(path, f"`{path}` is required where the type is `afterDateTime`")
    if expiration.type == "afterDuration":
        path = "expiration.duration"
        if expiration.duration is None:
            raise InvalidValueError(path, f"`{path}` is required where the type is `afterDuration`")
        check_span(expiration.duration, path)


def _check_approval(settings: ApprovalSettings) -> None:
    path = "requestApprovalSettings.stages"
    if settings.is_approval_required_for_add and not settings.stages:
        message = f"`{path}` has to say who approves; give one stage with `primaryApprovers`"
        raise InvalidValueError(path, message)
    for stage in settings.stages:
        if not stage.primary_approvers:
            message = f"`{path}` has a stage without `primaryApprovers`"
            raise InvalidValueError(path, message)
        check_span(stage.duration_before_automatic_denial, path)
        for each in (*stage.primary_approvers, *stage.fallback_primary_approvers):
            if each.kind == "connectedOrganizationMembers":
                message = f"`{path}`: approvers are users, groups, or the manager"
                raise InvalidValueError(path, message)


def check_span(text: str, path: str) -> None:
    """Raise `InvalidValueError` unless *text* is a duration of up to ten years."""
    days = parse_duration(text, path=path).days
    if not 0 <= days <= 3660:  # noqa: PLR2004  # ten years, as Entra's limit on access
        raise InvalidValueError(path, f"`{path}` is ten years at most, not `{text}`")
