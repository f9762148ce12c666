"""Whose a device is: its registered owners and users, and the devices of a user (§6.1, §6.7)."""

from collections.abc import Mapping

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import actions, rights
from tenantry.directory.operations.lookups import not_found, require_device, require_object
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.related import Related, require_person
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.relations import RELATED_TYPES, Bearer, Relation, check_new
from tenantry.directory.stores import relations as store
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_ACTIVITIES: Mapping[Relation, tuple[Activity, Activity]] = {
    Relation.REGISTERED_OWNER: (activities.ADD_DEVICE_OWNER, activities.REMOVE_DEVICE_OWNER),
    Relation.REGISTERED_USER: (activities.ADD_DEVICE_USER, activities.REMOVE_DEVICE_USER),
}
_DEVICES = ("device",)


def add_person(
    work: UnitOfWork, actor: Actor, relation: Relation, device_id: str, user_id: str
) -> None:
    """Register a user as an owner or a user of a device.

    Raises `InvalidValueError` if they are one already, `NotFoundError` if there is no such object.
    """
    device = _require_writable(work, actor, device_id)
    kind, user = require_object(work, actor.tenant_id, user_id, RELATED_TYPES[relation])
    known = store.find_type(work, actor.tenant_id, relation, device["id"], user["id"])
    count = store.count_related(
        work, actor.tenant_id, relation, device["id"], RELATED_TYPES[relation]
    )
    check_new(user_id, is_known=known is not None, count=count)
    bearer, related = Bearer("device", device["id"]), Bearer(kind, user["id"])
    store.add(work, actor.tenant_id, relation, bearer, related)
    _record(work, actor, relation, device, user["id"], added=True)


def remove_person(
    work: UnitOfWork, actor: Actor, relation: Relation, device_id: str, user_id: str
) -> None:
    """End what `add_person` began; `NotFoundError` if there is nothing to end."""
    device, wanted = _require_writable(work, actor, device_id), user_id.lower()
    if store.find_type(work, actor.tenant_id, relation, device["id"], wanted) is None:
        raise not_found(user_id)
    store.remove(work, actor.tenant_id, relation, device["id"], wanted)
    _record(work, actor, relation, device, wanted, added=False)


def people_of(reading: Reading, actor: Actor, relation: Relation, device_id: str) -> Related:
    """Return what are a device's registered owners or users, for `page_of` and `count_of`."""
    device = _require_readable(reading, actor, device_id)
    return Related(relation=relation, object_id=device["id"], kinds=RELATED_TYPES[relation])


def devices_of(reading: Reading, actor: Actor, relation: Relation, user_key: str) -> Related:
    """Return what are the devices that a user is a registered owner or user of."""
    user_id = require_person(reading, actor, user_key)
    return Related(relation=relation, object_id=user_id, kinds=_DEVICES, backwards=True)


def _require_writable(work: UnitOfWork, actor: Actor, device_id: str) -> Record:
    actor.require(*rights.DEVICES_WRITE)
    actor.require_actions(actions.DEVICES_WRITE)
    return require_device(work, actor.tenant_id, device_id)


def _require_readable(reading: Reading, actor: Actor, device_id: str) -> Record:
    actor.require(*rights.DEVICES_READ)
    require_no_guest(actor)
    return require_device(reading, actor.tenant_id, device_id)


def _record(
    work: UnitOfWork, actor: Actor, relation: Relation, device: Record, user_id: str, *, added: bool
) -> None:
    name = f"{relation.value}s"
    record_change(
        work,
        actor,
        _ACTIVITIES[relation][0 if added else 1],
        object_type="device",
        target=device,
        kind=feed.UPDATED,
        changes={name: user_id if added else None},
        before={name: None if added else user_id},
    )
