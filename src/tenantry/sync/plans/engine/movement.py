"""Movement: has anything that a plan depends on changed since it was made?

The rule is precise and costs what changed since: the job must stand where it stood; the feed
of the source must tell nothing of a user or group of the job or of the plan, and the feed of the
target nothing of a user or group that the plan writes, that comes from this source, or that holds
a name which the plan takes.  A move that this cannot see (an address that a stranger took) is
found by the cycle, which decides again before it exports.
"""

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.engine.importing import affected_users, read_subjects
from tenantry.sync.engine.places import CHUNK_USERS
from tenantry.sync.groups.engine.importing import read_subjects as read_group_subjects
from tenantry.sync.groups.engine.places import affected_groups
from tenantry.sync.plans.plan import Plan
from tenantry.sync.stores import (
    escrows,
    group_places,
    group_target,
    jobs,
    plan_entries,
    plan_outlook,
    target,
)

_WINDOW_CHANGES = 4 * CHUNK_USERS


def basis_of(reading: Reading, connection: Connection) -> dict[str, str]:
    """Return a digest of each thing that decides beside the two directories."""
    job = connection.job
    groups: tuple[object, ...] = ()
    if connection.groups is not None:
        groups = (group_places.find_place(reading, job.tenant_id, job.id),)
    decides: dict[str, object] = {
        "schema": job.schema,
        "settings": job.settings,
        "progress": (job.watermark, job.cycle_id, job.scan_position, job.force_deletes, *groups),
        "connection": jobs.read_secrets(reading, job.tenant_id, job.service_principal_id),
        "domains": (*sorted(connection.verified_domains), connection.inputs.default_domain),
        "escrows": escrows.escrow_state(reading, job.tenant_id, job.id),
    }
    return {name: _digest(value) for name, value in decides.items()}


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def find_movement(reading: Reading, connection: Connection, plan: Plan) -> str | None:
    """Return what has moved since *plan* was made, as the end of a sentence; None if nothing."""
    basis = basis_of(reading, connection)
    moved = [name for name, digest in basis.items() if plan.basis.get(name) != digest]
    if moved:
        return f"the job's {' and '.join(moved)} changed"
    for changes in _since(reading, plan.tenant_id, plan.source_position):
        if _concern_source(reading, connection, plan, changes):
            return "users or assignments of the source changed"
        if _concern_source_groups(reading, connection, plan, changes):
            return "groups of the source changed"
    for changes in _since(reading, plan.target_tenant_id, plan.target_position):
        if _concern_target(reading, plan, changes):
            return "users of the target changed"
        if connection.groups is not None and _concern_target_groups(reading, plan, changes):
            return "groups of the target changed"
    return None


def _since(reading: Reading, tenant_id: str, position: int) -> Iterator[Sequence[feed.Change]]:
    until = feed.position(reading.connection, tenant_id)
    while changes := feed.since(
        reading.connection, tenant_id, position, until=until, limit=_WINDOW_CHANGES
    ):
        yield changes
        position = changes[-1].sequence


def _concern_source(
    reading: Reading, connection: Connection, plan: Plan, changes: Sequence[feed.Change]
) -> bool:
    affected = affected_users(reading, connection, changes)
    if plan_entries.find_entries(reading, plan.tenant_id, plan.id, affected):
        return True
    return any(
        read_subjects(reading, connection, affected[start : start + CHUNK_USERS])
        for start in range(0, len(affected), CHUNK_USERS)
    )


def _concern_source_groups(
    reading: Reading, connection: Connection, plan: Plan, changes: Sequence[feed.Change]
) -> bool:
    rules = connection.groups
    if rules is None:
        return False
    affected = list({group_id for group_id, _ in affected_groups(connection, changes)})
    if plan_entries.find_entries(reading, plan.tenant_id, plan.id, affected):
        return True
    return bool(read_group_subjects(reading, connection, rules, affected))


def _concern_target_groups(reading: Reading, plan: Plan, changes: Sequence[feed.Change]) -> bool:
    group_ids = list({each.object_id for each in changes if each.object_type == "group"})
    if plan_outlook.concerns_targets(reading, plan.tenant_id, plan.id, group_ids):
        return True
    columns = ["home_tenant_id"]
    found = group_target.read_groups(reading, plan.target_tenant_id, group_ids, columns)
    return any(home == plan.tenant_id for _, home in found.values())


def _concern_target(reading: Reading, plan: Plan, changes: Sequence[feed.Change]) -> bool:
    user_ids = list({each.object_id for each in changes if each.object_type == "user"})
    if plan_outlook.concerns_targets(reading, plan.tenant_id, plan.id, user_ids):
        return True
    columns = ["home_tenant_id", "user_principal_name_key"]
    found = target.read_users(reading, plan.target_tenant_id, user_ids, columns)
    if any(home == plan.tenant_id for _, home, _ in found.values()):
        return True
    names = [name for _, _, name in found.values()]
    return bool(plan_outlook.find_taken(reading, plan.tenant_id, plan.id, names))
