"""Requests and assignments as they are read: all of them, or one's own."""

from tenantry.actor import Actor
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_own,
    authorize_reading,
    is_reader,
    require,
)
from tenantry.entitlement.stores.records import (
    ASSIGNMENTS,
    PACKAGES,
    POLICIES,
    REQUESTS,
    RecordStore,
)
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading


def list_requests(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the requests."""
    authorize_reading(actor)
    return REQUESTS.list_page(reading, actor.tenant_id, query)


def count_requests(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many requests meet the condition of *query*."""
    authorize_reading(actor)
    return REQUESTS.count(reading, actor.tenant_id, query)


def get_request(reading: Reading, actor: Actor, request_id: str) -> Record:
    """Return one request, to those who read all and to the person who asked."""
    return _get(reading, actor, REQUESTS, request_id)


def list_assignments(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the assignments."""
    authorize_reading(actor)
    return ASSIGNMENTS.list_page(reading, actor.tenant_id, query)


def count_assignments(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many assignments meet the condition of *query*."""
    authorize_reading(actor)
    return ASSIGNMENTS.count(reading, actor.tenant_id, query)


def get_assignment(reading: Reading, actor: Actor, assignment_id: str) -> Record:
    """Return one assignment, to those who read all and to the person who has it."""
    return _get(reading, actor, ASSIGNMENTS, assignment_id)


def list_own_requests(reading: Reading, actor: Actor) -> list[Record]:
    """Return what the caller asked for and was assigned in this tenant, oldest first."""
    authorize_own(actor)
    return REQUESTS.list_where(reading, actor.tenant_id, target_id=actor.actor_id)


def list_own_assignments(reading: Reading, actor: Actor) -> list[Record]:
    """Return the caller's assignments in this tenant, ended ones too, oldest first."""
    authorize_own(actor)
    return ASSIGNMENTS.list_where(reading, actor.tenant_id, target_id=actor.actor_id)


def find_package(reading: Reading, tenant_id: str, row: Record) -> Record | None:
    """Return the package of a request or assignment, for an actor who may see that."""
    return PACKAGES.find(reading, tenant_id, row["package_id"])


def find_policy(reading: Reading, tenant_id: str, row: Record) -> Record | None:
    """Return the policy of a request or assignment, for an actor who may see that."""
    return POLICIES.find(reading, tenant_id, row["policy_id"])


def find_assignment(reading: Reading, tenant_id: str, row: Record) -> Record | None:
    """Return the assignment that a request made or ended, for an actor who may see that."""
    if row["assignment_id"] is None:
        return None
    return ASSIGNMENTS.find(reading, tenant_id, row["assignment_id"])


def find_target(reading: Reading, tenant_id: str, row: Record) -> Record | None:
    """Return the user of a request or assignment, deleted or not, for an actor who may see it."""
    if row["target_id"] is None:
        return None
    live = USERS.find(reading, tenant_id, row["target_id"])
    return live or USERS.find_deleted(reading, tenant_id, row["target_id"])


def _get(reading: Reading, actor: Actor, store: RecordStore, record_id: str) -> Record:
    if is_reader(actor):
        return require(reading, store, actor.tenant_id, record_id)
    authorize_own(actor)
    found = store.find(reading, actor.tenant_id, record_id)
    if found is None or found["target_id"] != actor.actor_id:
        raise not_found(record_id)
    return found
