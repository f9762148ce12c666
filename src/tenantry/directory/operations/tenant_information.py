"""Basic facts about any tenant of the installation, which are no secret (contract §6.5)."""

from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores import tenants as store
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import Reading


def get_by_id(reading: Reading, actor: Actor, tenant_id: str) -> Record:
    """Return id, name and default domain of a tenant; `NotFoundError` if there is none."""
    actor.require(*rights.TENANT_INFORMATION_READ)
    return _facts(reading, store.find(reading, tenant_id.lower()), tenant_id)


def get_by_domain(reading: Reading, actor: Actor, domain: str) -> Record:
    """Return the same of the tenant that verified *domain*; `NotFoundError` if none did."""
    actor.require(*rights.TENANT_INFORMATION_READ)
    return _facts(reading, store.find_owner(reading, domain.lower()), domain)


def _facts(reading: Reading, tenant: Record | None, key: str) -> Record:
    if tenant is None:
        raise not_found(key)
    default = store.find_default_domain(reading, tenant["id"])
    return {
        "id": tenant["id"],
        "display_name": tenant["display_name"],
        "default_domain_name": default or tenant["initial_domain"],
    }
