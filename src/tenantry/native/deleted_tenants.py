"""Removing a tenant of the installation, and what can still be restored."""

import msgspec

from tenantry.actor import operator
from tenantry.clock import add_seconds
from tenantry.directory.operations.tenant_removal import list_removed_tenants, restore_tenant
from tenantry.directory.operations.tenants import require_tenant
from tenantry.directory.retention import RETENTION
from tenantry.directory.values import Record
from tenantry.native.tenants import TenantObject, tenant_object
from tenantry.storage.database import Database
from tenantry.sync.operations.tenant_removal import remove_tenant


class DeletedTenant(msgspec.Struct, rename="camel", kw_only=True):
    """A removed tenant; after ``restorable_until_date_time`` it is erased."""

    id: str
    display_name: str
    initial_domain: str
    deleted_date_time: str
    restorable_until_date_time: str


class DeletedTenantList(msgspec.Struct):
    """Every removed tenant that can be restored, the oldest first."""

    value: list[DeletedTenant]


def list_all(database: Database) -> DeletedTenantList:
    """Return the removed tenants."""
    with database.read() as reading:
        removed = list_removed_tenants(reading, operator(""))
    return DeletedTenantList(value=[deleted_tenant(each) for each in removed])


def remove(database: Database, tenant: str) -> DeletedTenant:
    """Remove the tenant with this id or domain and return what it was."""
    with database.write() as work:
        found = require_tenant(work, tenant)
        return deleted_tenant(remove_tenant(work, operator(""), found["id"]))


def restore(database: Database, tenant: str) -> TenantObject:
    """Give the removed tenant with this id back and return it."""
    with database.write() as work:
        restored = restore_tenant(work, operator(""), tenant)
        return tenant_object(work, restored["id"])


def deleted_tenant(record: Record) -> DeletedTenant:
    """Return a removed tenant as the API tells it."""
    return DeletedTenant(
        id=record["id"],
        display_name=record["display_name"],
        initial_domain=record["initial_domain"],
        deleted_date_time=record["deleted_at"],
        restorable_until_date_time=add_seconds(record["deleted_at"], RETENTION.total_seconds()),
    )
