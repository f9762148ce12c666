"""Who reports to whom (contract §6.1).

A user has at most one manager.  Nobody is their own manager, directly or around a circle.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import require_visible_user, shown, visible_properties
from tenantry.directory.stores import users as store
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

MANAGER = "manager_id"
"""The property that a change of manager is recorded as, with the former manager beside it."""


def get_manager(reading: Reading, actor: Actor, user_key: str) -> Record:
    """Return the manager of a user; `NotFoundError` if it has none, or a deleted one."""
    user, visible = require_visible_user(reading, actor, user_key)
    if actor.is_guest:
        visible = visible_properties(actor)  # though they see all of themselves
    manager_id = user["manager_id"]
    manager = USERS.find(reading, actor.tenant_id, manager_id) if manager_id else None
    if manager is None:
        raise NotFoundError(f"`{user_key}` has no manager", object_id=user_key)
    return shown(manager, visible)


def list_managers(
    reading: Reading, actor: Actor, users: Iterable[Mapping[str, Any]]
) -> dict[str, Record]:
    """Return user id → live manager for those of *users* that have one."""
    visible = visible_properties(actor)
    wanted = {user["id"]: user["manager_id"] for user in users if user["manager_id"]}
    found = USERS.list_by_ids(reading, actor.tenant_id, set(wanted.values()))
    return {
        user_id: shown(found[manager_id], visible)
        for user_id, manager_id in wanted.items()
        if manager_id in found
    }


def list_managers_above(reading: Reading, actor: Actor, user_key: str, levels: int) -> list[Record]:
    """Return the manager, the manager's manager and so on, at most *levels* of them."""
    visible = visible_properties(actor)
    user = require_user(reading, actor.tenant_id, user_key)
    ids = store.list_managers_above(reading, actor.tenant_id, user["id"])[:levels]
    found = USERS.list_by_ids(reading, actor.tenant_id, ids)
    live = itertools.takewhile(found.__contains__, ids)
    return [shown(found[manager_id], visible) for manager_id in live]


def set_manager(work: UnitOfWork, actor: Actor, user_key: str, manager_key: str) -> None:
    """Make a user the manager of another; `InvalidValueError` if that closed a circle."""
    actor.require(*rights.USERS_WRITE)
    user = require_user(work, actor.tenant_id, user_key)
    manager = require_user(work, actor.tenant_id, manager_key)
    above = store.list_managers_above(work, actor.tenant_id, manager["id"])
    if user["id"] in {manager["id"], *above}:
        message = f"`{manager_key}` reports to `{user_key}`, so cannot be the manager"
        raise InvalidValueError("manager", message)
    _change(work, actor, user, manager["id"])


def clear_manager(work: UnitOfWork, actor: Actor, user_key: str) -> None:
    """Leave a user without a manager; `NotFoundError` if it has none."""
    actor.require(*rights.USERS_WRITE)
    user = require_user(work, actor.tenant_id, user_key)
    if user["manager_id"] is None:
        raise not_found(user_key)
    _change(work, actor, user, None)


def list_direct_reports(reading: Reading, actor: Actor, user_key: str, query: PageQuery) -> Page:
    """Return a page of the users whose manager this one is."""
    user, visible = require_visible_user(reading, actor, user_key)
    if actor.is_guest:
        visible = visible_properties(actor)
    page = store.list_reports(reading, actor.tenant_id, user["id"], query)
    return Page(records=[shown(record, visible) for record in page.records], next=page.next)


def count_direct_reports(reading: Reading, actor: Actor, user_key: str, query: PageQuery) -> int:
    """Return how many direct reports meet the condition of *query*."""
    user, _ = require_visible_user(reading, actor, user_key)
    if actor.is_guest:
        visible_properties(actor)
    return store.count_reports(reading, actor.tenant_id, user["id"], query)


def _change(work: UnitOfWork, actor: Actor, user: Record, manager_id: str | None) -> None:
    changes = {MANAGER: manager_id}
    if user["manager_id"] == manager_id:
        return
    USERS.change(work, actor.tenant_id, user, changes)
    record_change(
        work,
        actor,
        activities.SET_MANAGER,
        object_type="user",
        target=user,
        kind=feed.UPDATED,
        changes=changes,
        before=user,
        related_id=user["manager_id"],
    )
