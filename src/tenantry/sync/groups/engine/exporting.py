"""Exporting: writes what was planned for a group, one after the other.

What is made is always a static security group without roles, so every change passes through
the directory's own records: feed entry and audit record in the same transaction.
"""

from tenantry.actor import provisioning_service
from tenantry.audit import activities
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores.objects import GROUPS
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.exporting.linking import keep_links
from tenantry.sync.groups.rules import columns_of
from tenantry.sync.matching import LinkState
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.subject import Subject

_TRACES = {
    Action.CREATE: (feed.CREATED, activities.ADD_GROUP),
    Action.UPDATE: (feed.UPDATED, activities.UPDATE_GROUP),
    Action.RESTORE: (feed.RESTORED, activities.RESTORE_GROUP),
    Action.DELETE: (feed.DELETED, activities.DELETE_GROUP),
}
EXPORTED = frozenset(_TRACES)


def export_group(
    work: UnitOfWork, connection: Connection, subject: Subject, change: PlannedChange, name: str
) -> None:
    """Write *change* and its link; *name* is what the group is called, for the audit."""
    if change.action is Action.CREATE:
        _create(work, connection, change)
    elif change.action in EXPORTED:
        _change(work, connection, change)
    if change.action in EXPORTED and (change.after or change.action is not Action.UPDATE):
        _trace(work, connection, change, name)
    keep_links(
        work,
        connection.job,
        [subject],
        [change],
        [_state_after(subject, change)],
        object_type="group",
    )


def _create(work: UnitOfWork, connection: Connection, change: PlannedChange) -> None:
    group: Record = {
        "id": change.target_id,
        "created_at": work.instant,
        "renewed_at": work.instant,
        "home_tenant_id": connection.job.tenant_id,
        "home_group_id": change.source_id,
        "group_types": [],
        "mail_enabled": False,
        **columns_of(change.after),
        "security_enabled": True,
    }
    GROUPS.add(work, connection.target_tenant_id, group)


def _change(work: UnitOfWork, connection: Connection, change: PlannedChange) -> None:
    tenant_id, target_id = connection.target_tenant_id, change.target_id or ""
    if change.after:
        GROUPS.change(work, tenant_id, {"id": target_id}, columns_of(change.after))
    if change.action is not Action.UPDATE:
        deleted_at = work.instant if change.action is Action.DELETE else None
        GROUPS.set_deleted(work, tenant_id, target_id, deleted_at)


def _trace(work: UnitOfWork, connection: Connection, change: PlannedChange, name: str) -> None:
    kind, activity = _TRACES[change.action]
    record_change(
        work,
        provisioning_service(connection.target_tenant_id),
        activity,
        object_type="group",
        target={"id": change.target_id, "display_name": name},
        kind=kind,
        changes=columns_of(change.after),
        before=columns_of(change.before),
    )


def _state_after(subject: Subject, change: PlannedChange) -> LinkState | None:
    if change.action is Action.DELETE:
        return LinkState.DELETED
    exported = change.action in EXPORTED or change.reason == REDUNDANT
    return LinkState.ACTIVE if exported and subject.row is not None else None
