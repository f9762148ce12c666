"""Policies of packages: who may ask, who decides, how long access lasts."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.operations.lookups import require_group, require_user
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_reading,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.recording import record
from tenantry.entitlement.policies import AssignmentPolicy, SubjectSet, check_policy
from tenantry.entitlement.states import OPEN
from tenantry.entitlement.stores.records import (
    ASSIGNMENTS,
    ORGANIZATIONS,
    PACKAGES,
    POLICIES,
    REQUESTS,
)
from tenantry.errors import ConflictError, InvalidValueError, NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_POLICY = "accessPackageAssignmentPolicy"


def list_policies(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the policies; what each says is in `document`."""
    authorize_reading(actor)
    return POLICIES.list_page(reading, actor.tenant_id, query)


def count_policies(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many policies meet the condition of *query*."""
    authorize_reading(actor)
    return POLICIES.count(reading, actor.tenant_id, query)


def list_of_package(reading: Reading, actor: Actor, package_id: str) -> list[Record]:
    """Return the policies of a package, oldest first."""
    authorize_reading(actor)
    return POLICIES.list_where(reading, actor.tenant_id, package_id=package_id)


def get_policy(reading: Reading, actor: Actor, policy_id: str) -> Record:
    """Return one policy; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return require(reading, POLICIES, actor.tenant_id, policy_id)


def create_policy(
    work: UnitOfWork,
    actor: Actor,
    package_id: str,
    named: Mapping[str, Any],
    policy: AssignmentPolicy,
) -> Record:
    """Open a way to a package; *named* are `display_name` and `description`."""
    authorize_writing(actor)
    package = require(work, PACKAGES, actor.tenant_id, package_id, lock=True)
    _check(work, actor, policy)
    made = {
        "description": None,
        **named,
        "id": new_id(),
        "package_id": package["id"],
        "document": msgspec.to_builtins(policy),
        "created_at": work.instant,
        "modified_at": work.instant,
    }
    POLICIES.add(work, actor.tenant_id, made)
    record(
        work, actor, activities.CREATE_PACKAGE_POLICY, feed.CREATED, object_type=_POLICY, after=made
    )
    return made


def replace_policy(
    work: UnitOfWork,
    actor: Actor,
    policy_id: str,
    *,
    package_id: str,
    named: Mapping[str, Any],
    policy: AssignmentPolicy,
) -> Record:
    """Let a policy say something else from now on; who has access keeps the end it has.

    It stays with its package, which is the one of *package_id*.
    """
    authorize_writing(actor)
    before = require(work, POLICIES, actor.tenant_id, policy_id, lock=True)
    if before["package_id"] != package_id:
        message = "a policy stays with its access package; make another one for another package"
        raise InvalidValueError("accessPackage", message)
    _check(work, actor, policy)
    changes = {
        "description": None,
        **named,
        "document": msgspec.to_builtins(policy),
        "modified_at": work.instant,
    }
    POLICIES.change(work, actor.tenant_id, before["id"], changes)
    after = {**before, **changes}
    record(
        work,
        actor,
        activities.UPDATE_PACKAGE_POLICY,
        feed.UPDATED,
        object_type=_POLICY,
        before=before,
        after=after,
    )
    return after


def delete_policy(work: UnitOfWork, actor: Actor, policy_id: str) -> None:
    """Close a way to a package by which nobody has access or waits for it any more."""
    authorize_writing(actor)
    before = require(work, POLICIES, actor.tenant_id, policy_id, lock=True)
    of_policy = {"policy_id": before["id"]}
    assignments = ASSIGNMENTS.list_where(work, actor.tenant_id, **of_policy)
    requests = REQUESTS.list_where(work, actor.tenant_id, **of_policy)
    if any(each["expired_at"] is None for each in assignments):
        raise ConflictError("people have access by the policy; remove their assignments first")
    if any(each["state"] in OPEN for each in requests):
        raise ConflictError("people wait for access by the policy; cancel their requests first")
    POLICIES.remove(work, actor.tenant_id, before["id"])
    record(
        work,
        actor,
        activities.DELETE_PACKAGE_POLICY,
        feed.DELETED,
        object_type=_POLICY,
        before=before,
    )


def rules_of(row: Record) -> AssignmentPolicy:
    """Return what the policy *row* says."""
    return msgspec.convert(row["document"], AssignmentPolicy)


def _check(reading: Reading, actor: Actor, policy: AssignmentPolicy) -> None:
    """Raise `InvalidValueError` unless the policy holds together and names whom there is."""
    check_policy(policy)
    for each in policy.specific_allowed_targets:
        _check_subjects(reading, actor.tenant_id, each, "specificAllowedTargets")
    for stage in policy.request_approval_settings.stages:
        for each in (*stage.primary_approvers, *stage.fallback_primary_approvers):
            _check_subjects(reading, actor.tenant_id, each, "requestApprovalSettings.stages")


def _check_subjects(reading: Reading, tenant_id: str, subjects: SubjectSet, path: str) -> None:
    try:
        match subjects.kind:
            case "singleUser":
                require_user(reading, tenant_id, subjects.id)
            case "groupMembers":
                require_group(reading, tenant_id, subjects.id)
            case "connectedOrganizationMembers":
                require(reading, ORGANIZATIONS, tenant_id, subjects.id)
            case "requestorManager":
                return
    except NotFoundError as fault:
        message = f"`{subjects.id}` in `{path}` does not exist here"
        raise InvalidValueError(path, message) from fault
