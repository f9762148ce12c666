"""Quiet cycles: those that find nothing to do, or nothing more, and so need look no further."""

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.options import TargetDrift
from tenantry.sync.places import Place
from tenantry.sync.stores import leftovers


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
    if connection.groups is not None:
        return False
    if connection.rules.options.target_drift is not TargetDrift.IGNORE:
        return False
    job = connection.job
    return not leftovers.has_any(reading, job.tenant_id, job.id)
