"""Tenants that the operator removes: gone for everybody at once, restorable for 30 days (CTS-093).

What other tenants keep of it, such as guests and partner settings, is theirs and stays.
"""

from tenantry.actor import Actor, operator
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.tenants import require_operator
from tenantry.directory.retention import oldest_restorable
from tenantry.directory.stores import tenants as store
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.erasure import erase
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def remove_tenant(work: UnitOfWork, actor: Actor, tenant_id: str) -> Record:
    """Take the tenant away and return it; its domains stay claimed while it can be restored."""
    require_operator(actor)
    tenant = store.find(work, tenant_id)
    if tenant is None:
        raise not_found(tenant_id)
    return _set_deleted(work, tenant, activities.DELETE_TENANT, feed.DELETED, work.instant)


def restore_tenant(work: UnitOfWork, actor: Actor, tenant_id: str) -> Record:
    """Give a removed tenant back as it was; `NotFoundError` once its time is over."""
    require_operator(actor)
    tenant = store.find_removed(work, tenant_id.lower(), since=oldest_restorable(work.now))
    if tenant is None:
        raise not_found(tenant_id)
    return _set_deleted(work, tenant, activities.RESTORE_TENANT, feed.RESTORED, None)


def list_removed_tenants(reading: Reading, actor: Actor) -> list[Record]:
    """Return the tenants that can be restored, the oldest first; only the operator may."""
    require_operator(actor)
    return store.list_removed(reading, since=oldest_restorable(reading.now))


def list_expired_tenants(reading: Reading) -> list[str]:
    """Return the ids of the removed tenants whose time to be restored is over."""
    return store.list_expired(reading, before=oldest_restorable(reading.now))


def purge_tenant(work: UnitOfWork, tenant_id: str, *, limit: int = 5000) -> bool:
    """Delete some *limit* rows of a tenant whose time is over; return whether it is all gone."""
    if erase(work.connection, tenant_id, limit=limit):
        return False
    store.remove(work, tenant_id)
    return True


def _set_deleted(
    work: UnitOfWork, tenant: Record, activity: Activity, kind: str, deleted_at: str | None
) -> Record:
    changes = {"deleted_at": deleted_at}
    store.change(work, tenant["id"], changes)
    record_change(
        work,
        operator(tenant["id"]),
        activity,
        object_type="tenant",
        target=tenant,
        kind=kind,
        changes=changes,
        before=tenant,
    )
    return {**tenant, **changes}
