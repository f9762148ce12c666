"""The domain list of a tenant: read, made, changed and taken away by its administrators."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.access.recording import Version, record_versions
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.collaboration import store
from tenantry.collaboration.domain_lists import DomainList, check_domains
from tenantry.directory.operations.authorization import READ, WRITE
from tenantry.directory.operations.lookups import not_found
from tenantry.errors import AlreadyExistsError, InvitationRefusedError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_TOLD = ("display_name", "is_allow_list", "domains")


def find_list(reading: Reading, actor: Actor) -> DomainList | None:
    """Return the tenant's list, None where every domain is welcome."""
    actor.require(*READ)
    return store.find_domain_list(reading, actor.tenant_id)


def get_list(reading: Reading, actor: Actor, list_id: str) -> DomainList:
    """Return the tenant's list if that is its id; `NotFoundError` otherwise."""
    actor.require(*READ)
    return _require(reading, actor, list_id)


def create_list(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> DomainList:
    """Make the tenant's list; *values*: `display_name`, `is_allow_list` and `domains`.

    Raises `AlreadyExistsError` where there is one, `InvalidValueError` for what is no domain.
    """
    actor.require(*WRITE)
    if store.find_domain_list(work, actor.tenant_id) is not None:
        message = "the tenant has its list of domains; change that one, or delete it first"
        raise AlreadyExistsError("id", message)
    made = DomainList(
        id=new_id(),
        display_name=values["display_name"],
        is_allow_list=values["is_allow_list"],
        domains=check_domains(values["domains"]),
    )
    _save(work, actor, activities.ADD_POLICY, None, made)
    return made


def update_list(work: UnitOfWork, actor: Actor, list_id: str, values: Mapping[str, Any]) -> None:
    """Change what *values* has; a list of the other kind takes the place of the old one."""
    actor.require(*WRITE)
    before = _require(work, actor, list_id)
    after = msgspec.structs.replace(before, **values)
    after = msgspec.structs.replace(after, domains=check_domains(after.domains))
    if after != before:
        _save(work, actor, activities.UPDATE_POLICY, before, after)


def delete_list(work: UnitOfWork, actor: Actor, list_id: str) -> None:
    """Take the list away: every domain is welcome from now on."""
    actor.require(*WRITE)
    _save(work, actor, activities.DELETE_POLICY, _require(work, actor, list_id), None)


def check_domain(reading: Reading, tenant_id: str, address: str) -> None:
    """Raise `InvitationRefusedError` where the tenant's list keeps the address out."""
    held = store.find_domain_list(reading, tenant_id)
    if held is None or held.admits(address):
        return
    domain = address.rpartition("@")[2].lower()
    reason = "is not on its list of allowed domains" if held.is_allow_list else "is blocked there"
    message = f"this tenant does not invite people of the domain `{domain}`, which {reason}"
    raise InvitationRefusedError(message, side="target", setting="b2bManagementPolicy")


def _require(reading: Reading, actor: Actor, list_id: str) -> DomainList:
    held = store.find_domain_list(reading, actor.tenant_id)
    if held is None or held.id != list_id.lower():
        raise not_found(list_id)
    return held


def _save(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: DomainList | None,
    after: DomainList | None,
) -> None:
    store.save_domain_list(work, actor.tenant_id, after)
    known = after or before
    if known is not None:
        record_versions(
            work,
            actor,
            activity,
            known.id,
            before=_told(before),
            after=_told(after),
            name=known.display_name,
        )


def _told(held: DomainList | None) -> Version:
    return None if held is None else {name: getattr(held, name) for name in _TOLD}
