"""Expiring: access ends when its time is up, and requests that nobody decided are denied."""

from tenantry.actor import entitlement_service
from tenantry.audit import activities
from tenantry.entitlement.letters import DENIED
from tenantry.entitlement.operations.authorizing import require
from tenantry.entitlement.operations.ending import end_assignment
from tenantry.entitlement.operations.recording import REQUEST, record
from tenantry.entitlement.operations.telling import tell_requestor
from tenantry.entitlement.states import PENDING
from tenantry.entitlement.stores import grants
from tenantry.entitlement.stores.records import ASSIGNMENTS, REQUESTS
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

_AT_ONCE = 100
"""Assignments that one transaction ends."""


def expire(work: UnitOfWork, tenant_id: str) -> int:
    """End assignments and deny requests whose time is up; return how many, 0 when none is left."""
    return _end_assignments(work, tenant_id) + _deny_unanswered(work, tenant_id)


def _end_assignments(work: UnitOfWork, tenant_id: str) -> int:
    service = entitlement_service(tenant_id)
    ended = 0
    for assignment_id in grants.list_ended(work, tenant_id, work.instant, _AT_ONCE):
        assignment = require(work, ASSIGNMENTS, tenant_id, assignment_id, lock=True)
        if assignment["expired_at"] is None:  # else another worker was faster
            end_assignment(work, service, assignment, activities.REMOVE_ENDED_ASSIGNMENT)
            ended += 1
    return ended


def _deny_unanswered(work: UnitOfWork, tenant_id: str) -> int:
    denied = 0
    for request_id in grants.list_unanswered(work, tenant_id, work.instant, _AT_ONCE):
        request = require(work, REQUESTS, tenant_id, request_id, lock=True)
        if request["state"] != PENDING:
            continue
        changes = {"state": "denied", "answer_due_at": None, "completed_at": work.instant}
        REQUESTS.change(work, tenant_id, request["id"], changes)
        record(
            work,
            entitlement_service(tenant_id),
            activities.REQUEST_TIMED_OUT,
            feed.UPDATED,
            object_type=REQUEST,
            before=request,
            after={**request, **changes},
        )
        tell_requestor(work, tenant_id, request, DENIED, origin="", end=None)
        denied += 1
    return denied
