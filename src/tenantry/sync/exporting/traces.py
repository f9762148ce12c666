"""Traces: the feed entries and audit records of what a chunk changed in the target tenant."""

from collections.abc import Mapping, Sequence

from tenantry.actor import provisioning_service
from tenantry.audit import activities, store as audit
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.attributes import TARGET_ATTRIBUTES, is_extension_name
from tenantry.sync.connection import Connection
from tenantry.sync.planning import Action, PlannedChange

TRACES: Mapping[Action, tuple[str, activities.Activity]] = {
    Action.CREATE: (feed.CREATED, activities.ADD_USER),
    Action.UPDATE: (feed.UPDATED, activities.UPDATE_USER),
    Action.RESTORE: (feed.RESTORED, activities.RESTORE_USER),
    Action.REDEEM: (feed.UPDATED, activities.REDEEM_INVITATION),
    Action.BEQUEATH: (feed.UPDATED, activities.UPDATE_USER),
    Action.DELETE: (feed.DELETED, activities.DELETE_USER),
}


def trace(
    work: UnitOfWork,
    connection: Connection,
    changes: Sequence[PlannedChange],
    *,
    modified: Mapping[str, str | None],
    names: Mapping[str, str],
) -> None:
    """Write feed entries and audit records of the target tenant, for changes of one action."""
    action = changes[0].action
    kind, activity = TRACES[action]
    tenant_id = connection.target_tenant_id
    work.write_as(tenant_id, feed.PROVISIONING)
    work.record_rows(
        tenant_id,
        [
            ("user", change.target_id or "", kind, None, _changed_columns(action, change))
            for change in changes
        ],
    )
    audit.add_many(
        work,
        provisioning_service(tenant_id),
        tenant_id,
        activity,
        [
            (
                change.target_id or "",
                str(change.after.get("displayName") or names.get(change.source_id, "")),
                str(change.after.get("userPrincipalName") or ""),
                modified[change.source_id],
            )
            for change in changes
        ],
    )


def _changed_columns(action: Action, change: PlannedChange) -> str | None:
    if TRACES[action][0] != feed.UPDATED:
        return None
    columns = [
        "extensions" if is_extension_name(name) else TARGET_ATTRIBUTES[name].column
        for name in change.after
    ]
    if change.represents is not None:
        columns.append("external_user_state")
    return ",".join(columns)
