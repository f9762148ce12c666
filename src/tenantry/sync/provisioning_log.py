"""Provisioning log entries: what was done with one user in one cycle, and why.

Source: behaviour §10, contract §6.12.  A cycle stores an entry's outcome and its changed
properties; the five steps of a plain outcome follow from it (`standard_steps`), so they are
told when the log is read.  On-demand runs keep their own steps with every detail.
"""

from collections.abc import Mapping, Sequence

import msgspec

from tenantry.sync.planning import Action, PlannedChange

SOURCE_SYSTEM = "Azure Active Directory"
REDACTED = "[Redact]"
TARGET_SYSTEM = "Azure Active Directory (target tenant)"

ENTITY_TYPE_NOT_SUPPORTED = "EntityTypeNotSupported"
"""Why a group is skipped whose mapping is off (behaviour §24)."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an entry.  ``type`` is a member of `provisioningStepType`."""

    name: str
    type: str
    status: str = "success"
    description: str = ""
    details: dict[str, str] = msgspec.field(default_factory=dict)


class Event(msgspec.Struct, kw_only=True):
    """One entry of the provisioning log."""

    action: str
    status: str
    source_id: str
    source_type: str | None = None  # `GROUP`; None for a user
    source_name: str | None = None
    source_user_principal_name: str | None = None
    target_id: str | None = None
    error_code: str | None = None
    reason: str | None = None
    duration_ms: int = 0
    steps: Sequence[Step] | None = None
    modified: str | None = None


WIRE_ACTION: Mapping[Action, str] = {
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.DELETE: "delete",
    Action.RESTORE: "update",
    Action.REDEEM: "update",
    Action.SHARE: "other",
    Action.BEQUEATH: "update",
    Action.ESCROW: "other",
    Action.STAGE: "stagedDelete",
    Action.SKIP: "other",
    Action.UNLINK: "other",
}

STATUS: Mapping[Action, str] = {
    Action.ESCROW: "failure",
    Action.STAGE: "skipped",
    Action.SKIP: "skipped",
    Action.UNLINK: "skipped",
}

_EXPORT_STEP = {
    Action.CREATE: ("EntryExportAdd", "created"),
    Action.UPDATE: ("EntryExportUpdate", "updated"),
    Action.DELETE: ("EntryExportDelete", "soft-deleted"),
    Action.RESTORE: ("EntryExportUpdate", "restored"),
}


def modified_properties(change: PlannedChange, redacted: frozenset[str]) -> str | None:
    """Return the changed properties as JSON (`audit.entries.modifications_of` reads it).

    Attributes in *redacted* show that they changed, not to what (behaviour §6).
    """
    after, before = change.after, change.before
    if not after:
        return None
    if not redacted.isdisjoint(after):
        after = {name: REDACTED if name in redacted else new for name, new in after.items()}
        before = {name: REDACTED if name in redacted else old for name, old in before.items()}
    if not before:
        return msgspec.json.encode(after).decode()
    listed = [(name, before.get(name), new) for name, new in after.items()]
    return msgspec.json.encode(listed).decode()


def standard_steps(
    action: str,
    status: str,
    name: str,
    *,
    reason: str | None,
    error_code: str | None,
    object_name: str = "User",
) -> list[Step]:
    """Return the steps that led to a plain outcome of the user, or *object_name*, called *name*."""
    steps = [
        Step(
            name="EntryImport",
            type="import",
            description=f"Received {object_name} '{name}' change from {SOURCE_SYSTEM}",
        ),
        Step(
            name="EntrySynchronizationScoping",
            type="scoping",
            description=f"Determine if {object_name} in scope by evaluating against each scoping"
            " filter",
        ),
        Step(name="EntryImport", type="matching", description=f"Matched in {TARGET_SYSTEM}"),
    ]
    details = {
        key: value for key, value in (("SkipReason", reason), ("ErrorCode", error_code)) if value
    }
    if status == "skipped":
        subject = f"{object_name} '{name}'"
        return [*steps, _skip_step(action, subject, reason, details)]
    export_name, done = {WIRE_ACTION[key]: value for key, value in _EXPORT_STEP.items()}.get(
        action, ("EntryExport", "exported")
    )
    outcome = f"was {done}" if status == "success" else "could not be exported"
    description = f"{object_name} '{name}' {outcome} in {TARGET_SYSTEM}"
    return [
        *steps,
        Step(
            name=export_name, type="export", status=status, description=description, details=details
        ),
    ]


def _skip_step(action: str, subject: str, reason: str | None, details: dict[str, str]) -> Step:
    is_staged = action == WIRE_ACTION[Action.STAGE]
    description = (
        f"{subject} is held by the deletion guard. {reason or ''}"
        if is_staged
        else f"{subject} will be skipped. {reason or ''}"
    )
    return Step(
        name="EntryStagedDelete" if is_staged else "EntrySynchronizationSkip",
        type="processing",
        status="skipped",
        description=description.strip(),
        details=details,
    )


def drift_steps(name: str, *, is_repaired: bool) -> list[Step]:
    """Return the steps by which an edit in the target of the user called *name* is noticed."""
    imported = Step(
        name="EntryImport",
        type="import",
        description=f"Received User '{name}' change from {TARGET_SYSTEM}",
    )
    if is_repaired:
        description = f"User '{name}' was set back in {TARGET_SYSTEM}"
        return [imported, Step(name="EntryExportUpdate", type="export", description=description)]
    description = f"User '{name}' differs in {TARGET_SYSTEM} from what the job wrote"
    return [
        imported,
        Step(name="EntryDrift", type="processing", status="warning", description=description),
    ]


def skipped_group_steps(name: str) -> list[Step]:
    """Return the steps by which the group called *name* is skipped."""
    return [
        Step(
            name="EntryImport",
            type="import",
            description=f"Received Group '{name}' change from {SOURCE_SYSTEM}",
        ),
        Step(
            name="EntrySynchronizationSkip",
            type="processing",
            status="skipped",
            description=f"Group '{name}' will be skipped. {ENTITY_TYPE_NOT_SUPPORTED}",
            details={"SkipReason": ENTITY_TYPE_NOT_SUPPORTED},
        ),
    ]
