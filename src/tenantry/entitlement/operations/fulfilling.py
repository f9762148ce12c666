"""Fulfilling: an approved request becomes an assignment, and a stranger a guest."""

import msgspec

from tenantry.actor import Actor, entitlement_service
from tenantry.audit import activities
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.arriving import arrive
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.values import Record
from tenantry.entitlement.expiry import end_of
from tenantry.entitlement.letters import DELIVERED
from tenantry.entitlement.operations.delivering import deliver
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.recording import ASSIGNMENT, record
from tenantry.entitlement.operations.requestors import home_of
from tenantry.entitlement.operations.telling import tell_requestor
from tenantry.entitlement.policies import AssignmentPolicy, Expiration
from tenantry.entitlement.states import ADD_BY_ADMINISTRATOR, PENDING, delivered_state
from tenantry.entitlement.stores.records import ASSIGNMENTS, POLICIES, REQUESTS, ROLES
from tenantry.errors import ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def fulfil(work: UnitOfWork, tenant_id: str, request: Record, *, origin: str) -> Record:
    """Give the person of *request* what the package gives, and return the request.

    *origin* is that of the sign-in pages, where a new guest redeems.  Raises what `arrive` and
    `end_of` raise; then nothing was given.
    """
    service = entitlement_service(tenant_id)
    rules = _rules(work, tenant_id, request)
    target = _target(work, service, request, origin)
    assignment = _delivered(work, service, _assignment(work, rules, request, target))
    changes = {
        "state": assignment["state"],
        "target_id": target["id"],
        "assignment_id": assignment["id"],
        "answer_due_at": None,
        "completed_at": work.instant,
    }
    REQUESTS.change(work, tenant_id, request["id"], changes)
    fulfilled = {**request, **changes}
    if not rules.notification_settings.is_assignment_notification_disabled:
        end = assignment["ends_at"]
        tell_requestor(work, tenant_id, fulfilled, DELIVERED, origin=origin, end=end)
    return fulfilled


def check_free(
    reading: Reading, tenant_id: str, package_id: str, target_id: str | None, home: HomeUser | None
) -> None:
    """Raise `ConflictError` where the person has the package, or waits for it already."""
    asked = [{"target_id": target_id}] if target_id else []
    asked += [{"home_user_id": home.user_id}] if home else []
    for person in asked:
        for request in REQUESTS.list_where(
            reading, tenant_id, package_id=package_id, state=PENDING, **person
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


def _delivered(work: UnitOfWork, service: Actor, assignment: Record) -> Record:
    """Write *assignment*, give what its package gives, and return it with the state it has then."""
    ASSIGNMENTS.add(work, service.tenant_id, assignment)
    roles = ROLES.list_where(work, service.tenant_id, package_id=assignment["package_id"])
    failures = deliver(work, service.tenant_id, assignment, roles)
    state = delivered_state(len(roles) - len(failures), len(failures))
    ASSIGNMENTS.change(work, service.tenant_id, assignment["id"], {"state": state})
    after = {**assignment, "state": state}
    record(
        work,
        service,
        activities.FAIL_REQUEST if failures else activities.FULFILL_REQUEST,
        feed.CREATED,
        object_type=ASSIGNMENT,
        after={**after, "failures": failures} if failures else after,
    )
    return after


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
