"""Assigned groups: their members are synchronized, they themselves are skipped (CTS-050).

Source: behaviour §23, §24 (`EntityTypeNotSupported`); decision 17.
"""

from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.places import Place
from tenantry.sync.provisioning_log import ENTITY_TYPE_NOT_SUPPORTED, Event, skipped_group_steps
from tenantry.sync.schema import GROUP
from tenantry.sync.stores import entitlements, events


def log_skipped_groups(work: UnitOfWork, connection: Connection, place: Place) -> None:
    """Log the groups that a new cycle comes across."""
    events.add_events(work, connection, place.cycle_id, skip_groups(work, connection, place))


def skip_groups(reading: Reading, connection: Connection, place: Place) -> list[Event]:
    """Return the entries of groups in scope: all in an initial cycle, else the new ones.

    There are none where the mapping of groups is on.
    """
    if connection.groups is not None:
        return []
    job = connection.job
    found = entitlements.list_assigned_groups(
        reading,
        job.tenant_id,
        job.service_principal_id,
        after=job.watermark,
        until=place.until,
    )
    return [
        Event(
            action="other",
            status="skipped",
            source_id=group_id,
            source_type=GROUP,
            source_name=name,
            error_code=ENTITY_TYPE_NOT_SUPPORTED,
            reason=ENTITY_TYPE_NOT_SUPPORTED,
            steps=skipped_group_steps(name),
        )
        for group_id, name in found
    ]
