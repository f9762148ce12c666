"""Sponsors: the users and groups who answer for a guest; it gives them no rights (§6.4)."""

from collections.abc import Sequence

from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.operations.lookups import STORES, require_object
from tenantry.directory.operations.visibility import (
    require_visible_user,
    shown,
    visible_member_properties,
)
from tenantry.directory.stores import sponsors as store
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_KINDS = ("user", "group")


def add_sponsors(work: UnitOfWork, actor: Actor, user: Record, sponsor_ids: Sequence[str]) -> None:
    """Make users and groups the sponsors of a new guest; `NotFoundError` for others."""
    known = [require_object(work, actor.tenant_id, each, _KINDS)[1]["id"] for each in sponsor_ids]
    store.add(work, actor.tenant_id, user["id"], list(dict.fromkeys(known)))


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
