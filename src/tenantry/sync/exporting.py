"""Exporting: writes the planned changes of a chunk to the target, with their links.

Applying never decides: it does what each `PlannedChange` says, everything in the caller's
transaction, together with change-feed entries and audit records of the target tenant.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tenantry.actor import provisioning_service
from tenantry.audit import activities, store as audit
from tenantry.collaboration.external_users import ACCEPTED, CREATION_TYPE
from tenantry.storage import feed
from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.attributes import TARGET_ATTRIBUTES, is_extension_name
from tenantry.sync.deciding import REDUNDANT, Subject
from tenantry.sync.importing import Connection
from tenantry.sync.layouts import ACCOUNT_ENABLED, DISPLAY_NAME, MAIL, Row
from tenantry.sync.matching import Link, LinkState, Situation
from tenantry.sync.planning import Action, PlannedChange, Scope
from tenantry.sync.provisioning_log import Event, Step, modified_properties
from tenantry.sync.stores import links, target

_OWN_COLUMNS = (
    "tenant_id",
    "id",
    "user_principal_name",
    "user_principal_name_key",
    "display_name",
    "display_name_key",
    "account_enabled",
    "user_type",
    "mail",
    "mail_key",
    "proxy_addresses",
    "extensions",
    "manager_id",
    "creation_type",
    "external_user_state",
    "external_user_state_changed_at",
    "alternative_security_id",
    "home_tenant_id",
    "home_user_id",
    "created_at",
)
_DERIVED = frozenset({"alternative_security_id", "deleted_at", "id"})


def export(
    work: UnitOfWork,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> dict[str, bytes | None]:
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
    _update(work, connection, by_action.get(Action.DELETE, []))
    updates = [*by_action.get(Action.UPDATE, []), *by_action.get(Action.RESTORE, [])]
    renamed = [change.target_id or "" for change in updates if "userPrincipalName" in change.after]
    target.release_names(work, connection.target_tenant_id, renamed)
    _update(work, connection, updates)
    _create(work, connection, by_action.get(Action.CREATE, []), rows)
    for action, group in by_action.items():
        if action in _TRACES:
            _trace(work, connection, group, modified=modified, names=names)
    _link(work, connection, subjects, changes)
    return modified


def export_references(
    work: UnitOfWork,
    connection: Connection,
    managers: Mapping[str, tuple[str, str]],
    stored: Mapping[str, tuple[Any, ...]],
) -> list[Event]:
    """Set managers and return the log entries.

    *managers* is source id → (target id, manager's target id); *stored* is target id →
    (deleted_at, manager_id, display_name) of each of them.
    """
    changes = [
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
    names = {change.source_id: str(stored[change.target_id or ""][2]) for change in changes}
    redacted = connection.rules.mapping.redacted
    modified = {change.source_id: modified_properties(change, redacted) for change in changes}
    _update(work, connection, changes)
    if changes:
        _trace(work, connection, changes, modified=modified, names=names)
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

_TRACES: Mapping[Action, tuple[str, activities.Activity]] = {
    Action.CREATE: (feed.CREATED, activities.ADD_USER),
    Action.UPDATE: (feed.UPDATED, activities.UPDATE_USER),
    Action.RESTORE: (feed.RESTORED, activities.RESTORE_USER),
    Action.DELETE: (feed.DELETED, activities.DELETE_USER),
}


def _create(
    work: UnitOfWork,
    connection: Connection,
    changes: Sequence[PlannedChange],
    rows: Mapping[str, Row],
) -> None:
    if not changes:
        return
    mapped = {
        name: TARGET_ATTRIBUTES[name].column
        for name in connection.rules.mapping.targets
        if not is_extension_name(name)
    }
    others = [name for name, column in mapped.items() if column not in {*_OWN_COLUMNS, *_DERIVED}]
    columns = (*_OWN_COLUMNS, *(mapped[name] for name in others))
    own = [
        (*_own_values(connection, change, rows[change.source_id], work.instant), *rest)
        for change in changes
        for rest in [[change.after.get(name) for name in others]]
    ]
    target.add_users(work, columns, own)


def _own_values(
    connection: Connection, change: PlannedChange, row: Row, instant: str
) -> tuple[Any, ...]:
    """Return the values of `_OWN_COLUMNS` for a new external user."""
    after = change.after
    name = after["userPrincipalName"]
    display_name = after.get("displayName") or row[DISPLAY_NAME]
    mail = after.get("mail") or row[MAIL]
    extensions = {key: after[key] for key in connection.rules.extensions if key in after}
    return (
        connection.target_tenant_id,
        change.target_id,
        name,
        fold(str(name)),
        display_name,
        fold(str(display_name)),
        after.get("accountEnabled", True),
        after.get("userType", "Member"),
        mail,
        fold(str(mail)) if mail else None,
        _proxy_addresses(mail),
        _json(extensions) if extensions else None,
        after.get("manager"),
        CREATION_TYPE,
        ACCEPTED,
        instant,
        after["alternativeSecurityIds"],
        connection.job.tenant_id,
        change.source_id,
        instant,
    )


def _proxy_addresses(mail: object) -> str | None:
    return _json([f"SMTP:{mail}"]) if mail else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _update(work: UnitOfWork, connection: Connection, changes: Sequence[PlannedChange]) -> None:
    extended = [
        change.target_id
        for change in changes
        if change.target_id and not connection.rules.extensions.isdisjoint(change.after)
    ]
    stored = target.read_users(work, connection.target_tenant_id, extended, ["extensions"])
    written = []
    for change in changes:
        values = _columns_of(change, stored)
        if change.action is Action.DELETE:
            values["deleted_at"] = work.instant
        elif change.action is Action.RESTORE:
            values["deleted_at"] = None
        if values and change.target_id:
            written.append((change.target_id, values))
    target.update_users(work, connection.target_tenant_id, written)


def _columns_of(change: PlannedChange, stored: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Return column → value of what an update or restore changes."""
    values: dict[str, Any] = {}
    extensions: dict[str, object] = {}
    for name, value in change.after.items():
        if is_extension_name(name):
            extensions[name] = value
        elif (column := TARGET_ATTRIBUTES[name].column) not in _DERIVED:
            values[column] = value
    for column in ("user_principal_name", "display_name", "mail"):
        if column in values:
            values[f"{column}_key"] = fold(str(values[column]))
    if "mail" in values:
        values["proxy_addresses"] = _proxy_addresses(values["mail"])
    if extensions:
        _, before = stored[change.target_id or ""]
        values["extensions"] = _json({**(msgspec.json.decode(before or "{}")), **extensions})
    return values


def _trace(
    work: UnitOfWork,
    connection: Connection,
    changes: Sequence[PlannedChange],
    *,
    modified: Mapping[str, bytes | None],
    names: Mapping[str, str],
) -> None:
    """Write feed entries and audit records of the target tenant, for changes of one action."""
    action = changes[0].action
    kind, activity = _TRACES[action]
    tenant_id = connection.target_tenant_id
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
    if action is not Action.UPDATE:
        return None
    return ",".join(
        "extensions" if is_extension_name(name) else TARGET_ATTRIBUTES[name].column
        for name in change.after
    )


def _link(
    work: UnitOfWork,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> None:
    job = connection.job
    new: list[tuple[str, Link]] = []
    states: list[tuple[str, LinkState]] = []
    gone: list[str] = []
    for subject, change in zip(subjects, changes, strict=True):
        state = _state_after(connection, subject, change)
        if change.action is Action.UNLINK or (subject.link and change.action is Action.CREATE):
            gone.append(change.source_id)
        if state is None:
            continue
        if change.action is Action.CREATE or subject.link is None:
            new.append((change.source_id, Link(change.target_id or "", state)))
        elif state is not subject.link.state:
            states.append((change.source_id, state))
    if gone:
        links.remove_links(work, job.tenant_id, job.id, gone)
    links.add_links(work, job.tenant_id, job.id, new)
    links.set_states(work, job.tenant_id, job.id, states)


def _state_after(
    connection: Connection, subject: Subject, change: PlannedChange
) -> LinkState | None:
    """Return the link's state after the change, None where there is or stays no managed link."""
    if change.action is Action.DELETE:
        return LinkState.DELETED
    exported = change.action in (Action.CREATE, Action.UPDATE, Action.RESTORE)
    if subject.row is None or not (exported or change.reason == REDUNDANT):
        return None
    flows = "accountEnabled" in connection.rules.mapping.targets
    disabled = flows and not subject.row[ACCOUNT_ENABLED]
    return LinkState.INACTIVE if disabled else LinkState.ACTIVE
