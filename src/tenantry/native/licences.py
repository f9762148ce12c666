"""SKUs of a tenant: brought and taken by the operator, since Graph only reads and assigns them."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.licences import list_skus, set_units
from tenantry.directory.operations.tenants import require_tenant
from tenantry.directory.skus import SKUS
from tenantry.directory.values import Record
from tenantry.storage.database import Database


class Units(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """How many users of the tenant can have the SKU; 0 takes it away."""

    enabled_units: int


class SkuObject(msgspec.Struct, rename="camel", kw_only=True):
    """What a tenant has of one SKU; ``consumedUnits`` are assigned to users."""

    sku_id: str
    sku_part_number: str
    enabled_units: int
    consumed_units: int


class SkuList(msgspec.Struct):
    """What a tenant has, the oldest first."""

    value: list[SkuObject]


def list_subscribed(database: Database, tenant: str) -> SkuList:
    """Return the SKUs of the tenant."""
    with database.read() as reading:
        found = list_skus(reading, operator(require_tenant(reading, tenant)["id"]))
    return SkuList(value=[_object(sku) for sku in found])


def set_subscribed(database: Database, tenant: str, sku: str, body: Units) -> SkuObject:
    """Let the tenant have that many units of a SKU, by its id or part number."""
    with database.write() as work:
        actor = operator(require_tenant(work, tenant)["id"])
        return _object(set_units(work, actor, sku, body.enabled_units))


def _object(sku: Record) -> SkuObject:
    return SkuObject(
        sku_id=sku["sku_id"],
        sku_part_number=SKUS[sku["sku_id"]].part_number,
        enabled_units=sku["enabled_units"],
        consumed_units=sku["consumed_units"],
    )
