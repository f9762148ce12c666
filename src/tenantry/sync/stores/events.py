"""Writing the provisioning log; the `audit` package reads it."""

from collections.abc import Sequence

import msgspec

from tenantry.audit.logs import Log
from tenantry.audit.stores.sealing import add_sealed
from tenantry.identifiers import new_ids
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.provisioning_log import Event

_COLUMNS = (
    "id",
    "change_id",
    "action",
    "status",
    "error_code",
    "reason",
    "source_id",
    "source_type",
    "source_name",
    "source_user_principal_name",
    "target_id",
    "duration_ms",
    "steps",
    "modified_properties",
)
_OFTEN_SHARED = (
    "action",
    "status",
    "error_code",
    "reason",
    "source_type",
    "duration_ms",
    "steps",
)


def add_events(
    work: UnitOfWork, connection: Connection, cycle_id: str, events: Sequence[Event]
) -> list[str]:
    """Store *events* of one chunk in the source tenant's log and return their change ids."""
    ids = new_ids(2 * len(events))
    changes = ids[len(events) :]
    rows = [
        (
            event_id,
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
            event.duration_ms,
            None if event.steps is None else msgspec.json.encode(event.steps).decode(),
            event.modified,
        )
        for event_id, change_id, event in zip(ids, changes, events, strict=False)
    ]
    add_sealed(
        work,
        connection.job.tenant_id,
        Log.PROVISIONING,
        _COLUMNS,
        rows,
        shared=_of_cycle(connection, cycle_id, work.instant),
        often_shared=_OFTEN_SHARED,
    )
    return changes


def _of_cycle(connection: Connection, cycle_id: str, instant: str) -> dict[str, str]:
    job = connection.job
    return {
        "tenant_id": job.tenant_id,
        "activity_at": instant,
        "job_id": job.id,
        "cycle_id": cycle_id,
        "target_tenant_id": connection.target_tenant_id,
        "service_principal_id": job.service_principal_id,
        "service_principal_name": connection.service_principal_name,
    }
