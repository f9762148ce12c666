"""Requesting: people ask for packages, administrators assign them, and both end it again."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.actor import Actor, entitlement_service
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.collaboration.operations.arriving import check_arrival
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.entitlement.expiry import answer_due, end_of
from tenantry.entitlement.operations.authorizing import (
    authorize_own,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.fulfilling import (
    REQUEST,
    check_free,
    end_assignment,
    fulfil,
)
from tenantry.entitlement.operations.offers import choose_policy
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import record
from tenantry.entitlement.operations.requestors import Asker, asker_here
from tenantry.entitlement.operations.telling import tell_approvers
from tenantry.entitlement.policies import AssignmentPolicy, Expiration
from tenantry.entitlement.states import (
    ADD_BY_ADMINISTRATOR,
    ADD_BY_USER,
    OPEN,
    PENDING,
    REMOVE_BY_ADMINISTRATOR,
    REMOVE_BY_USER,
)
from tenantry.entitlement.stores.records import ASSIGNMENTS, PACKAGES, POLICIES, REQUESTS
from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; ``policy_id`` may be left out where one policy fits.

    ``target_id`` is whom an administrator assigns the package to.
    """

    package_id: str
    policy_id: str | None = None
    target_id: str | None = None
    justification: str | None = None
    expiration: Expiration | None = None


def ask_here(work: UnitOfWork, actor: Actor, asked: Asked, *, origin: str) -> Record:
    """Ask for a package of the tenant that the caller signed in to."""
    authorize_own(actor)
    return ask(work, asker_here(work, actor.tenant_id, actor.actor_id), asked, origin=origin)


def ask(work: UnitOfWork, asker: Asker, asked: Asked, *, origin: str) -> Record:
    """Ask for a package, and return the request: delivered, or waiting for somebody's approval.

    Somebody of another tenant becomes a guest when the package is delivered, and is refused now
    if that could not be done now.  Raises what `choose_policy` raises, `ConflictError` for what
    is there already, `InvitationRefusedError`.
    """
    package, policy, rules = choose_policy(work, asker, asked.package_id, asked.policy_id)
    _check_justification(rules, asked)
    end_of(rules, work.instant, asked.expiration, by_administrator=False)
    target_id = asker.requestor.user_id
    check_free(work, asker.tenant_id, package["id"], target_id, asker.home)
    if asker.home is not None and target_id is None:
        check_arrival(work, entitlement_service(asker.tenant_id), asker.home)
    row = {
        **_row(work, ADD_BY_USER, package["id"], policy["id"], asked),
        "target_id": target_id,
        "home_tenant_id": asker.home.tenant_id if asker.home else None,
        "home_user_id": asker.home.user_id if asker.home else None,
        "display_name": asker.display_name,
        "principal_name": asker.principal_name,
    }
    request = _add(work, asker.actor, row, activities.REQUEST_PACKAGE)
    stage = rules.request_approval_settings.stage_for_add
    if stage is not None:
        due = answer_due(work.instant, stage.duration_before_automatic_denial)
        REQUESTS.change(work, asker.tenant_id, request["id"], {"answer_due_at": due})
        tell_approvers(work, asker.tenant_id, request, stage, origin=origin)
        return {**request, "answer_due_at": due}
    record(
        work,
        entitlement_service(asker.tenant_id),
        activities.AUTO_APPROVE_REQUEST,
        feed.UPDATED,
        object_type=REQUEST,
        after=request,
    )
    return fulfil(work, asker.tenant_id, request, origin=origin)


def assign(work: UnitOfWork, actor: Actor, asked: Asked, *, origin: str) -> Record:
    """Assign a package to a user, whom no policy has to let ask, and return the request.

    Nobody has to approve.  Raises `NotFoundError`, `InvalidValueError`, `ConflictError`.
    """
    authorize_writing(actor)
    if asked.policy_id is None or asked.target_id is None:
        message = "an administrator names the policy and the target of an assignment"
        raise InvalidValueError("assignment", message)
    package = require(work, PACKAGES, actor.tenant_id, asked.package_id, lock=True)
    policy = require(work, POLICIES, actor.tenant_id, asked.policy_id)
    if policy["package_id"] != package["id"]:
        message = f"`{policy['id']}` is a policy of another access package"
        raise InvalidValueError("assignment.assignmentPolicyId", message)
    target = require_user(work, actor.tenant_id, asked.target_id)
    check_free(work, actor.tenant_id, package["id"], target["id"], None)
    row = {
        **_row(work, ADD_BY_ADMINISTRATOR, package["id"], policy["id"], asked),
        **_person(target),
    }
    request = _add(work, actor, row, activities.ASSIGN_PACKAGE)
    return fulfil(work, actor.tenant_id, request, origin=origin)


def remove_own(work: UnitOfWork, actor: Actor, assignment_id: str) -> Record:
    """Give an assignment of one's own back, where its policy lets people do that."""
    authorize_own(actor)
    assignment = _assignment(work, actor, assignment_id)
    if assignment["target_id"] != actor.actor_id:
        raise not_found(assignment_id)
    policy = POLICIES.find(work, actor.tenant_id, assignment["policy_id"])
    settings = rules_of(policy).requestor_settings if policy else None
    if settings is None or not settings.enable_targets_to_self_remove_access:
        message = "the policy of the assignment does not let you remove it; ask an administrator"
        raise NotPermittedError((), message)
    return _remove(work, actor, assignment, REMOVE_BY_USER, activities.REMOVE_ASSIGNMENT_BY_USER)


def remove(work: UnitOfWork, actor: Actor, assignment_id: str) -> Record:
    """Take an assignment away from somebody."""
    authorize_writing(actor)
    assignment = _assignment(work, actor, assignment_id)
    activity = activities.REMOVE_ASSIGNMENT_BY_ADMINISTRATOR
    return _remove(work, actor, assignment, REMOVE_BY_ADMINISTRATOR, activity)


def cancel(work: UnitOfWork, actor: Actor, request_id: str) -> None:
    """Withdraw a request that still waits: one's own, or anybody's for those who manage."""
    request = REQUESTS.find(work, actor.tenant_id, request_id, lock=True)
    is_own = request is not None and request["target_id"] == actor.actor_id
    if is_own:
        authorize_own(actor)
    else:
        authorize_writing(actor)
    if request is None:
        raise not_found(request_id)
    cancel_checked(work, actor, request)


def cancel_checked(work: UnitOfWork, actor: Actor, request: Record) -> None:
    """Withdraw a request, for an actor who may; `ConflictError` where it waits no longer."""
    if request["state"] not in OPEN:
        raise ConflictError(f"the request is `{request['state']}` and cannot be cancelled")
    changes = {"state": "canceled", "answer_due_at": None, "completed_at": work.instant}
    REQUESTS.change(work, actor.tenant_id, request["id"], changes)
    record(
        work,
        actor,
        activities.CANCEL_REQUEST,
        feed.UPDATED,
        object_type=REQUEST,
        before=request,
        after={**request, **changes},
    )


def _check_justification(rules: AssignmentPolicy, asked: Asked) -> None:
    is_required = rules.request_approval_settings.is_requestor_justification_required
    if is_required and not (asked.justification or "").strip():
        message = "the policy asks for a `justification`; say what the access is for"
        raise InvalidValueError("justification", message)


def _row(
    work: UnitOfWork, request_type: str, package_id: str, policy_id: str, asked: Asked
) -> Record:
    expiration = asked.expiration
    return {
        "id": new_id(),
        "package_id": package_id,
        "policy_id": policy_id,
        "request_type": request_type,
        "state": PENDING,
        "target_id": None,
        "home_tenant_id": None,
        "home_user_id": None,
        "justification": asked.justification,
        "schedule": None if expiration is None else msgspec.to_builtins(expiration),
        "assignment_id": None,
        "answer_due_at": None,
        "review_result": None,
        "reviewed_by": None,
        "reviewed_by_name": None,
        "reviewed_at": None,
        "review_justification": None,
        "created_at": work.instant,
        "completed_at": None,
    }


def _person(user: Mapping[str, Any]) -> Record:
    return {
        "target_id": user["id"],
        "display_name": user["display_name"],
        "principal_name": user["user_principal_name"],
    }


def _add(work: UnitOfWork, actor: Actor, row: Record, activity: Activity) -> Record:
    REQUESTS.add(work, actor.tenant_id, row)
    record(work, actor, activity, feed.CREATED, object_type=REQUEST, after=row)
    return row


def _assignment(work: UnitOfWork, actor: Actor, assignment_id: str) -> Record:
    assignment = require(work, ASSIGNMENTS, actor.tenant_id, assignment_id, lock=True)
    if assignment["expired_at"] is not None:
        raise ConflictError("the assignment has ended already")
    return assignment


def _remove(
    work: UnitOfWork, actor: Actor, assignment: Record, request_type: str, activity: Activity
) -> Record:
    target_id = assignment["target_id"]
    target = USERS.find(work, actor.tenant_id, target_id) or {
        "id": target_id,
        "display_name": target_id,
        "user_principal_name": target_id,
    }
    asked = Asked(package_id=assignment["package_id"])
    row = {
        **_row(work, request_type, assignment["package_id"], assignment["policy_id"], asked),
        **_person(target),
        "state": "delivered",
        "assignment_id": assignment["id"],
        "completed_at": work.instant,
    }
    request = _add(work, actor, row, activity)
    service = entitlement_service(actor.tenant_id)
    end_assignment(work, service, assignment, activities.FULFILL_REQUEST)
    return request
