"""The recycle bin: what was deleted less than 30 days ago, restored or deleted for good.

Source: contract §6.3, behaviour §7; claims CTS-107, CTS-110, CTS-115, CTS-116.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import rights, users
from tenantry.directory.operations.lookups import STORES, not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.users import check_name
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.stores import applications
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.directory.values import Record, check
from tenantry.errors import AlreadyExistsError
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_READ = {
    "user": rights.USERS_READ,
    "group": rights.GROUPS_READ,
    "application": rights.APPLICATIONS_READ,
    "servicePrincipal": rights.APPLICATIONS_READ,
    "device": rights.DEVICES_READ,
}
WRITE = {
    "user": rights.USERS_WRITE,
    "group": rights.GROUPS_WRITE,
    "application": rights.APPLICATIONS_WRITE,
    "servicePrincipal": rights.APPLICATIONS_WRITE,
    "device": rights.DEVICES_WRITE,
}
_RESTORED: Mapping[str, Activity] = {
    "user": activities.RESTORE_USER,
    "group": activities.RESTORE_GROUP,
    "application": activities.RESTORE_APPLICATION,
    "servicePrincipal": activities.RESTORE_SERVICE_PRINCIPAL,
    "device": activities.RESTORE_DEVICE,
}


def list_deleted(reading: Reading, actor: Actor, kind: str, query: PageQuery) -> Page:
    """Return a page of the deleted objects of one *kind*, such as `user`."""
    actor.require(*_READ[kind])
    require_no_guest(actor)
    return STORES[kind].list_deleted(reading, actor.tenant_id, query)


def count_deleted(reading: Reading, actor: Actor, kind: str, query: PageQuery) -> int:
    """Return how many deleted objects of one *kind* meet the condition of *query*."""
    actor.require(*_READ[kind])
    require_no_guest(actor)
    return STORES[kind].count_deleted(reading, actor.tenant_id, query)


def get_deleted(reading: Reading, actor: Actor, object_id: str) -> Record:
    """Return a deleted object, which says what it is under `object_type`."""
    require_no_guest(actor)
    kind, record = _require_deleted(reading, actor.tenant_id, object_id)
    actor.require(*_READ[kind])
    return {**record, "object_type": kind}


def restore(
    work: UnitOfWork, actor: Actor, object_id: str, *, user_principal_name: str | None = None
) -> Record:
    """Bring an object back as it was and return it with its `object_type`.

    A user can get another sign-in name.  An application comes back with the service principal
    that was deleted with it.  Raises `AlreadyExistsError` if the sign-in name is taken by now.
    """
    kind, record = take_deleted(work, actor.tenant_id, object_id)
    actor.require(*WRITE[kind])
    changes = _renamed(work, actor.tenant_id, record, user_principal_name) if kind == "user" else {}
    _bring_back(work, actor, kind, record, changes)
    if kind == "application":
        _bring_back_principal(work, actor, record)
    restored = STORES[kind].find(work, actor.tenant_id, record["id"])
    return {**(restored or record), "object_type": kind}


def take_deleted(work: UnitOfWork, tenant_id: str, object_id: str) -> tuple[str, Record]:
    """Return the type and record of a deleted object, locked; `NotFoundError` after 30 days."""
    for kind, store in STORES.items():
        record = store.take_deleted(work, tenant_id, object_id.lower())
        if record is not None:
            return kind, record
    raise not_found(object_id)


def _require_deleted(reading: Reading, tenant_id: str, object_id: str) -> tuple[str, Record]:
    for kind, store in STORES.items():
        record = store.find_deleted(reading, tenant_id, object_id.lower())
        if record is not None:
            return kind, record
    raise not_found(object_id)


def _renamed(
    reading: Reading, tenant_id: str, user: Record, user_principal_name: str | None
) -> Record:
    if user_principal_name is not None:
        check(users.RULES, {"user_principal_name": user_principal_name})
        check_name(reading, tenant_id, user_principal_name)
        return {"user_principal_name": user_principal_name}
    try:
        check_name(reading, tenant_id, user["user_principal_name"])
    except AlreadyExistsError as fault:
        message = (
            f"the sign-in name `{user['user_principal_name']}` is taken by another user;"
            " restore this one under a new name"
        )
        raise AlreadyExistsError("user_principal_name", message) from fault
    return {}


def _bring_back(
    work: UnitOfWork, actor: Actor, kind: str, record: Record, changes: Mapping[str, Any]
) -> None:
    if changes:
        STORES[kind].change(work, actor.tenant_id, record, changes)
    STORES[kind].set_deleted(work, actor.tenant_id, record["id"], None)
    record_change(
        work,
        actor,
        _RESTORED[kind],
        object_type=kind,
        target={**record, **changes},
        kind=feed.RESTORED,
        changes=changes,
        before=record,
    )


def _bring_back_principal(work: UnitOfWork, actor: Actor, application: Record) -> None:
    """Restore the service principal that went at the same instant as its application."""
    principal_id = applications.find_service_principal_id(
        work, actor.tenant_id, application["app_id"]
    )
    if principal_id is None:
        return
    principal = SERVICE_PRINCIPALS.take_deleted(work, actor.tenant_id, principal_id)
    if principal is not None and principal["deleted_at"] == application["deleted_at"]:
        _bring_back(work, actor, "servicePrincipal", principal, {})
