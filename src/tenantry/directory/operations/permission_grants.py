"""Delegated permission grants: what an application may do for users (contract §6.9).

A user's consent, or an administrator's for everybody, is such a grant; so is one that a script
makes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import applications, permission_grants, rights
from tenantry.directory.operations.lookups import (
    ObjectKey,
    not_found,
    require_member,
    require_service_principal,
    require_user,
)
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import require_no_guest
from tenantry.directory.permission_grants import FOR_ALL, PRINCIPAL
from tenantry.directory.stores import permission_grants as store
from tenantry.directory.values import Record, require_all
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_CHANGEABLE = frozenset({"scope"})


def create_grant(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Grant `scope` on `resource_id` to `client_id`, for one user or for all.

    Raises `AlreadyExistsError` where there is such a grant; its scope can be changed.
    """
    actor.require(*rights.GRANTS_WRITE)
    require_all(values, "client_id", "consent_type", "resource_id", "scope")
    client = require_service_principal(work, actor.tenant_id, values["client_id"])
    resource = require_service_principal(work, actor.tenant_id, values["resource_id"])
    principal_id = _principal_id(work, actor.tenant_id, values)
    grant = _new(work, client["id"], resource["id"], principal_id, values["scope"].split())
    if _find_like(work, actor.tenant_id, grant) is not None:
        raise AlreadyExistsError("client_id", "there is such a grant already; change its `scope`")
    store.add(work, actor.tenant_id, grant)
    _record(work, actor, activities.ADD_PERMISSION_GRANT, client, grant)
    return _require(work, actor.tenant_id, grant["id"])


def agree(
    work: UnitOfWork,
    actor: Actor,
    client: Record,
    resource_id: str,
    names: Iterable[str],
    *,
    principal_id: str,
) -> None:
    """Add *names* to what *client* may do on the resource for a user, or `FOR_ALL` of them.

    The caller has made sure that whoever agreed may do so.
    """
    wanted = _new(work, client["id"], resource_id, principal_id, names)
    found = _find_like(work, actor.tenant_id, wanted)
    if found is None:
        store.add(work, actor.tenant_id, wanted)
    else:
        scope = permission_grants.joined([*found["scope"].split(), *wanted["scope"].split()])
        store.set_scope(work, actor.tenant_id, found["id"], scope)
    _record(work, actor, activities.CONSENT, client, wanted)


def get_grant(reading: Reading, actor: Actor, grant_id: str) -> Record:
    """Return one grant."""
    actor.require(*rights.GRANTS_READ)
    require_no_guest(actor)
    return _require(reading, actor.tenant_id, grant_id)


def list_grants(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the grants."""
    actor.require(*rights.GRANTS_READ)
    require_no_guest(actor)
    return store.list_page(reading, actor.tenant_id, query)


def count_grants(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many grants meet the condition of *query*."""
    actor.require(*rights.GRANTS_READ)
    require_no_guest(actor)
    return store.count(reading, actor.tenant_id, query)


def list_grants_of(
    reading: Reading, actor: Actor, key: ObjectKey, query: PageQuery, *, kind: str
) -> Page:
    """Return a page of the grants for a user, or to a service principal."""
    owner = _owner(reading, actor, key, kind)
    return store.list_page(reading, actor.tenant_id, query, owner)


def count_grants_of(
    reading: Reading, actor: Actor, key: ObjectKey, query: PageQuery, *, kind: str
) -> int:
    """Return how many grants for a user, or to a service principal, meet *query*."""
    return store.count(reading, actor.tenant_id, query, _owner(reading, actor, key, kind))


def update_grant(work: UnitOfWork, actor: Actor, grant_id: str, changes: Mapping[str, Any]) -> None:
    """Replace the names of a grant; nothing else of it changes."""
    actor.require(*rights.GRANTS_WRITE)
    grant = _require(work, actor.tenant_id, grant_id)
    for name in sorted(changes.keys() - _CHANGEABLE):
        raise InvalidValueError(name, "of a grant only `scope` changes; make another grant")
    if "scope" not in changes:
        return
    joined = permission_grants.joined((changes["scope"] or "").split())
    store.set_scope(work, actor.tenant_id, grant["id"], joined)
    client = require_service_principal(work, actor.tenant_id, grant["client_id"])
    changed = {**grant, "scope": joined}
    _record(work, actor, activities.UPDATE_PERMISSION_GRANT, client, changed)


def delete_grant(work: UnitOfWork, actor: Actor, grant_id: str) -> None:
    """Take a grant away; tokens that were issued live until they expire."""
    actor.require(*rights.GRANTS_WRITE)
    grant = _require(work, actor.tenant_id, grant_id)
    store.remove(work, actor.tenant_id, grant["id"])
    client = require_service_principal(work, actor.tenant_id, grant["client_id"])
    _record(work, actor, activities.REMOVE_PERMISSION_GRANT, client, grant)


def _new(
    work: UnitOfWork, client_id: str, resource_id: str, principal_id: str, names: Iterable[str]
) -> Record:
    return {
        "id": applications.assignment_id(client_id, new_id()),
        "client_id": client_id,
        "resource_id": resource_id,
        "principal_id": principal_id,
        "scope": permission_grants.joined(names),
        "created_at": work.instant,
    }


def _find_like(reading: Reading, tenant_id: str, grant: Record) -> Record | None:
    return store.find_between(
        reading, tenant_id, grant["client_id"], grant["resource_id"], grant["principal_id"]
    )


def _principal_id(reading: Reading, tenant_id: str, values: Mapping[str, Any]) -> str:
    permission_grants.check_principal(values["consent_type"], values.get("principal_id"))
    if values["consent_type"] != PRINCIPAL:
        return FOR_ALL
    return str(require_user(reading, tenant_id, values["principal_id"])["id"])


def _owner(reading: Reading, actor: Actor, key: ObjectKey, kind: str) -> Mapping[str, str]:
    """Return which side of a grant the object is, with its id."""
    actor.require(*rights.GRANTS_READ)
    require_no_guest(actor)
    side = "principal_id" if kind == "user" else "client_id"
    return {side: require_member(reading, actor.tenant_id, key, kind)[1]["id"]}


def _require(reading: Reading, tenant_id: str, grant_id: str) -> Record:
    grant = store.find(reading, tenant_id, grant_id)
    if grant is None:
        raise not_found(grant_id)
    return grant


def _record(
    work: UnitOfWork, actor: Actor, activity: Activity, client: Record, grant: Record
) -> None:
    record_change(
        work,
        actor,
        activity,
        object_type="servicePrincipal",
        target=client,
        kind=feed.UPDATED,
        details={
            "resource_id": grant["resource_id"],
            "principal_id": grant["principal_id"],
            "scope": grant["scope"],
        },
    )
