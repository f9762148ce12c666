"""The rows of the directory audit and of the provisioning log.

Entries are written once.  Ids grow with time, so the order of ids is the order of writing.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import case

from tenantry.actor import Actor, ActorKind
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.audit.logs import Log
from tenantry.audit.stores.entries import count_entries, get_entry, list_entries
from tenantry.audit.stores.sealing import OWN_VALUES, add_sealed
from tenantry.identifiers import new_ids
from tenantry.storage.filters.fields import Kind, Ordering, make_field
from tenantry.storage.filters.sql import Columns
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.tables import directory_audits, provisioning_events
from tenantry.storage.unit_of_work import Reading, UnitOfWork

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

NEWEST_FIRST = (Ordering(field=make_field("id", kind=Kind.ID), descending=True),)
"""The order in which people look at a log; the key has it, so that no page sorts the log."""

UserTarget = tuple[str, str | None, str | None, str | None]
"""Id, display name and sign-in name of a changed user, and its modifications as JSON."""


def add(work: UnitOfWork, actor: Actor, tenant_id: str, entry: AuditEntry) -> None:
    """Write one entry into the audit of *tenant_id*."""
    add_each(work, actor, tenant_id, [entry])


def add_each(work: UnitOfWork, actor: Actor, tenant_id: str, entries: Sequence[AuditEntry]) -> None:
    """Write entries into the audit of *tenant_id*."""
    numbered = zip(new_ids(len(entries)), entries, strict=True)
    for shared, together in groupby(numbered, lambda pair: _shared(work, actor, pair[1])):
        rows = [
            (
                entry_id,
                entry.target.id,
                entry.target.name,
                entry.target.user_principal_name,
                _json(entry.modified),
            )
            for entry_id, entry in together
        ]
        _add(work, tenant_id, shared, rows)


def add_many(
    work: UnitOfWork,
    actor: Actor,
    tenant_id: str,
    activity: Activity,
    targets: Sequence[UserTarget],
) -> None:
    """Write that *activity* succeeded on each of many users of *tenant_id*."""
    act = AuditEntry(activity=activity, target=AuditTarget(type="User", id=""))
    rows = [
        (entry_id, *target) for entry_id, target in zip(new_ids(len(targets)), targets, strict=True)
    ]
    _add(work, tenant_id, _shared(work, actor, act), rows)


def _add(
    work: UnitOfWork, tenant_id: str, shared: Mapping[str, Any], rows: Sequence[Sequence[Any]]
) -> None:
    add_sealed(work, tenant_id, Log.AUDIT, OWN_VALUES[Log.AUDIT], rows, shared=shared)


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


def _shared(work: UnitOfWork, actor: Actor, entry: AuditEntry) -> Mapping[str, Any]:
    """Return the columns that say what was done, by whom, to what kind of object."""
    activity = entry.activity
    return {
        "activity_at": work.instant,
        "activity": activity.name,
        "category": activity.category,
        "operation_type": activity.operation_type,
        "logged_by_service": activity.service,
        "result": entry.result,
        "result_reason": entry.result_reason,
        "correlation_id": work.correlation_id,
        "actor_kind": actor.kind.value,
        "actor_id": actor.actor_id or None,
        "actor_app_id": actor.app_id or None,
        "actor_name": actor.user_principal_name or actor.display_name or None,
        "actor_ip_address": actor.ip_address or None,
        "target_type": entry.target.type,
        "additional_details": _json(entry.details),
    }


def _json(value: object) -> str | None:
    return msgspec.json.encode(value).decode() if value else None
