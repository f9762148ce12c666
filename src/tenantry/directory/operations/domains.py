"""Domain names of a tenant: claimed, verified, made the default, given up (contract §6.6).

A verified domain belongs to one tenant of the installation.  Whoever may verify one is believed:
proving ownership to the public is what a DNS record would do, and an installation has no public.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import rights, tenants
from tenantry.directory.domain_records import find_parent, verification_records
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import tenants as store, users
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError, ConflictError, InvalidValueError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_domain(work: UnitOfWork, actor: Actor, name: str) -> Record:
    """Claim a domain, not verified yet; below a verified domain of the tenant it is at once."""
    actor.require(*rights.DOMAINS_WRITE)
    checked = tenants.domain_name(name)
    if store.find_domain(work, actor.tenant_id, checked) is not None:
        raise AlreadyExistsError("id")
    require_unclaimed(work, checked)
    verified = store.list_verified_names(work, actor.tenant_id)
    is_verified = any(checked.endswith(f".{parent}") for parent in verified)
    domain = tenants.new_domain(checked, work.instant, is_verified=is_verified)
    store.add_domain(work, actor.tenant_id, domain)
    _record(work, actor, activities.ADD_DOMAIN, checked, {"is_verified": is_verified})
    return domain


def get_domain(reading: Reading, actor: Actor, name: str) -> Record:
    """Return a domain of the tenant; `NotFoundError` if it is none."""
    actor.require(*rights.DOMAINS_READ)
    return require_domain(reading, actor.tenant_id, name)


def get_root_domain(reading: Reading, actor: Actor, name: str) -> Record:
    """Return the verified domain that a domain is below; `NotFoundError` if it is below none."""
    domain = get_domain(reading, actor, name)
    verified = store.list_verified_names(reading, actor.tenant_id)
    parent = find_parent(domain["name"], verified)
    if parent is None:
        raise not_found(f"{name}/rootDomain")
    return require_domain(reading, actor.tenant_id, parent)


def list_verification_records(reading: Reading, actor: Actor, name: str) -> list[Record]:
    """Return the DNS records that would prove a domain of the tenant to the public."""
    domain = get_domain(reading, actor, name)
    return verification_records(actor.tenant_id, domain["name"])


def list_domains(reading: Reading, actor: Actor) -> list[Record]:
    """Return the domains of the tenant by name."""
    actor.require(*rights.DOMAINS_READ)
    return store.list_domains(reading, actor.tenant_id)


def verify_domain(work: UnitOfWork, actor: Actor, name: str) -> Record:
    """Make a domain the tenant's own; `AlreadyExistsError` if another tenant has it."""
    actor.require(*rights.DOMAINS_WRITE)
    domain = require_domain(work, actor.tenant_id, name)
    if domain["is_verified"]:
        return domain
    require_unclaimed(work, domain["name"])
    changes = {"is_verified": True}
    store.change_domain(work, actor.tenant_id, domain["name"], changes)
    _record(work, actor, activities.VERIFY_DOMAIN, domain["name"], changes)
    return {**domain, **changes}


def update_domain(work: UnitOfWork, actor: Actor, name: str, values: Mapping[str, Any]) -> None:
    """Make a verified domain the default one: `is_default` true is all that can be set."""
    actor.require(*rights.DOMAINS_WRITE)
    domain = require_domain(work, actor.tenant_id, name)
    for given in values:
        if given != "is_default":
            raise InvalidValueError(given, f"`{given}` is read-only; leave it out")
    if not values or domain["is_default"] == values["is_default"]:
        return
    if not values["is_default"]:
        raise InvalidValueError("is_default", "make another domain the default instead")
    if not domain["is_verified"]:
        raise ConflictError(f"`{name}` is not verified; verify it before making it the default")
    store.unset_default_domain(work, actor.tenant_id)
    store.change_domain(work, actor.tenant_id, domain["name"], values)
    _record(work, actor, activities.UPDATE_DOMAIN, domain["name"], values)


def delete_domain(work: UnitOfWork, actor: Actor, name: str) -> None:
    """Give a domain up; `ConflictError` while users have it in their sign-in names."""
    actor.require(*rights.DOMAINS_WRITE)
    domain = require_domain(work, actor.tenant_id, name)
    in_use = users.is_domain_used(work, actor.tenant_id, domain["name"])
    tenants.check_removable(domain, in_use=in_use)
    store.remove_domain(work, actor.tenant_id, domain["name"])
    was_verified = domain["is_verified"]
    activity = activities.REMOVE_VERIFIED_DOMAIN if was_verified else activities.REMOVE_DOMAIN
    _record(work, actor, activity, domain["name"], {"is_verified": None})


def require_unclaimed(reading: Reading, name: str) -> None:
    """Raise `AlreadyExistsError` if a tenant verified the domain, even one that was removed."""
    if store.is_claimed(reading, name):
        message = f"the domain `{name}` is verified by a tenant already"
        raise AlreadyExistsError("id", message)


def require_domain(reading: Reading, tenant_id: str, name: str) -> Record:
    """Return a domain, for callers that were authorized; `NotFoundError` if there is none."""
    domain = store.find_domain(reading, tenant_id, name.lower())
    if domain is None:
        raise not_found(name)
    return domain


def _record(
    work: UnitOfWork, actor: Actor, activity: Activity, name: str, changes: Mapping[str, Any]
) -> None:
    tenant = {"id": actor.tenant_id, "display_name": name}
    record_change(
        work,
        actor,
        activity,
        object_type="tenant",
        target=tenant,
        kind=feed.UPDATED,
        changes={"domains": {name: dict(changes)}},
    )
