"""Requests and assignments as they are read: all of them, or one's own."""

from collections.abc import Iterable, Mapping
from typing import Any

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

Rows = Iterable[Mapping[str, Any]]
"""Requests or assignments."""


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


def packages_of(reading: Reading, tenant_id: str, rows: Rows) -> dict[str, Record]:
    """Return id → package that *rows* are about, for an actor who may see those."""
    return PACKAGES.list_by_ids(reading, tenant_id, {row["package_id"] for row in rows})


def policies_of(reading: Reading, tenant_id: str, rows: Rows) -> dict[str, Record]:
    """Return id → policy that *rows* are about, for an actor who may see those."""
    return POLICIES.list_by_ids(reading, tenant_id, {row["policy_id"] for row in rows})


def assignments_of(reading: Reading, tenant_id: str, rows: Rows) -> dict[str, Record]:
    """Return id → assignment that requests made or ended, for an actor who may see those."""
    ids = {row["assignment_id"] for row in rows if row["assignment_id"]}
    return ASSIGNMENTS.list_by_ids(reading, tenant_id, ids)


def targets_of(reading: Reading, tenant_id: str, rows: Rows) -> dict[str, Record]:
    """Return id → user whom *rows* are for, deleted or not, for an actor who may see those."""
    ids = {row["target_id"] for row in rows if row["target_id"]}
    live = USERS.list_by_ids(reading, tenant_id, ids)
    deleted = (USERS.find_deleted(reading, tenant_id, gone) for gone in ids - live.keys())
    return live | {user["id"]: user for user in deleted if user is not None}


def _get(reading: Reading, actor: Actor, store: RecordStore, record_id: str) -> Record:
    if is_reader(actor):
        return require(reading, store, actor.tenant_id, record_id)
    authorize_own(actor)
    found = store.find(reading, actor.tenant_id, record_id)
    if found is None or found["target_id"] != actor.actor_id:
        raise not_found(record_id)
    return found
