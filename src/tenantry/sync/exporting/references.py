"""References: managers that are set after their reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.exporting.traces import trace
from tenantry.sync.exporting.users import update_users
from tenantry.sync.matching import Situation
from tenantry.sync.planning import Action, PlannedChange, Scope
from tenantry.sync.provisioning_log import Event, Step, modified_properties


def plan_references(
    managers: Mapping[str, tuple[str, str]], stored: Mapping[str, tuple[Any, ...]]
) -> list[PlannedChange]:
    """Return the changes that set managers which are not set yet.

    *managers* is source id → (target id, manager's target id); *stored* is target id →
    (deleted_at, manager_id, display_name) of each of them.
    """
    return [
        PlannedChange(
            action=Action.UPDATE,
            source_id=source_id,
            target_id=target_id,
            before={"manager": stored[target_id][1]},
            after={"manager": manager_id},
            scope=Scope.IN,
            situation=Situation.LINKED,
        )
        for source_id, (target_id, manager_id) in managers.items()
        if stored[target_id][1] != manager_id
    ]


def export_references(
    work: UnitOfWork,
    connection: Connection,
    changes: Sequence[PlannedChange],
    stored: Mapping[str, tuple[Any, ...]],
) -> list[Event]:
    """Set managers and return the log entries; *stored* is as `plan_references` has it."""
    names = {change.source_id: str(stored[change.target_id or ""][2]) for change in changes}
    redacted = connection.rules.mapping.redacted
    modified = {change.source_id: modified_properties(change, redacted) for change in changes}
    update_users(work, connection, changes)
    if changes:
        trace(work, connection, changes, modified=modified, names=names)
    return [
        Event(
            action="update",
            status="success",
            source_id=change.source_id,
            source_name=names[change.source_id],
            target_id=change.target_id,
            steps=[_REFERENCE_STEP],
            modified=modified[change.source_id],
        )
        for change in changes
    ]


_REFERENCE_STEP = Step(
    name="EntryReferenceResolution",
    type="referenceResolution",
    description="The manager exists in the target and was set",
)
