"""A row-at-a-time engine: what one would write first, for comparison.

It follows the change feed and takes one user after the other through single-row statements:
read the user, its link and the target user, compare, write, leave feed entry, audit record and
log entry.  It knows the default mapping of the benchmark's people only.  All of it is one
transaction, which favours it: a commit for each user would cost more than everything else.
"""

from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from benchmarks.source_people import BenchmarkJob
from tenantry.actor import provisioning_service
from tenantry.audit import activities, store as audit
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.database import Database
from tenantry.storage.tables import provisioning_events, sync_links, users
from tenantry.storage.unit_of_work import UnitOfWork

_SAME = (
    "display_name",
    "given_name",
    "surname",
    "mail",
    "mail_nickname",
    "job_title",
    "department",
    "employee_id",
    "street_address",
    "city",
    "state",
    "postal_code",
    "country",
    "office_location",
    "telephone_number",
    "preferred_language",
)


def follow(database: Database, job: BenchmarkJob, watermark: int) -> int:
    """Bring the target up to date with what changed after *watermark*; return the user count."""
    with database.write() as work:
        until = feed.position(work.connection, job.source_tenant_id)
        changes = feed.since(
            work.connection, job.source_tenant_id, watermark, until=until, limit=until
        )
        for change in changes:
            _synchronize(work, job, change.object_id)
    return len(changes)


def _synchronize(work: UnitOfWork, job: BenchmarkJob, source_id: str) -> None:
    row = _find_user(work, job.source_tenant_id, source_id)
    target_id = _find_link(work, job, source_id)
    found = _find_user(work, job.target_tenant_id, target_id)
    changed = {name: row[name] for name in _SAME if row[name] not in (None, found[name])}
    if not changed:
        return
    work.connection.execute(
        update(users)
        .where(users.c.tenant_id == job.target_tenant_id, users.c.id == target_id)
        .values(changed)
    )
    _leave_traces(work, job, row, found, changed)


def _find_user(work: UnitOfWork, tenant_id: str, user_id: str) -> Any:  # noqa: ANN401  # a row
    query = select(users).where(users.c.tenant_id == tenant_id, users.c.id == user_id)
    return work.connection.execute(query).mappings().one()


def _find_link(work: UnitOfWork, job: BenchmarkJob, source_id: str) -> str:
    query = select(sync_links.c.target_id).where(
        sync_links.c.tenant_id == job.source_tenant_id,
        sync_links.c.job_id == job.job_id,
        sync_links.c.source_id == source_id,
    )
    return str(work.connection.execute(query).scalar_one())


def _leave_traces(
    work: UnitOfWork,
    job: BenchmarkJob,
    row: Any,  # noqa: ANN401  # a row
    found: Any,  # noqa: ANN401  # a row
    changed: dict[str, Any],
) -> None:
    listed = [(name, found[name], value) for name, value in changed.items()]
    modified = msgspec.json.encode(listed).decode()
    target_tenant_id = job.target_tenant_id
    work.record(target_tenant_id, "user", found["id"], feed.UPDATED, properties=changed)
    named = (found["id"], found["display_name"], found["user_principal_name"], modified)
    actor = provisioning_service(target_tenant_id)
    audit.add_many(work, actor, target_tenant_id, activities.UPDATE_USER, [named])
    entry = {
        "tenant_id": job.source_tenant_id,
        "id": new_id(),
        "activity_at": work.instant,
        "job_id": job.job_id,
        "cycle_id": work.correlation_id,
        "change_id": new_id(),
        "action": "update",
        "status": "success",
        "source_id": row["id"],
        "source_name": row["display_name"],
        "source_user_principal_name": row["user_principal_name"],
        "target_id": found["id"],
        "target_tenant_id": target_tenant_id,
        "service_principal_id": job.service_principal_id,
        "duration_ms": 0,
        "modified_properties": modified,
    }
    work.connection.execute(insert(provisioning_events).values(entry))
