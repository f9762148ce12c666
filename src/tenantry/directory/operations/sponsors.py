"""Sponsors: the users and groups who answer for a guest; it gives them no rights (§6.4)."""

from collections.abc import Sequence

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.operations.lookups import STORES, not_found, require_object, require_user
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import (
    require_visible_user,
    shown,
    visible_member_properties,
)
from tenantry.directory.stores import sponsors as store
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_KINDS = ("user", "group")
MOST_SPONSORS = 5


def add_sponsors(work: UnitOfWork, actor: Actor, user: Record, sponsor_ids: Sequence[str]) -> None:
    """Make users and groups the sponsors of a new guest; `NotFoundError` for others."""
    known = [require_object(work, actor.tenant_id, each, _KINDS)[1]["id"] for each in sponsor_ids]
    store.add(work, actor.tenant_id, user["id"], list(dict.fromkeys(known)))


def add_sponsor(work: UnitOfWork, actor: Actor, key: str, sponsor_id: str) -> None:
    """Let one more user or group answer for a user.

    Raises `InvalidValueError` if it does already, or if five do.
    """
    actor.require(*rights.USERS_WRITE)
    user = require_user(work, actor.tenant_id, key)
    _, sponsor = require_object(work, actor.tenant_id, sponsor_id, _KINDS)
    held = store.list_of(work, actor.tenant_id, user["id"])
    if sponsor["id"] in held:
        raise InvalidValueError("@odata.id", f"`{sponsor_id}` is a sponsor of the user already")
    if len(held) >= MOST_SPONSORS:
        message = f"a user has at most {MOST_SPONSORS} sponsors; take one away first"
        raise InvalidValueError("@odata.id", message)
    store.add(work, actor.tenant_id, user["id"], [sponsor["id"]])
    _record(work, actor, user, held, [*held, sponsor["id"]])


def remove_sponsor(work: UnitOfWork, actor: Actor, key: str, sponsor_id: str) -> None:
    """Let a user or group no longer answer for a user; `NotFoundError` if it does not."""
    actor.require(*rights.USERS_WRITE)
    user, wanted = require_user(work, actor.tenant_id, key), sponsor_id.lower()
    held = store.list_of(work, actor.tenant_id, user["id"])
    if wanted not in held:
        raise not_found(sponsor_id)
    store.remove(work, actor.tenant_id, user["id"], wanted)
    _record(work, actor, user, held, [each for each in held if each != wanted])


def _record(
    work: UnitOfWork, actor: Actor, user: Record, before: Sequence[str], after: Sequence[str]
) -> None:
    record_change(
        work,
        actor,
        activities.UPDATE_USER,
        object_type="user",
        target=user,
        kind=feed.UPDATED,
        changes={"sponsors": list(after)},
        before={"sponsors": list(before)},
    )


def list_sponsors(reading: Reading, actor: Actor, key: str) -> list[Record]:
    """Return the live sponsors of a user, each with its `object_type`."""
    actor.require(*rights.USERS_READ)
    user, _ = require_visible_user(reading, actor, key)
    sponsor_ids = store.list_of(reading, actor.tenant_id, user["id"])
    found: list[Record] = []
    for kind in _KINDS:
        records = STORES[kind].list_by_ids(reading, actor.tenant_id, sponsor_ids)
        visible = visible_member_properties(actor, kind)
        found += [{**shown(record, visible), "object_type": kind} for record in records.values()]
    return sorted(found, key=lambda record: str(record["id"]))
