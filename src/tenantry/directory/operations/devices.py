"""Devices: adding, reading, changing and deleting them (contract §6.7).

They are no object type of a synchronization job (CTS-051): each tenant has its own.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions, devices, rights
from tenantry.directory.operations.lookups import not_found, require_device
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import devices as store
from tenantry.directory.stores.objects import DEVICES
from tenantry.directory.values import Record, differing
from tenantry.errors import AlreadyExistsError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_device(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a device and return it; `AlreadyExistsError` if another one has its `device_id`."""
    actor.require(*rights.DEVICES_WRITE)
    actor.require_actions(actions.DEVICES_WRITE)
    devices.check_new_device(values)
    given = {**values, "device_id": values["device_id"].lower()}
    if store.find_by_device_id(work, actor.tenant_id, given["device_id"]) is not None:
        raise AlreadyExistsError("device_id")
    device = {"id": new_id(), "created_at": work.instant, **given}
    DEVICES.add(work, actor.tenant_id, device)
    record_change(
        work,
        actor,
        activities.ADD_DEVICE,
        object_type="device",
        target=device,
        kind=feed.CREATED,
        changes=differing({}, given),
    )
    return require_device(work, actor.tenant_id, device["id"])


def get_device(reading: Reading, actor: Actor, key: str) -> Record:
    """Return the device with this id; `NotFoundError` if there is none."""
    actor.require(*rights.DEVICES_READ)
    return require_device(reading, actor.tenant_id, key)


def id_of(reading: Reading, actor: Actor, device_id: str) -> str:
    """Return the object id of the device with this `deviceId`; `NotFoundError` if none has it."""
    actor.require(*rights.DEVICES_READ)
    device = store.find_by_device_id(reading, actor.tenant_id, device_id.lower())
    if device is None:
        raise not_found(device_id)
    found: str = device["id"]
    return found


def list_devices(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the devices."""
    actor.require(*rights.DEVICES_READ)
    return DEVICES.list_page(reading, actor.tenant_id, query)


def count_devices(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many devices meet the condition of *query*."""
    actor.require(*rights.DEVICES_READ)
    return DEVICES.count(reading, actor.tenant_id, query)


def update_device(work: UnitOfWork, actor: Actor, key: str, values: Mapping[str, Any]) -> None:
    """Change what *values* names."""
    actor.require(*rights.DEVICES_WRITE)
    actor.require_actions(actions.DEVICES_WRITE)
    device = require_device(work, actor.tenant_id, key)
    devices.check_device_changes(device, values)
    changes = differing(device, values)
    if not changes:
        return
    DEVICES.change(work, actor.tenant_id, device, changes)
    record_change(
        work,
        actor,
        activities.UPDATE_DEVICE,
        object_type="device",
        target={**device, **changes},
        kind=feed.UPDATED,
        changes=changes,
        before=device,
    )


def delete_device(work: UnitOfWork, actor: Actor, key: str) -> None:
    """Move a device to the recycle bin; from now on it proves nothing."""
    actor.require(*rights.DEVICES_WRITE)
    actor.require_actions(actions.DEVICES_WRITE)
    device = require_device(work, actor.tenant_id, key)
    DEVICES.set_deleted(work, actor.tenant_id, device["id"], work.instant)
    record_change(
        work,
        actor,
        activities.DELETE_DEVICE,
        object_type="device",
        target=device,
        kind=feed.DELETED,
    )
