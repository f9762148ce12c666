"""Completing: source users as rules read them, with what is derived from their rows."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.layouts import Row
from tenantry.sync.stores import entitlements, source


def read_rows(
    reading: Reading, connection: Connection, source_ids: Sequence[str]
) -> dict[str, Row]:
    """Return source id → completed row of the users that exist."""
    if not source_ids:
        return {}
    job, layout = connection.job, connection.rules.layout
    app_roles = _app_roles(reading, connection, source_ids)
    read = source.read_users(
        reading,
        job.tenant_id,
        source_ids,
        layout.columns,
        service_principal_id=None if connection.sync_all else job.service_principal_id,
    )
    return {row[0]: layout.complete(row, connection.inputs, app_roles) for row in read}


def _app_roles(
    reading: Reading, connection: Connection, source_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    if not connection.rules.layout.reads_app_roles:
        return {}
    job = connection.job
    return entitlements.read_app_roles(reading, job.tenant_id, job.service_principal_id, source_ids)
