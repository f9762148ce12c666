"""Ending: people give an assignment back, administrators take it away, or its time is up."""

from tenantry.actor import Actor, entitlement_service
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_own,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.delivering import withdraw
from tenantry.entitlement.operations.filing import file_request, person_of
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import ASSIGNMENT, record
from tenantry.entitlement.states import REMOVE_BY_ADMINISTRATOR, REMOVE_BY_USER
from tenantry.entitlement.stores.records import ASSIGNMENTS, POLICIES
from tenantry.errors import ConflictError, NotPermittedError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork


def remove_own(work: UnitOfWork, actor: Actor, assignment_id: str) -> Record:
    """Give an assignment of one's own back, where its policy lets people do that."""
    authorize_own(actor)
    assignment = require(work, ASSIGNMENTS, actor.tenant_id, assignment_id, lock=True)
    if assignment["target_id"] != actor.actor_id:
        raise not_found(assignment_id)
    _check_lasting(assignment)
    policy = POLICIES.find(work, actor.tenant_id, assignment["policy_id"])
    settings = rules_of(policy).requestor_settings if policy else None
    if settings is None or not settings.enable_targets_to_self_remove_access:
        message = "the policy of the assignment does not let you remove it; ask an administrator"
        raise NotPermittedError((), message)
    return _remove(work, actor, assignment, REMOVE_BY_USER, activities.REMOVE_ASSIGNMENT_BY_USER)


def remove(work: UnitOfWork, actor: Actor, assignment_id: str) -> Record:
    """Take an assignment away from somebody."""
    authorize_writing(actor)
    assignment = require(work, ASSIGNMENTS, actor.tenant_id, assignment_id, lock=True)
    _check_lasting(assignment)
    activity = activities.REMOVE_ASSIGNMENT_BY_ADMINISTRATOR
    return _remove(work, actor, assignment, REMOVE_BY_ADMINISTRATOR, activity)


def end_assignment(work: UnitOfWork, actor: Actor, assignment: Record, activity: Activity) -> None:
    """Take away what the assignment gives, as *activity* of *actor*."""
    withdraw(work, actor.tenant_id, assignment)
    changes = {"state": "expired", "expired_at": work.instant}
    ASSIGNMENTS.change(work, actor.tenant_id, assignment["id"], changes)
    record(
        work,
        actor,
        activity,
        feed.UPDATED,
        object_type=ASSIGNMENT,
        before=assignment,
        after={**assignment, **changes},
    )


def _check_lasting(assignment: Record) -> None:
    if assignment["expired_at"] is not None:
        raise ConflictError("the assignment has ended already")


def _remove(
    work: UnitOfWork, actor: Actor, assignment: Record, request_type: str, activity: Activity
) -> Record:
    """End an assignment by a request that is delivered at once, and return that."""
    target_id = assignment["target_id"]
    gone = {"id": target_id, "display_name": target_id, "user_principal_name": target_id}
    values = {
        "request_type": request_type,
        "package_id": assignment["package_id"],
        "policy_id": assignment["policy_id"],
        **person_of(USERS.find(work, actor.tenant_id, target_id) or gone),
        "state": "delivered",
        "assignment_id": assignment["id"],
        "completed_at": work.instant,
    }
    request = file_request(work, actor, activity, values)
    service = entitlement_service(actor.tenant_id)
    end_assignment(work, service, assignment, activities.FULFILL_REQUEST)
    return request
