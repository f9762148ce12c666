"""Jobs that rest: one look tells that a cycle would find nothing, one statement notes it.

Neither locks the row.  Between the two another worker, or somebody who changes the job, may be
faster: then nothing is written, and the cycle is left to whoever takes it as any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    cast,
    false,
    func,
    select,
    update,
)

from tenantry.storage.tables import feed_positions, sync_jobs, sync_secrets
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.jobs import Job, ScheduleState, StatusCode
from tenantry.sync.stores.jobs import decoded, stored
from tenantry.sync.stores.leases import is_due, now_for
from tenantry.sync.stores.leftovers import HAS_ANY

_jobs = sync_jobs.c
_FIELDS = (  # the others are as at rest, or do not matter to a cycle without news
    "tenant_id",
    "id",
    "service_principal_id",
    "target_tenant_id",
    "settings",
    "schema",
    "watermark",
    "last_execution",
    "steady_state_first_at",
    "totals",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingJob:
    """A job that a cycle would find nothing to do for, with what its connection was made of.

    Of the job, only what such a cycle needs was read.
    """

    job: Job
    secrets: Mapping[str, str]
    target_position: int  # of the target's feed; the source's is the job's watermark


def find_resting(
    reading: Reading, tenant_id: str, job_id: str, worker_id: str | None = None
) -> RestingJob | None:
    """Return the job, if it rests; with *worker_id* only if that worker may run it now."""
    parameters: dict[str, Any] = {"of_tenant": tenant_id, "of_job": job_id}
    if worker_id is not None:
        parameters |= now_for(worker_id, reading.instant)
    statement = _finding(reading.dialect, only_due=worker_id is not None)
    row = reading.connection.execute(statement, parameters).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
    secrets = msgspec.json.decode(values.pop("secrets") or "{}", type=dict[str, str])
    target_position = values.pop("target_position") or 0
    job = Job(**decoded(values), schedule_state=ScheduleState.ACTIVE, status_code=StatusCode.ACTIVE)
    return RestingJob(job=job, secrets=secrets, target_position=target_position)


def save_resting(work: UnitOfWork, job: Job, values: Mapping[str, Any]) -> bool:
    """Change columns of a job that rests as it did; return whether it does."""
    written = stored(values)
    parameters = {f"to_{name}": value for name, value in written.items()} | {
        "of_tenant": job.tenant_id,
        "of_job": job.id,
        "seen_watermark": job.watermark,
        "seen_execution": stored({"last_execution": job.last_execution})["last_execution"],
    }
    statement = _saving(tuple(values))
    return work.connection.execute(statement, parameters).rowcount == 1


@lru_cache(maxsize=4)
def _finding(dialect: str, *, only_due: bool) -> Select[Any]:
    query = select(
        *(_jobs[name] for name in _FIELDS),
        _secrets(dialect).label("secrets"),
        _position_of(_jobs.target_tenant_id).label("target_position"),
    ).where(
        _is_at_rest(sync_jobs),
        _jobs.watermark == _position_of(bindparam("of_tenant")),
        _jobs.steady_state_first_at.is_not(None),
        _jobs.target_watermark.is_(None),
        ~HAS_ANY,
    )
    return query.where(is_due(dialect)) if only_due else query


@lru_cache(maxsize=8)
def _saving(names: tuple[str, ...]) -> Update:
    # Nobody waits for the lock of another worker, who is about to run the job.
    seen = sync_jobs.alias()
    rests = (
        select(seen.c.id)
        .where(
            _is_at_rest(seen),
            seen.c.watermark == bindparam("seen_watermark"),
            seen.c.last_execution == bindparam("seen_execution"),
        )
        .with_for_update(skip_locked=True)
    )
    return (
        update(sync_jobs)
        .where(_jobs.tenant_id == bindparam("of_tenant"), _jobs.id.in_(rests))
        .values({name: bindparam(f"to_{name}") for name in names})
    )


def _is_at_rest(job: FromClause) -> ColumnElement[bool]:
    """A condition on the row alone: no cycle, no quarantine, and nobody asked for anything."""
    return and_(
        job.c.tenant_id == bindparam("of_tenant"),
        job.c.id == bindparam("of_job"),
        job.c.schedule_state == ScheduleState.ACTIVE.value,
        job.c.status_code == StatusCode.ACTIVE.value,
        job.c.cycle_id.is_(None),
        job.c.plan_id.is_(None),
        job.c.quarantine.is_(None),
        job.c.force_deletes == false(),
    )


def _secrets(dialect: str) -> ColumnElement[Any]:
    """Return the saved connection settings as one JSON object."""
    own = sync_secrets.c
    gather = func.json_object_agg if dialect == "postgresql" else func.json_group_object
    return (
        select(cast(gather(own.name, own.value), Text))
        .where(
            own.tenant_id == bindparam("of_tenant"),
            own.service_principal_id == _jobs.service_principal_id,
        )
        .correlate(sync_jobs)
        .scalar_subquery()
    )


def _position_of(tenant_id: ColumnElement[Any]) -> ColumnElement[Any]:
    own = feed_positions.c
    query = select(own.sequence).where(own.tenant_id == tenant_id)
    return query.correlate(sync_jobs).scalar_subquery()
