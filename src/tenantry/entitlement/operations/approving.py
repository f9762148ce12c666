"""Approving: those whom a policy names decide about a request, any one of them."""

from collections.abc import Collection

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores import users
from tenantry.directory.values import Record
from tenantry.entitlement.letters import DENIED as DENIED_LETTER
from tenantry.entitlement.operations.authorizing import authorize_own, is_reader
from tenantry.entitlement.operations.fulfilling import fulfil
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import REQUEST, record
from tenantry.entitlement.operations.requestors import asker_here, list_target_ids
from tenantry.entitlement.operations.telling import tell_requestor
from tenantry.entitlement.policies import ApprovalStage, may_decide
from tenantry.entitlement.states import ADD_BY_USER, APPROVED, PENDING
from tenantry.entitlement.stores.records import POLICIES, REQUESTS
from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_waiting_for(reading: Reading, actor: Actor) -> list[Record]:
    """Return the requests that wait for the caller's decision, oldest first."""
    authorize_own(actor)
    waiting = REQUESTS.list_where(reading, actor.tenant_id, state=PENDING)
    return _decided_by(reading, actor, waiting)


def get_approval(reading: Reading, actor: Actor, request_id: str) -> Record:
    """Return a request that somebody decides or decided, with `assigned_to_me`.

    It is seen by those who read packages, and by those who decide; `NotFoundError` for others.
    """
    if not is_reader(actor):
        authorize_own(actor)
    request = REQUESTS.find(reading, actor.tenant_id, request_id)
    if request is None or not _needs_decision(reading, actor.tenant_id, request):
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
    stage = _stages(reading, tenant_id, [request]).get(request["id"])
    if stage and stage.is_approver_justification_required and not (justification or "").strip():
        message = "the policy asks for a `justification` of the decision"
        raise InvalidValueError("justification", message)


def _is_mine(reading: Reading, actor: Actor, request: Record) -> bool:
    return actor.kind is ActorKind.USER and bool(_decided_by(reading, actor, [request]))


def _decided_by(reading: Reading, actor: Actor, requests: Collection[Record]) -> list[Record]:
    """Return those of *requests* that the user decides about, in as many queries as for one."""
    approver = asker_here(reading, actor.tenant_id, actor.actor_id).requestor
    stages = _stages(reading, actor.tenant_id, requests)
    target_ids = list_target_ids(reading, actor.tenant_id, requests)
    manager_ids = users.list_manager_ids(reading, actor.tenant_id, target_ids.values())

    def is_decided(request: Record) -> bool:
        stage, target_id = stages.get(request["id"]), target_ids.get(request["id"])
        manager_id = manager_ids.get(target_id) if target_id else None
        return stage is not None and may_decide(
            stage, approver, target_id=target_id, manager_id=manager_id
        )

    return list(filter(is_decided, requests))


def _needs_decision(reading: Reading, tenant_id: str, request: Record) -> bool:
    if request["review_result"] is not None:
        return True
    return bool(_stages(reading, tenant_id, [request]))


def _stages(
    reading: Reading, tenant_id: str, requests: Collection[Record]
) -> dict[str, ApprovalStage]:
    """Return request id → the stage in which somebody decides about it, where somebody does."""
    asked = {
        each["id"]: each["policy_id"] for each in requests if each["request_type"] == ADD_BY_USER
    }
    policies = POLICIES.list_by_ids(reading, tenant_id, set(asked.values()))
    stages = {
        policy_id: rules_of(policy).request_approval_settings.stage_for_add
        for policy_id, policy in policies.items()
    }
    found = {request_id: stages.get(policy_id) for request_id, policy_id in asked.items()}
    return {request_id: stage for request_id, stage in found.items() if stage is not None}
