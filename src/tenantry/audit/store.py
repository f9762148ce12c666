"""The rows of the directory audit and of the provisioning log.

Entries are written once.  Ids grow with time, so the order of ids is the order of writing.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import case

from tenantry.actor import Actor, ActorKind
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry
from tenantry.audit.stores.entries import count_entries, get_entry, list_entries
from tenantry.identifiers import new_ids
from tenantry.storage.bulk import insert_rows
from tenantry.storage.filters.sql import Columns
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.tables import directory_audits, provisioning_events
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_COLUMNS = [column.name for column in directory_audits.columns]
_OF_ACT = _COLUMNS[_COLUMNS.index("activity_at") : _COLUMNS.index("target_type")]
_OF_USER = ("target_id", "target_name", "target_user_principal_name", "modified_properties")
_audits = directory_audits.c
_is_of_user = _audits.actor_kind == ActorKind.USER.value
_FILTERABLE: Columns = {
    **dict(_audits.items()),
    "user_id": case((_is_of_user, _audits.actor_id)),
    "user_name": case((_is_of_user, _audits.actor_name)),
    "app_id": case((~_is_of_user, _audits.actor_app_id)),
    "app_name": case((~_is_of_user, _audits.actor_name)),
}
"""What filters may name; of the actors, users and applications are told apart."""

UserTarget = tuple[str, str | None, str | None, str | None]
"""Id, display name and sign-in name of a changed user, and its modifications as JSON."""


def add(work: UnitOfWork, actor: Actor, tenant_id: str, entry: AuditEntry) -> None:
    """Write one entry into the audit of *tenant_id*."""
    add_each(work, actor, tenant_id, [entry])


def add_each(work: UnitOfWork, actor: Actor, tenant_id: str, entries: Sequence[AuditEntry]) -> None:
    """Write entries into the audit of *tenant_id*."""
    rows = []
    for entry_id, entry in zip(new_ids(len(entries)), entries, strict=True):
        target = entry.target
        said = (entry.result, entry.result_reason)
        of_target = (target.type, target.id, target.name, target.user_principal_name)
        shared = _shared(work, actor, entry.activity, said)
        documents = (_json(entry.modified), _json(entry.details))
        rows.append((tenant_id, entry_id, *shared, *of_target, *documents))
    insert_rows(work.connection, directory_audits.name, _COLUMNS, rows)


def add_many(
    work: UnitOfWork,
    actor: Actor,
    tenant_id: str,
    activity: Activity,
    targets: Sequence[UserTarget],
) -> None:
    """Write that *activity* succeeded on each of many users of *tenant_id*."""
    done = _shared(work, actor, activity, ("success", None))
    shared = {"tenant_id": tenant_id, **dict(zip(_OF_ACT, done, strict=True))}
    rows = [
        (entry_id, *target) for entry_id, target in zip(new_ids(len(targets)), targets, strict=True)
    ]
    insert_rows(
        work.connection,
        directory_audits.name,
        ("id", *_OF_USER),
        rows,
        shared={**shared, "target_type": "User"},
    )


def list_directory_audits(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the directory audit."""
    return list_entries(reading, tenant_id, directory_audits, query, _FILTERABLE)


def get_directory_audit(reading: Reading, tenant_id: str, entry_id: str) -> dict[str, Any]:
    """Return one entry of the directory audit; `NotFoundError` if there is none."""
    return get_entry(reading, tenant_id, directory_audits, entry_id)


def count_directory_audits(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many entries of the directory audit meet the condition of *query*."""
    return count_entries(reading, tenant_id, directory_audits, query, _FILTERABLE)


def list_provisioning_events(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the provisioning log; *tenant_id* is the source tenant."""
    return list_entries(reading, tenant_id, provisioning_events, query)


def get_provisioning_event(reading: Reading, tenant_id: str, event_id: str) -> dict[str, Any]:
    """Return one entry of the provisioning log; `NotFoundError` if there is none."""
    return get_entry(reading, tenant_id, provisioning_events, event_id)


def _shared(
    work: UnitOfWork, actor: Actor, activity: Activity, result: tuple[str, str | None]
) -> tuple[Any, ...]:
    """Return the columns between the id and the target: what was done, by whom, how it ended."""
    return (
        work.instant,
        activity.name,
        activity.category,
        activity.operation_type,
        activity.service,
        *result,
        work.correlation_id,
        actor.kind.value,
        actor.actor_id or None,
        actor.app_id or None,
        actor.user_principal_name or actor.display_name or None,
        actor.ip_address or None,
    )


def _json(value: object) -> str | None:
    return msgspec.json.encode(value).decode() if value else None
