"""Fulfilling: an approved request becomes an assignment, and a stranger a guest."""

import msgspec

from tenantry.actor import Actor, entitlement_service
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.arriving import arrive
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.values import Record
from tenantry.entitlement.expiry import end_of
from tenantry.entitlement.letters import DELIVERED
from tenantry.entitlement.operations.delivering import deliver, withdraw
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import record
from tenantry.entitlement.operations.requestors import home_of
from tenantry.entitlement.operations.telling import tell_requestor
from tenantry.entitlement.policies import AssignmentPolicy, Expiration
from tenantry.entitlement.states import ADD_BY_ADMINISTRATOR, delivered_state
from tenantry.entitlement.stores.records import ASSIGNMENTS, POLICIES, REQUESTS, ROLES
from tenantry.errors import ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

REQUEST, ASSIGNMENT = "accessPackageAssignmentRequest", "accessPackageAssignment"


def fulfil(work: UnitOfWork, tenant_id: str, request: Record, *, origin: str) -> Record:
    """Give the person of *request* what the package gives, and return the request.

    *origin* is that of the sign-in pages, where a new guest redeems.  Raises what `arrive` and
    `end_of` raise; then nothing was given.
    """
    service = entitlement_service(tenant_id)
    rules = _rules(work, tenant_id, request)
    target = _target(work, service, request, origin)
    assignment = _assignment(work, rules, request, target)
    ASSIGNMENTS.add(work, tenant_id, assignment)
    roles = ROLES.list_where(work, tenant_id, package_id=request["package_id"])
    failures = deliver(work, tenant_id, assignment, roles)
    state = delivered_state(len(roles) - len(failures), len(failures))
    ASSIGNMENTS.change(work, tenant_id, assignment["id"], {"state": state})
    record(
        work,
        service,
        activities.FAIL_REQUEST if failures else activities.FULFILL_REQUEST,
        feed.CREATED,
        object_type=ASSIGNMENT,
        after={**assignment, "state": state, **({"failures": failures} if failures else {})},
    )
    changes = {
        "state": state,
        "target_id": target["id"],
        "assignment_id": assignment["id"],
        "answer_due_at": None,
        "completed_at": work.instant,
    }
    REQUESTS.change(work, tenant_id, request["id"], changes)
    after = {**request, **changes}
    if not rules.notification_settings.is_assignment_notification_disabled:
        end = assignment["ends_at"]
        tell_requestor(work, tenant_id, after, DELIVERED, origin=origin, end=end)
    return after


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


def check_free(
    reading: Reading, tenant_id: str, package_id: str, target_id: str | None, home: HomeUser | None
) -> None:
    """Raise `ConflictError` where the person has the package, or waits for it already."""
    asked = [{"target_id": target_id}] if target_id else []
    asked += [{"home_user_id": home.user_id}] if home else []
    for person in asked:
        for request in REQUESTS.list_where(
            reading, tenant_id, package_id=package_id, state="pendingApproval", **person
        ):
            message = f"there is the request `{request['id']}` for it already; wait, or cancel it"
            raise ConflictError(message)
    if target_id is None:
        return
    for assignment in ASSIGNMENTS.list_where(
        reading, tenant_id, package_id=package_id, target_id=target_id
    ):
        if assignment["expired_at"] is None:
            message = f"the person has the access package already, by `{assignment['id']}`"
            raise ConflictError(message)


def _target(work: UnitOfWork, service: Actor, request: Record, origin: str) -> Record:
    if request["target_id"] is not None:
        return require_user(work, service.tenant_id, request["target_id"])
    guest = arrive(work, service, home_of(request), origin=origin)
    check_free(work, service.tenant_id, request["package_id"], guest["id"], None)
    return guest


def _rules(reading: Reading, tenant_id: str, request: Record) -> AssignmentPolicy:
    policy = POLICIES.find(reading, tenant_id, request["policy_id"])
    if policy is None:
        raise ConflictError("the policy of the request was deleted; deny the request")
    return rules_of(policy)


def _assignment(
    reading: Reading, rules: AssignmentPolicy, request: Record, target: Record
) -> Record:
    asked = request["schedule"]
    ends_at = end_of(
        rules,
        reading.instant,
        None if asked is None else msgspec.convert(asked, Expiration),
        by_administrator=request["request_type"] == ADD_BY_ADMINISTRATOR,
    )
    return {
        "id": new_id(),
        "package_id": request["package_id"],
        "policy_id": request["policy_id"],
        "target_id": target["id"],
        "state": "delivered",
        "begins_at": reading.instant,
        "ends_at": ends_at,
        "expired_at": None,
    }
