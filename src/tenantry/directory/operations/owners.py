"""Owners of groups, applications and service principals (contract §6.2, §6.9)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import rights
from tenantry.directory.operations.lookups import (
    ObjectKey,
    not_found,
    require_application,
    require_group,
    require_object,
    require_service_principal,
)
from tenantry.directory.operations.ownership import (
    APPLICATION_WRITE,
    require_credentials_write,
    require_group_write,
)
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.related import Related, require_person
from tenantry.directory.operations.visibility import require_no_guest, require_visible_members
from tenantry.directory.relations import (
    RELATED_TYPES,
    Bearer,
    Relation,
    check_new,
    check_owner_removal,
)
from tenantry.directory.stores import relations as store
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

OWNED_TYPES = ("group", "application", "servicePrincipal")
OWNER_TYPES = tuple(RELATED_TYPES[Relation.OWNER])
OWNERS_PER_REQUEST = 20


class _Owned(NamedTuple):
    require: Callable[[Reading, str, Any], Record]
    write: tuple[str, ...]
    added: Activity
    removed: Activity


_OWNED: Mapping[str, _Owned] = {
    "group": _Owned(
        require_group,
        rights.GROUPS_WRITE,
        activities.ADD_GROUP_OWNER,
        activities.REMOVE_GROUP_OWNER,
    ),
    "application": _Owned(
        require_application,
        APPLICATION_WRITE,
        activities.ADD_APPLICATION_OWNER,
        activities.REMOVE_APPLICATION_OWNER,
    ),
    "servicePrincipal": _Owned(
        require_service_principal,
        APPLICATION_WRITE,
        activities.ADD_PRINCIPAL_OWNER,
        activities.REMOVE_PRINCIPAL_OWNER,
    ),
}


def add_owner(work: UnitOfWork, actor: Actor, kind: str, key: ObjectKey, owner_id: str) -> None:
    """Make a user or service principal an owner of the object of this *kind*.

    Raises `InvalidValueError` if it is one already, `NotFoundError` if there is no such object.
    """
    owned = _require_writable(work, actor, kind, key)
    add_checked_owners(work, actor, kind, owned, [owner_id])


def remove_owner(work: UnitOfWork, actor: Actor, kind: str, key: ObjectKey, owner_id: str) -> None:
    """End an ownership; `NotFoundError` if there is none, `ConflictError` for a group's last."""
    owned, wanted = _require_writable(work, actor, kind, key), owner_id.lower()
    tenant_id, bearer = actor.tenant_id, Bearer(kind, owned["id"])
    owner_type = store.find_type(work, tenant_id, Relation.OWNER, bearer.id, wanted)
    if owner_type is None:
        raise not_found(owner_id)
    users = store.count_related(work, tenant_id, Relation.OWNER, bearer.id, ["user"])
    check_owner_removal(bearer, owner_type, users=users)
    store.remove(work, tenant_id, Relation.OWNER, bearer.id, wanted)
    _record(work, actor, kind, owned, wanted, added=False)


def owners_of(
    reading: Reading,
    actor: Actor,
    kind: str,
    key: ObjectKey,
    owner_types: Sequence[str] = OWNER_TYPES,
) -> Related:
    """Return what are the owners of *owner_types*, for `page_of` and `count_of`."""
    owned = _require_readable(reading, actor, kind, key)
    return Related(relation=Relation.OWNER, object_id=owned["id"], kinds=owner_types)


def owned_by(
    reading: Reading,
    actor: Actor,
    kind: str,
    key: ObjectKey,
    owned_types: Sequence[str] = OWNED_TYPES,
) -> Related:
    """Return what the user or service principal owns of *owned_types*."""
    owner_id = _require_owner(reading, actor, kind, key)
    return Related(relation=Relation.OWNER, object_id=owner_id, kinds=owned_types, backwards=True)


def add_checked_owners(
    work: UnitOfWork, actor: Actor, kind: str, owned: Record, owner_ids: Sequence[str]
) -> None:
    """Make users and service principals owners, for an actor who may; all of them or none."""
    if len(owner_ids) > OWNERS_PER_REQUEST:
        message = f"at most {OWNERS_PER_REQUEST} owners can be added at once"
        raise InvalidValueError("owners", message)
    tenant_id, bearer = actor.tenant_id, Bearer(kind, owned["id"])
    for owner_id in owner_ids:
        owner_type, owner = require_object(work, tenant_id, owner_id, OWNER_TYPES)
        known = store.find_type(work, tenant_id, Relation.OWNER, bearer.id, owner["id"])
        count = store.count_related(work, tenant_id, Relation.OWNER, bearer.id, OWNER_TYPES)
        check_new(owner_id, is_known=known is not None, count=count)
        related = Bearer(owner_type, owner["id"])
        store.add(work, tenant_id, Relation.OWNER, bearer, related)
        _record(work, actor, kind, owned, owner["id"], added=True)


def _require_writable(work: UnitOfWork, actor: Actor, kind: str, key: ObjectKey) -> Record:
    of_kind = _OWNED[kind]
    actor.require_as_owner(*of_kind.write)
    owned = of_kind.require(work, actor.tenant_id, key)
    if kind == "group":
        require_group_write(work, actor, owned, *of_kind.write)
    else:  # an owner says how the application signs in, so who names owners can do that too
        require_credentials_write(work, actor, owned)
    return owned


def _require_readable(reading: Reading, actor: Actor, kind: str, key: ObjectKey) -> Record:
    if kind == "group":
        return require_visible_members(reading, actor, str(key))
    actor.require(*rights.APPLICATIONS_READ)
    require_no_guest(actor)
    return _OWNED[kind].require(reading, actor.tenant_id, key)


def _require_owner(reading: Reading, actor: Actor, kind: str, key: ObjectKey) -> str:
    """Return the id of a user or service principal of whom the caller may see what they own."""
    if kind == "user":
        return require_person(reading, actor, str(key))
    actor.require(*rights.APPLICATIONS_READ)
    require_no_guest(actor)
    return str(require_service_principal(reading, actor.tenant_id, key)["id"])


def _record(
    work: UnitOfWork, actor: Actor, kind: str, owned: Record, owner_id: str, *, added: bool
) -> None:
    record_change(
        work,
        actor,
        _OWNED[kind].added if added else _OWNED[kind].removed,
        object_type=kind,
        target=owned,
        kind=feed.UPDATED,
        changes={"owners": owner_id if added else None},
        before={"owners": None if added else owner_id},
    )
