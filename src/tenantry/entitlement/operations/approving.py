"""Approving: those whom a policy names decide about a request, any one of them."""

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.entitlement.letters import DENIED as DENIED_LETTER
from tenantry.entitlement.operations.authorizing import authorize_own, is_reader
from tenantry.entitlement.operations.fulfilling import REQUEST, fulfil
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import record
from tenantry.entitlement.operations.requestors import asker_here, find_manager, find_target_id
from tenantry.entitlement.operations.telling import tell_requestor
from tenantry.entitlement.policies import ApprovalStage, Requestor, may_decide
from tenantry.entitlement.states import APPROVED, PENDING
from tenantry.entitlement.stores.records import POLICIES, REQUESTS
from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_waiting_for(reading: Reading, actor: Actor) -> list[Record]:
    """Return the requests that wait for the caller's decision, oldest first."""
    authorize_own(actor)
    approver = asker_here(reading, actor.tenant_id, actor.actor_id).requestor
    waiting = REQUESTS.list_where(reading, actor.tenant_id, state=PENDING)
    return [each for each in waiting if _decides(reading, actor.tenant_id, approver, each)]


def get_approval(reading: Reading, actor: Actor, request_id: str) -> Record:
    """Return a request that somebody decides or decided, with `assigned_to_me`.

    It is seen by those who read packages, and by those who decide; `NotFoundError` for others.
    """
    if not is_reader(actor):
        authorize_own(actor)
    request = REQUESTS.find(reading, actor.tenant_id, request_id)
    if request is None or not _needs_approval(reading, actor.tenant_id, request):
        raise not_found(request_id)
    is_mine = _is_mine(reading, actor, request)
    if not is_mine and not is_reader(actor):
        raise not_found(request_id)
    return {**request, "assigned_to_me": is_mine}


def decide(
    work: UnitOfWork,
    actor: Actor,
    request_id: str,
    *,
    decision: str,
    justification: str | None,
    origin: str,
) -> Record:
    """Approve or deny a request, and return it; what is approved is delivered at once.

    Raises `NotFoundError` and `NotPermittedError` for others than its approvers,
    `ConflictError` where it is decided already, and what `fulfil` raises.
    """
    authorize_own(actor)
    request = REQUESTS.find(work, actor.tenant_id, request_id, lock=True)
    if request is None:
        raise not_found(request_id)
    if not _is_mine(work, actor, request):
        if not is_reader(actor):
            raise not_found(request_id)
        raise NotPermittedError((), "the policy names others who decide about the request")
    if request["state"] != PENDING:
        raise ConflictError(f"the request is `{request['state']}`; nobody decides it any more")
    _check_justification(work, actor.tenant_id, request, justification)
    reviewed = _reviewed(work, actor, request, decision, justification)
    if decision == APPROVED:
        return fulfil(work, actor.tenant_id, reviewed, origin=origin)
    tell_requestor(work, actor.tenant_id, reviewed, DENIED_LETTER, origin=origin, end=None)
    return reviewed


def _reviewed(
    work: UnitOfWork, actor: Actor, request: Record, decision: str, justification: str | None
) -> Record:
    is_approved = decision == APPROVED
    changes = {
        "review_result": decision,
        "reviewed_by": actor.actor_id,
        "reviewed_by_name": actor.display_name,
        "reviewed_at": work.instant,
        "review_justification": justification,
        "answer_due_at": None,
        "state": PENDING if is_approved else "denied",
        "completed_at": None if is_approved else work.instant,
    }
    REQUESTS.change(work, actor.tenant_id, request["id"], changes)
    after = {**request, **changes}
    record(
        work,
        actor,
        activities.APPROVE_REQUEST if is_approved else activities.DENY_REQUEST,
        feed.UPDATED,
        object_type=REQUEST,
        before=request,
        after=after,
    )
    return after


def _check_justification(
    reading: Reading, tenant_id: str, request: Record, justification: str | None
) -> None:
    stage = _stage(reading, tenant_id, request)
    if stage and stage.is_approver_justification_required and not (justification or "").strip():
        message = "the policy asks for a `justification` of the decision"
        raise InvalidValueError("justification", message)


def _is_mine(reading: Reading, actor: Actor, request: Record) -> bool:
    if actor.kind is not ActorKind.USER:
        return False
    approver = asker_here(reading, actor.tenant_id, actor.actor_id).requestor
    return _decides(reading, actor.tenant_id, approver, request)


def _decides(reading: Reading, tenant_id: str, approver: Requestor, request: Record) -> bool:
    stage = _stage(reading, tenant_id, request)
    if stage is None:
        return False
    target_id = find_target_id(reading, tenant_id, request)
    manager_id = find_manager(reading, tenant_id, target_id)
    return may_decide(stage, approver, target_id=target_id, manager_id=manager_id)


def _needs_approval(reading: Reading, tenant_id: str, request: Record) -> bool:
    return request["review_result"] is not None or _stage(reading, tenant_id, request) is not None


def _stage(reading: Reading, tenant_id: str, request: Record) -> ApprovalStage | None:
    policy = POLICIES.find(reading, tenant_id, request["policy_id"])
    approval = rules_of(policy).request_approval_settings if policy else None
    is_asked = request["request_type"] == "userAdd"
    if approval is None or not is_asked or not approval.is_approval_required_for_add:
        return None
    return approval.stages[0]
