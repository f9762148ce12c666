"""The federations of a tenant: read, made, changed and taken away by its administrators.

Whoever was redeemed through a federation keeps that identity when it goes, and cannot sign in
until their redemption is reset (behaviour §14.2).
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.collaboration.federations import (
    EXTERNAL,
    RULES,
    check_domain,
    check_domains,
    check_new,
    check_usable,
    rolled_over,
)
from tenantry.collaboration.operations.federation_changes import (
    check_domain_free,
    check_free,
    due_at_new_address,
    record_federation,
)
from tenantry.collaboration.operations.signing_certificates import read_certificate
from tenantry.collaboration.stores import federations as store
from tenantry.directory import rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.stores import tenants
from tenantry.directory.values import Record, check, differing
from tenantry.errors import ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_GIVEN, _KEPT = "signing_certificate", "signing_certificates"


def list_federations(reading: Reading, actor: Actor) -> list[Record]:
    """Return the federations of the tenant, each with its `domains`, the oldest first."""
    _authorize_reading(actor)
    return store.list_federations(reading, actor.tenant_id, EXTERNAL)


def get_federation(reading: Reading, actor: Actor, federation_id: str) -> Record:
    """Return a federation of the tenant; `NotFoundError` if it is none."""
    _authorize_reading(actor)
    return _require(reading, actor.tenant_id, federation_id)


def find_for_address(reading: Reading, tenant_id: str, address: str) -> Record | None:
    """Return the federation of the tenant that vouches for *address*.

    A domain that the tenant has verified since is its own: its people sign in at the tenant.
    """
    domain = address.rpartition("@")[2].lower()
    owner = tenants.find_owner(reading, domain)
    if owner is not None and owner["id"] == tenant_id:
        return None
    found = store.find_by_domain(reading, tenant_id, domain)
    return found if found is not None and found["kind"] == EXTERNAL else None


def create_federation(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Make a federation of *values*, `domains` among them, and return it.

    Raises `InvalidValueError` for what it cannot be, a domain verified in the tenant itself among
    that; `AlreadyExistsError` for an issuer or a domain that another federation has.
    """
    actor.require(*rights.FEDERATIONS_WRITE)
    given = _with_certificate({name: each for name, each in values.items() if name != "domains"})
    check_new(given)
    own = tenants.list_verified_names(work, actor.tenant_id)
    domains = check_domains(values.get("domains") or (), own)
    check_free(work, actor.tenant_id, given["issuer_uri"], domains)
    made = {_KEPT: [], **given, "id": new_id(), "created_at": work.instant, "domains": domains}
    store.add(work, actor.tenant_id, made)
    changes = {**given, "domains": [*domains]}
    record_federation(work, actor, activities.ADD_FEDERATION, made, changes, kind=feed.CREATED)
    return _require(work, actor.tenant_id, made["id"])


def update_federation(
    work: UnitOfWork, actor: Actor, federation_id: str, values: Mapping[str, Any]
) -> None:
    """Change what *values* has; a given certificate takes the place of all that counted."""
    actor.require(*rights.FEDERATIONS_WRITE)
    before = _require(work, actor.tenant_id, federation_id)
    given = _with_certificate(values)
    check(RULES, given)
    check_usable({**before, **given})
    changes = differing(before, given)
    if not changes:
        return
    if "issuer_uri" in changes:
        check_free(work, actor.tenant_id, changes["issuer_uri"], ())
    store.change(work, actor.tenant_id, before["id"], due_at_new_address(changes))
    record_federation(work, actor, activities.UPDATE_FEDERATION, before, changes)


def keep_metadata(
    work: UnitOfWork, actor: Actor, read_from: Record, certificates: Sequence[str], address: str
) -> None:
    """Let what the metadata of *read_from* publishes count: its certificates, and a new address.

    Nothing is written where the federation is gone, or has its metadata elsewhere by now.  A
    sign-in address that an administrator gave stays.
    """
    before = store.find(work, actor.tenant_id, read_from["id"])
    if not _is_read_from(before, read_from):
        return
    found: Record = {_KEPT: list(rolled_over(before[_KEPT], certificates))}
    if not before["passive_sign_in_uri"]:
        check(RULES, {"passive_sign_in_uri": address})
        found["passive_sign_in_uri"] = address
    changes = differing(before, found)
    noted = {"metadata_asked_at": work.instant, "metadata_problem": None}
    store.change(work, actor.tenant_id, before["id"], {**changes, **noted})
    if changes:
        record_federation(work, actor, activities.UPDATE_FEDERATION, before, changes)


def keep_problem(work: UnitOfWork, actor: Actor, read_from: Record, problem: str) -> None:
    """Note why the metadata of *read_from* could not be used; what is known goes on counting."""
    before = store.find(work, actor.tenant_id, read_from["id"])
    if _is_read_from(before, read_from):
        noted = {"metadata_asked_at": work.instant, "metadata_problem": problem}
        store.change(work, actor.tenant_id, before["id"], noted)


def delete_federation(work: UnitOfWork, actor: Actor, federation_id: str) -> None:
    """Take a federation away."""
    actor.require(*rights.FEDERATIONS_WRITE)
    before = _require(work, actor.tenant_id, federation_id)
    store.remove(work, actor.tenant_id, before["id"])
    record_federation(work, actor, activities.DELETE_FEDERATION, before, {}, kind=feed.DELETED)


def add_domain(work: UnitOfWork, actor: Actor, federation_id: str, name: str) -> str:
    """Let a federation vouch for one more domain, and return it as it is kept."""
    actor.require(*rights.FEDERATIONS_WRITE)
    federation = _require(work, actor.tenant_id, federation_id)
    domain = check_domain(name, tenants.list_verified_names(work, actor.tenant_id))
    check_domain_free(work, actor.tenant_id, domain)
    store.add_domains(work, actor.tenant_id, federation["id"], [domain])
    _record_domains(work, actor, federation, [*federation["domains"], domain])
    return domain


def remove_domain(work: UnitOfWork, actor: Actor, federation_id: str, name: str) -> None:
    """Take a domain away from a federation; `ConflictError` for its last one."""
    actor.require(*rights.FEDERATIONS_WRITE)
    federation = _require(work, actor.tenant_id, federation_id)
    domain = name.lower()
    if domain not in federation["domains"]:
        raise not_found(name)
    kept = [each for each in federation["domains"] if each != domain]
    if not kept:
        message = f"`{domain}` is the last domain of the federation; delete the federation instead"
        raise ConflictError(message)
    store.remove_domain(work, actor.tenant_id, domain)
    _record_domains(work, actor, federation, kept)


def _is_read_from(before: Record | None, read_from: Record) -> TypeGuard[Record]:
    name = "metadata_exchange_uri"
    return before is not None and before[name] == read_from[name]


def _authorize_reading(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor may read federations, which no guest may."""
    actor.require(*rights.FEDERATIONS_READ)
    require_no_guest(actor)


def _require(reading: Reading, tenant_id: str, federation_id: str) -> Record:
    found = store.find(reading, tenant_id, federation_id.lower())
    if found is None or found["kind"] != EXTERNAL:
        raise not_found(federation_id)
    return found


def _with_certificate(values: Mapping[str, Any]) -> Record:
    """Return *values* with the certificate that they give as the list of those that count."""
    given = {name: value for name, value in values.items() if name != _GIVEN}
    if _GIVEN in values:
        text = values[_GIVEN]
        given[_KEPT] = [] if text is None else [read_certificate(text)]
    return given


def _record_domains(work: UnitOfWork, actor: Actor, federation: Record, after: list[str]) -> None:
    changes = {"domains": sorted(after)}
    record_federation(work, actor, activities.UPDATE_FEDERATION, federation, changes)
