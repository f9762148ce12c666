"""Tenants of the installation, as the operator sees them."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.tenants import (
    create_tenant,
    get_tenant,
    list_tenants,
    require_tenant,
)
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading


class TenantObject(msgspec.Struct, rename="camel", kw_only=True):
    """One tenant."""

    id: str
    display_name: str
    initial_domain: str
    verified_domains: list[str]
    cloud: str
    country_letter_code: str | None
    kind: str
    region: str
    created_date_time: str


class TenantList(msgspec.Struct):
    """Every tenant, the oldest first."""

    value: list[TenantObject]


class NewTenant(
    msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a tenant is made of; what is left out takes its default.

    ``kind`` is `workforce` or `external`; ``region`` cannot be changed later.
    """

    display_name: str
    initial_domain: str
    verified_domains: list[str] = []
    country_letter_code: str | None = None
    cloud: str | None = None
    kind: str | None = None
    region: str | None = None


def list_all(database: Database) -> TenantList:
    """Return every tenant."""
    with database.read() as reading:
        tenants = list_tenants(reading, operator(""))
        return TenantList(value=[tenant_object(reading, tenant["id"]) for tenant in tenants])


def get(database: Database, tenant: str) -> TenantObject:
    """Return the tenant with this id or domain; `NotFoundError` if there is none."""
    with database.read() as reading:
        found = require_tenant(reading, tenant)
        return tenant_object(reading, found["id"])


def create(database: Database, body: NewTenant) -> TenantObject:
    """Create a tenant and return it."""
    values = {
        name: value
        for name, value in msgspec.structs.asdict(body).items()
        if value is not None and name != "verified_domains"
    }
    with database.write() as work:
        made = create_tenant(work, operator(""), values, verified_domains=body.verified_domains)
        return tenant_object(work, made["id"])


def tenant_object(reading: Reading, tenant_id: str) -> TenantObject:
    """Return the tenant as the API tells it."""
    tenant = get_tenant(reading, operator(tenant_id))
    return TenantObject(
        id=tenant["id"],
        display_name=tenant["display_name"],
        initial_domain=tenant["initial_domain"],
        verified_domains=[each["name"] for each in tenant["domains"] if each["is_verified"]],
        cloud=tenant["cloud"],
        country_letter_code=tenant["country_letter_code"],
        kind=tenant["kind"],
        region=tenant["region"],
        created_date_time=tenant["created_at"],
    )
