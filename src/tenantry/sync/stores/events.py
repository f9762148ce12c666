"""Writing the provisioning log; the `audit` package reads it."""

from collections.abc import Sequence

import msgspec

from tenantry.identifiers import new_ids
from tenantry.storage.bulk import insert_rows
from tenantry.storage.tables import provisioning_events
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.provisioning_log import Event

_COLUMNS = [column.name for column in provisioning_events.columns]


def add_events(
    work: UnitOfWork, connection: Connection, cycle_id: str, events: Sequence[Event]
) -> list[str]:
    """Store *events* of one chunk in the source tenant's log and return their change ids."""
    job, instant = connection.job, work.instant
    ids = new_ids(2 * len(events))
    changes = ids[len(events) :]
    rows = [
        (
            job.tenant_id,
            event_id,
            instant,
            job.id,
            cycle_id,
            change_id,
            event.action,
            event.status,
            event.error_code,
            event.reason,
            event.source_id,
            event.source_type,
            event.source_name,
            event.source_user_principal_name,
            event.target_id,
            connection.target_tenant_id,
            job.service_principal_id,
            connection.service_principal_name,
            event.duration_ms,
            None if event.steps is None else msgspec.json.encode(event.steps).decode(),
            event.modified,
        )
        for event_id, change_id, event in zip(ids, changes, events, strict=False)
    ]
    insert_rows(work.connection, "provisioning_events", _COLUMNS, rows)
    return changes
