"""Quiet cycles: those that find nothing to do, or nothing more, and so need look no further."""

from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.engine.connections import Connections
from tenantry.sync.engine.endings import remembered
from tenantry.sync.engine.places import Place
from tenantry.sync.options import TargetDrift
from tenantry.sync.quarantine import Failures
from tenantry.sync.settings import COMPANY_ID
from tenantry.sync.stores import leftovers, quiet_jobs


def pass_quietly(
    database: Database,
    connections: Connections,
    tenant_id: str,
    job_id: str,
    *,
    worker_id: str | None = None,
) -> bool:
    """Run a cycle that finds nothing to do, and hold nobody up; return whether it was one.

    With *worker_id* only where that worker may run the job now.  One read decides, and what the
    job remembers is written if the job's row is still as it was.  A power cut may undo that:
    then a cycle that did nothing is run again (ADR 0021).
    """
    with database.write(is_fleeting=True) as work:
        resting = quiet_jobs.find_resting(work, tenant_id, job_id, worker_id)
        if resting is None:
            return False
        job, target_id = resting.job, resting.secrets.get(COMPANY_ID, "")
        watermark = job.watermark or 0
        positions = {tenant_id: watermark, target_id: resting.target_position}
        connection = connections.find_kept(work, job, resting.secrets, positions)
        if connection is None or not _looks_at_news_only(connection):
            return False
        place = Place(job, new_id(), work.instant, watermark, chunk_users=0)
        values = remembered(work, job, place, Failures(users=0))
        return quiet_jobs.save_resting(work, job, values)


def is_quiet(reading: Reading, connection: Connection, place: Place) -> bool:
    """Return whether a cycle at its beginning has nothing to look at.

    Nothing changed in the source, nothing is left over from earlier cycles, and nothing of the
    job looks at more than that: groups have places of their own, drift is the target's.
    """
    job = connection.job
    if job.cycle_id is not None or job.plan_id is not None or place.has_news:
        return False
    return _leaves_nothing(reading, connection)


def has_become_quiet(reading: Reading, connection: Connection, place: Place) -> bool:
    """Return whether a cycle that has taken every user has nothing left to do or to remember."""
    return not place.counts.removed and _leaves_nothing(reading, connection)


def _leaves_nothing(reading: Reading, connection: Connection) -> bool:
    job = connection.job
    return _looks_at_news_only(connection) and not leftovers.has_any(reading, job.tenant_id, job.id)


def _looks_at_news_only(connection: Connection) -> bool:
    """Return whether users that changed in the source are all that the job looks at."""
    drift = connection.rules.options.target_drift
    return connection.groups is None and drift is TargetDrift.IGNORE
