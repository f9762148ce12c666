"""Requesting: people ask for packages, administrators assign them, and both withdraw a request."""

import msgspec

from tenantry.actor import Actor, entitlement_service
from tenantry.audit import activities
from tenantry.collaboration.operations.arriving import check_arrival
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.values import Record
from tenantry.entitlement.expiry import answer_due, end_of
from tenantry.entitlement.operations.authorizing import (
    authorize_own,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.filing import file_request, person_of
from tenantry.entitlement.operations.fulfilling import check_free, fulfil
from tenantry.entitlement.operations.offers import choose_policy
from tenantry.entitlement.operations.recording import REQUEST, record
from tenantry.entitlement.operations.requestors import Asker, asker_here
from tenantry.entitlement.operations.telling import tell_approvers
from tenantry.entitlement.policies import ApprovalStage, AssignmentPolicy, Expiration
from tenantry.entitlement.states import ADD_BY_ADMINISTRATOR, ADD_BY_USER, OPEN
from tenantry.entitlement.stores.records import PACKAGES, POLICIES, REQUESTS
from tenantry.errors import ConflictError, InvalidValueError
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
    check_free(work, asker.tenant_id, package["id"], asker.requestor.user_id, asker.home)
    if asker.home is not None and asker.requestor.user_id is None:
        check_arrival(work, entitlement_service(asker.tenant_id), asker.home)
    values = {"request_type": ADD_BY_USER, **_wanted(policy, asked), **_asking(asker)}
    request = file_request(work, asker.actor, activities.REQUEST_PACKAGE, values)
    stage = rules.request_approval_settings.stage_for_add
    if stage is not None:
        return _let_decide(work, asker.tenant_id, request, stage, origin=origin)
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
    person = person_of(target)
    values = {"request_type": ADD_BY_ADMINISTRATOR, **_wanted(policy, asked), **person}
    request = file_request(work, actor, activities.ASSIGN_PACKAGE, values)
    return fulfil(work, actor.tenant_id, request, origin=origin)


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


def _let_decide(
    work: UnitOfWork, tenant_id: str, request: Record, stage: ApprovalStage, *, origin: str
) -> Record:
    """Return *request* with the instant until which its approvers have to decide."""
    due = answer_due(work.instant, stage.duration_before_automatic_denial)
    REQUESTS.change(work, tenant_id, request["id"], {"answer_due_at": due})
    tell_approvers(work, tenant_id, request, stage, origin=origin)
    return {**request, "answer_due_at": due}


def _wanted(policy: Record, asked: Asked) -> Record:
    """Return what a request keeps of what is asked for."""
    expiration = asked.expiration
    return {
        "package_id": policy["package_id"],
        "policy_id": policy["id"],
        "justification": asked.justification,
        "schedule": None if expiration is None else msgspec.to_builtins(expiration),
    }


def _asking(asker: Asker) -> Record:
    """Return what a request keeps of who asks."""
    return {
        "target_id": asker.requestor.user_id,
        "home_tenant_id": asker.home.tenant_id if asker.home else None,
        "home_user_id": asker.home.user_id if asker.home else None,
        "display_name": asker.display_name,
        "principal_name": asker.principal_name,
    }
