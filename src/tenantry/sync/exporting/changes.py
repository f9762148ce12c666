"""A chunk's planned changes, written in the order in which they cannot collide."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.exporting.linking import link_users
from tenantry.sync.exporting.traces import TRACES, trace
from tenantry.sync.exporting.users import create_users, update_users
from tenantry.sync.layouts import DISPLAY_NAME
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.provisioning_log import modified_properties
from tenantry.sync.stores import target
from tenantry.sync.subject import Subject

_UPDATES = (Action.BEQUEATH, Action.UPDATE, Action.RESTORE, Action.REDEEM)


def export(
    work: UnitOfWork,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> dict[str, str | None]:
    """Write the chunk's *changes*; return source id → modified properties, for the log.

    *changes* are those of *subjects*, in the same order; every create has its target id.
    """
    rows = {subject.source_id: subject.row for subject in subjects if subject.row is not None}
    names = {source_id: str(row[DISPLAY_NAME]) for source_id, row in rows.items()}
    by_action: dict[Action, list[PlannedChange]] = {}
    for change in changes:
        by_action.setdefault(change.action, []).append(change)
    redacted = connection.rules.mapping.redacted
    modified = {change.source_id: modified_properties(change, redacted) for change in changes}
    # What gives names up comes before what takes them; among renames neither order would do.
    update_users(work, connection, by_action.get(Action.DELETE, []))
    updates = [change for action in _UPDATES for change in by_action.get(action, [])]
    renamed = [change.target_id or "" for change in updates if "userPrincipalName" in change.after]
    target.release_names(work, connection.target_tenant_id, renamed)
    update_users(work, connection, updates)
    create_users(work, connection, by_action.get(Action.CREATE, []), rows)
    for action, group in by_action.items():
        if action in TRACES:
            trace(work, connection, group, modified=modified, names=names)
    link_users(work, connection, subjects, changes)
    return modified
