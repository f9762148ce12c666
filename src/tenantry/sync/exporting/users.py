"""Users of the target tenant: new ones, and the columns that change of the others."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tenantry.collaboration import store as invitations
from tenantry.collaboration.external_users import HomeUser, redeemed
from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.attributes import TARGET_ATTRIBUTES, is_extension_name
from tenantry.sync.connection import Connection
from tenantry.sync.layouts import DISPLAY_NAME, MAIL, Row
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import target

_OWN_COLUMNS = (
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
    "alternative_security_id",
    "home_user_id",
)
_DERIVED = frozenset({"alternative_security_id", "deleted_at", "id"})


def create_users(
    work: UnitOfWork,
    connection: Connection,
    changes: Sequence[PlannedChange],
    rows: Mapping[str, Row],
) -> None:
    """Insert the new users; *rows* are the source rows by source id."""
    if not changes:
        return
    mapped = {
        name: TARGET_ATTRIBUTES[name].column
        for name in connection.rules.mapping.targets
        if not is_extension_name(name)
    }
    others = [name for name, column in mapped.items() if column not in {*_OWN_COLUMNS, *_DERIVED}]
    columns = (*_OWN_COLUMNS, *(mapped[name] for name in others))
    values = [
        (
            *_own_values(connection, change, rows[change.source_id]),
            *map(change.after.get, others),
        )
        for change in changes
    ]
    home_id = connection.job.tenant_id
    target.add_users(work, connection.target_tenant_id, home_id, columns, values)


def _own_values(connection: Connection, change: PlannedChange, row: Row) -> tuple[Any, ...]:
    """Return the values of `_OWN_COLUMNS` for a new external user."""
    after = change.after
    name = after["userPrincipalName"]
    display_name = after.get("displayName") or row[DISPLAY_NAME]
    mail = after.get("mail") or row[MAIL]
    extensions = {key: after[key] for key in connection.rules.extensions if key in after}
    return (
        change.target_id,
        name,
        fold(str(name)),
        display_name,
        fold(str(display_name)),
        after.get("accountEnabled", True),
        after.get("userType", "Member"),
        mail,
        fold(str(mail)) if mail else None,
        _proxy_addresses(mail) if change.is_addressed else None,
        _json(extensions) if extensions else None,
        after.get("manager"),
        after["alternativeSecurityIds"],
        change.source_id,
    )


def _proxy_addresses(mail: object) -> str | None:
    return _json([f"SMTP:{mail}"]) if mail else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def update_users(
    work: UnitOfWork, connection: Connection, changes: Sequence[PlannedChange]
) -> None:
    """Write what updates, restores and deletions change of their users."""
    extended = [
        change.target_id
        for change in changes
        if change.target_id and not connection.rules.extensions.isdisjoint(change.after)
    ]
    stored = target.read_users(work, connection.target_tenant_id, extended, ["extensions"])
    written = []
    for change in changes:
        values = _columns_of(change, stored)
        if change.represents is not None:
            home = HomeUser(tenant_id=connection.job.tenant_id, user_id=change.represents)
            values |= redeemed(home, work.instant)
            invitations.set_redeemed(
                work, connection.target_tenant_id, change.target_id or "", work.instant
            )
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
            value = values[column]
            values[f"{column}_key"] = None if value is None else fold(str(value))
    if "mail" in values:
        values["proxy_addresses"] = _proxy_addresses(values["mail"])
    if extensions:
        _, before = stored[change.target_id or ""]
        merged = {**(msgspec.json.decode(before or "{}")), **extensions}
        kept = {name: value for name, value in merged.items() if value is not None}
        values["extensions"] = _json(kept) if kept else None
    return values
