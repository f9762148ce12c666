"""Writing a change of an access package: the row, its feed entry and its audit entry."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory.values import Record, differing
from tenantry.entitlement.stores.records import RecordStore
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

REQUEST, ASSIGNMENT = "accessPackageAssignmentRequest", "accessPackageAssignment"
"""Object types of the change feed that several operations write."""
_UNTOLD = frozenset({"tenant_id", "id", "created_at", "modified_at"})
_NOTHING: Mapping[str, Any] = {}


def change(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: Record,
    values: Mapping[str, Any],
    *,
    store: RecordStore,
    object_type: str,
) -> None:
    """Write those *values* that are not as *before*, as *activity*; nothing where none is."""
    changes = differing(before, dict(values))
    if not changes:
        return
    changes["modified_at"] = work.instant
    store.change(work, actor.tenant_id, before["id"], changes)
    after = {**before, **changes}
    record(work, actor, activity, feed.UPDATED, object_type=object_type, before=before, after=after)


def record(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    kind: str,
    *,
    object_type: str,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
) -> None:
    """Note what differs between *before* and *after*, one of them empty where there is none."""
    known = after or before
    modified = tuple(
        (name, before.get(name), after.get(name))
        for name in {**before, **after}
        if name not in _UNTOLD and before.get(name) != after.get(name)
    )
    names = sorted(name for name, _, _ in modified)
    work.record(actor.tenant_id, object_type, known["id"], kind, properties=names)
    target = AuditTarget(type=_type_name(object_type), id=known["id"], name=_name(known))
    entry = AuditEntry(activity=activity, target=target, modified=modified)
    audit.add(work, actor, actor.tenant_id, entry)


def _type_name(object_type: str) -> str:
    return object_type[0].upper() + object_type[1:]


def _name(known: Mapping[str, Any]) -> str | None:
    name: str | None = known.get("display_name")
    return name
