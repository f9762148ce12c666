"""Federations of a tenant's own domains: whose people sign in at an identity provider of theirs.

Graph: ``internalDomainFederation``.  The domain is then no longer managed but federated, and no
password of its people counts here (claim CTS-097).
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.collaboration.federations import HOME, HOME_RULES, check_new, check_usable
from tenantry.collaboration.operations.federation_changes import (
    check_free,
    due_at_new_address,
    record_federation,
)
from tenantry.collaboration.operations.signing_certificates import read_certificate
from tenantry.collaboration.stores import federations as store
from tenantry.directory import rights
from tenantry.directory.operations.domains import require_domain
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.stores import tenants
from tenantry.directory.tenants import FEDERATED, MANAGED
from tenantry.directory.values import Record, check, differing
from tenantry.errors import AlreadyExistsError, ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_CERTIFICATES = ("signing_certificate", "next_signing_certificate")
_DETAILS = ("active_sign_in_uri", "password_reset_uri", "sign_out_uri")
_KEPT = "signing_certificates"


def list_home_federations(reading: Reading, actor: Actor, name: str) -> list[Record]:
    """Return the federation of the domain, if it has one."""
    _authorize_reading(actor)
    domain = require_domain(reading, actor.tenant_id, name)
    found = _of_domain(reading, actor.tenant_id, domain["name"])
    return [] if found is None else [found]


def get_home_federation(reading: Reading, actor: Actor, name: str, federation_id: str) -> Record:
    """Return the federation of the domain if that is its id."""
    _authorize_reading(actor)
    return _require(reading, actor.tenant_id, name, federation_id)


def create_home_federation(
    work: UnitOfWork, actor: Actor, name: str, values: Mapping[str, Any]
) -> Record:
    """Let the people of a verified domain sign in at their identity provider from now on.

    Raises `ConflictError` for a domain that has to stay managed, `AlreadyExistsError` where it is
    federated, `InvalidValueError` for what cannot be.
    """
    actor.require(*rights.DOMAINS_WRITE)
    tenant_id, domain = actor.tenant_id, require_domain(work, actor.tenant_id, name)
    if not domain["is_verified"] or domain["is_initial"]:
        message = f"`{domain['name']}` cannot be federated; take a verified domain, not the initial"
        raise ConflictError(message)
    if domain["authentication_type"] == FEDERATED:
        message = f"`{domain['name']}` is federated; change that federation, or delete it first"
        raise AlreadyExistsError("id", message)
    given = _values(values, {})
    check_new({name: value for name, value in given.items() if name != "details"})
    check_free(work, tenant_id, given["issuer_uri"], (domain["name"],))
    made = {
        _KEPT: [],
        **given,
        "id": new_id(),
        "kind": HOME,
        "created_at": work.instant,
        "domains": [domain["name"]],
    }
    store.add(work, tenant_id, made)
    _set_type(work, actor, domain, FEDERATED)
    record_federation(work, actor, activities.SET_DOMAIN_FEDERATION, made, given, kind=feed.CREATED)
    return _require(work, tenant_id, name, made["id"])


def update_home_federation(
    work: UnitOfWork, actor: Actor, name: str, federation_id: str, values: Mapping[str, Any]
) -> None:
    """Change what *values* has."""
    actor.require(*rights.DOMAINS_WRITE)
    before = _require(work, actor.tenant_id, name, federation_id)
    given = _values(values, before)
    check(HOME_RULES, given)
    check_usable({**before, **given})
    changes = differing(before, given)
    if "issuer_uri" in changes:
        check_free(work, actor.tenant_id, changes["issuer_uri"], ())
    if changes:
        store.change(work, actor.tenant_id, before["id"], due_at_new_address(changes))
        record_federation(work, actor, activities.SET_DOMAIN_FEDERATION, before, changes)


def delete_home_federation(work: UnitOfWork, actor: Actor, name: str, federation_id: str) -> None:
    """Let the people of the domain sign in here again, by their passwords."""
    actor.require(*rights.DOMAINS_WRITE)
    before = _require(work, actor.tenant_id, name, federation_id)
    store.remove(work, actor.tenant_id, before["id"])
    record_federation(work, actor, activities.SET_DOMAIN_FEDERATION, before, {}, kind=feed.DELETED)
    _set_type(work, actor, require_domain(work, actor.tenant_id, name), MANAGED)


def find_home_federation(reading: Reading, tenant_id: str, address: str) -> Record | None:
    """Return the federation that authenticates the tenant's own people of the address' domain."""
    return _of_domain(reading, tenant_id, address.rpartition("@")[2].lower())


def _authorize_reading(actor: Actor) -> None:
    actor.require(*rights.DOMAINS_READ)
    require_no_guest(actor)


def _of_domain(reading: Reading, tenant_id: str, domain: str) -> Record | None:
    found = store.find_by_domain(reading, tenant_id, domain)
    return found if found is not None and found["kind"] == HOME else None


def _require(reading: Reading, tenant_id: str, name: str, federation_id: str) -> Record:
    found = _of_domain(reading, tenant_id, require_domain(reading, tenant_id, name)["name"])
    if found is None or found["id"] != federation_id.lower():
        raise not_found(federation_id)
    return found


def _values(values: Mapping[str, Any], before: Mapping[str, Any]) -> Record:
    """Return *values* as they are kept: both certificates as a list, addresses as details."""
    apart = {*_CERTIFICATES, *_DETAILS}
    given = {name: value for name, value in values.items() if name not in apart}
    details = {name: values[name] for name in _DETAILS if name in values}
    if details:
        given["details"] = {**before.get("details", {}), **details}
    if any(name in values for name in _CERTIFICATES):
        known = dict(zip(_CERTIFICATES, before.get(_KEPT, ()), strict=False))
        told = {**known, **{name: values[name] for name in _CERTIFICATES if name in values}}
        given[_KEPT] = [read_certificate(told[name]) for name in _CERTIFICATES if told.get(name)]
    return given


def _set_type(work: UnitOfWork, actor: Actor, domain: Record, kind: str) -> None:
    changes = {"authentication_type": kind}
    tenants.change_domain(work, actor.tenant_id, domain["name"], changes)
    record_change(
        work,
        actor,
        activities.SET_DOMAIN_AUTHENTICATION,
        object_type="tenant",
        target={"id": actor.tenant_id, "display_name": domain["name"]},
        kind=feed.UPDATED,
        changes={"domains": {domain["name"]: changes}},
    )
