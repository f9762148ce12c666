"""Connections: a worker keeps each job's, while nothing that it was made of changes.

A connection is made of the job's schema and settings, and of objects of both tenants: the
configuration, domains, policies.  Whoever changes one of these leaves an entry in its tenant's
feed, so a connection is read anew only when the feed has an entry of such a kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.engine.connecting import connect, draw_again
from tenantry.sync.jobs import Job
from tenantry.sync.settings import COMPANY_ID
from tenantry.sync.stores import jobs

_OF_NO_CONNECTION = ("user", "group")  # object types that no connection is made of


@dataclass(frozen=True, slots=True)
class _Kept:
    connection: Connection
    secrets: Mapping[str, str]
    positions: Mapping[str, int]  # of the feeds of both tenants, when it was last right


class Connections:
    """The connections of one worker's jobs.  *may_cross_clouds* is the deployment setting."""

    def __init__(self, *, may_cross_clouds: bool = False) -> None:
        self._may_cross_clouds = may_cross_clouds
        self._kept: dict[tuple[str, str], _Kept] = {}

    def find_kept(
        self, reading: Reading, job: Job, secrets: Mapping[str, str], positions: Mapping[str, int]
    ) -> Connection | None:
        """Return the job's connection if it is kept and still right.

        *secrets* and the *positions* of both tenants' feeds are those of now.
        """
        kept = self._kept.pop((job.tenant_id, job.id), None)
        if kept is None or not _holds(reading, kept, job, secrets, positions):
            return None
        inputs = draw_again(reading, kept.connection.inputs)
        connection = replace(kept.connection, job=job, inputs=inputs)
        self._kept[job.tenant_id, job.id] = _Kept(connection, secrets, positions)
        return connection

    def connect(self, reading: Reading, job: Job) -> Connection:
        """Return the job's connection as it is now; raises what `connecting.connect` raises."""
        secrets = jobs.read_secrets(reading, job.tenant_id, job.service_principal_id)
        tenants = (job.tenant_id, secrets.get(COMPANY_ID, ""))
        positions = feed.positions(reading.connection, tenants)
        kept = self.find_kept(reading, job, secrets, positions)
        if kept is not None:
            return kept
        connection = connect(reading, job, may_cross_clouds=self._may_cross_clouds)
        self._kept[job.tenant_id, job.id] = _Kept(connection, secrets, positions)
        return connection


def _holds(
    reading: Reading,
    kept: _Kept,
    job: Job,
    secrets: Mapping[str, str],
    positions: Mapping[str, int],
) -> bool:
    before = kept.connection.job
    if (before.schema, before.settings, kept.secrets) != (job.schema, job.settings, secrets):
        return False
    return not any(
        position != kept.positions[tenant_id]
        and feed.has_others(
            reading.connection, tenant_id, kept.positions[tenant_id], _OF_NO_CONNECTION
        )
        for tenant_id, position in positions.items()
    )
