"""Filing: a request begins, as a row with its feed entry and its audit entry."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit.activities import Activity
from tenantry.directory.values import Record
from tenantry.entitlement.operations.recording import REQUEST, record
from tenantry.entitlement.states import PENDING
from tenantry.entitlement.stores.records import REQUESTS
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

_BEGINNING: Mapping[str, Any] = {
    "state": PENDING,
    "target_id": None,
    "home_tenant_id": None,
    "home_user_id": None,
    "justification": None,
    "schedule": None,
    "assignment_id": None,
    "answer_due_at": None,
    "review_result": None,
    "reviewed_by": None,
    "reviewed_by_name": None,
    "reviewed_at": None,
    "review_justification": None,
    "completed_at": None,
}


def file_request(
    work: UnitOfWork, actor: Actor, activity: Activity, values: Mapping[str, Any]
) -> Record:
    """Write a request that begins with *values*, and return it.

    They have at least `request_type`, `policy_id`, `package_id` and how the person is called:
    `display_name` and `principal_name`.
    """
    request = {**_BEGINNING, **values, "id": new_id(), "created_at": work.instant}
    REQUESTS.add(work, actor.tenant_id, request)
    record(work, actor, activity, feed.CREATED, object_type=REQUEST, after=request)
    return request


def person_of(user: Mapping[str, Any]) -> Record:
    """Return what a request keeps of a user of the tenant whom it is for."""
    return {
        "target_id": user["id"],
        "display_name": user["display_name"],
        "principal_name": user["user_principal_name"],
    }
