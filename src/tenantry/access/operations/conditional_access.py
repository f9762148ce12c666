"""Conditional Access policies: listing, making, changing, deleting and restoring them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.access.conditional.checking import check_policy
from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.access.conditional.strengths import BUILT_IN
from tenantry.access.drafts import Document, without_nulls
from tenantry.access.recording import record_named
from tenantry.access.stores import conditional_access as store, named_locations, strengths
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions
from tenantry.directory.operations.protection import check_protection
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.ConditionalAccess")
WRITE = ("Policy.ReadWrite.ConditionalAccess",)
MOST_POLICIES = 195
"""How many policies a tenant may have (behaviour §21)."""


def authorize_reading(actor: Actor) -> None:
    """Raise `NotPermittedError` unless *actor* may read Conditional Access."""
    actor.require(*READ)
    actor.require_actions(actions.CONDITIONS_READ)


def authorize_writing(reading: Reading, actor: Actor, action: str) -> None:
    """Raise `NotPermittedError` unless *actor* may write it, and a user has the role *action*.

    Raises `ContextRequiredError` where that is protected, and the sign-in proved too little.
    """
    actor.require(*WRITE)
    actor.require_actions(action)
    check_protection(reading, actor, [action])


def list_policies(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the policies; their JSON is in `document`."""
    authorize_reading(actor)
    return store.list_page(reading, actor.tenant_id, query)


def count_policies(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many policies meet the condition of *query*."""
    authorize_reading(actor)
    return store.count(reading, actor.tenant_id, query)


def get_policy(reading: Reading, actor: Actor, policy_id: str) -> Record:
    """Return one policy; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return _found(store.find(reading, actor.tenant_id, policy_id), policy_id)


def create_policy(work: UnitOfWork, actor: Actor, given: Document) -> Record:
    """Make a policy of its JSON as on the wire, and return it.

    Raises:
        InvalidValueError: The policy breaks a rule, or there are too many.
    """
    authorize_writing(work, actor, actions.CONDITIONS_CREATE)
    if store.count(work, actor.tenant_id, PageQuery()) >= MOST_POLICIES:
        message = f"a tenant has at most {MOST_POLICIES} policies; delete one first"
        raise InvalidValueError("policies", message)
    policy = _checked(work, actor, without_nulls(given))
    policy_id = new_id()
    store.add(work, actor.tenant_id, policy_id, policy)
    created = _stored(work, actor, policy_id)
    record_named(work, actor, activities.ADD_CONDITIONAL_ACCESS, None, created, told=_told)
    return created


def update_policy(work: UnitOfWork, actor: Actor, policy_id: str, given: Document) -> None:
    """Change what *given* names, one level after the other; null clears (decision 9).

    Raises:
        InvalidValueError: The policy would break a rule.
        NotFoundError: There is no such policy.
    """
    authorize_writing(work, actor, actions.CONDITIONS_UPDATE)
    before = _found(store.find(work, actor.tenant_id, policy_id, lock=True), policy_id)
    policy = _checked(work, actor, with_changes(before["document"], given))
    store.save(work, actor.tenant_id, policy_id, policy)
    after = _stored(work, actor, policy_id)
    record_named(work, actor, activities.UPDATE_CONDITIONAL_ACCESS, before, after, told=_told)


def delete_policy(work: UnitOfWork, actor: Actor, policy_id: str) -> None:
    """Delete a policy; it can be restored for 30 days."""
    authorize_writing(work, actor, actions.CONDITIONS_DELETE)
    before = _found(store.find(work, actor.tenant_id, policy_id, lock=True), policy_id)
    store.soft_delete(work, actor.tenant_id, policy_id)
    record_named(work, actor, activities.DELETE_CONDITIONAL_ACCESS, before, None, told=_told)


def restore_policy(work: UnitOfWork, actor: Actor, policy_id: str) -> Record:
    """Take a deleted policy back, and return it."""
    authorize_writing(work, actor, actions.CONDITIONS_CREATE)
    _found(store.find_deleted(work, actor.tenant_id, policy_id), policy_id)
    store.restore(work, actor.tenant_id, policy_id)
    restored = _stored(work, actor, policy_id)
    record_named(work, actor, activities.RESTORE_CONDITIONAL_ACCESS, None, restored, told=_told)
    return restored


def with_changes(before: Document, given: Document) -> dict[str, Any]:
    """Return *before* with what *given* names; objects are merged, lists replaced."""
    after = dict(before)
    for name, value in given.items():
        held = after.get(name)
        if isinstance(value, Mapping) and isinstance(held, Mapping):
            after[name] = with_changes(held, value)
        else:
            after[name] = value
    return without_nulls(after)


def _checked(reading: Reading, actor: Actor, document: Document) -> ConditionalAccessPolicy:
    policy = msgspec.convert(document, ConditionalAccessPolicy)
    strength_ids = {*BUILT_IN, *strengths.list_ids(reading, actor.tenant_id)}
    check_policy(policy, strength_ids, named_locations.list_ids(reading, actor.tenant_id))
    return policy


def _stored(reading: Reading, actor: Actor, policy_id: str) -> Record:
    return _found(store.find(reading, actor.tenant_id, policy_id), policy_id)


def _found(record: Record | None, policy_id: str) -> Record:
    if record is None:
        message = f"Conditional Access policy `{policy_id}` does not exist"
        raise NotFoundError(message, object_id=policy_id)
    return record


def _told(policy: Record) -> Document:
    document: Document = policy["document"]
    return document
