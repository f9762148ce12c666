"""Which jobs are due, and the lease that claims one between two transactions of its cycle.

Inside a transaction the row's lock is the claim; the lease speaks for a worker between two of
them.  It is judged by the database's clock, so that machines need not agree on the time.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Float,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
    update,
)

from tenantry.clock import epoch_seconds
from tenantry.storage import feed
from tenantry.storage.filters.dialects import DIALECTS
from tenantry.storage.filters.fields import Kind
from tenantry.storage.tables import changes, feed_positions, sync_escrows, sync_jobs
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.jobs import RunMode, ScheduleState, StatusCode

_jobs = sync_jobs.c


JobKey = tuple[str, str]
"""Tenant id and job id."""


class DueJob(NamedTuple):
    """A job whose cycle should start or go on now."""

    tenant_id: str
    job_id: str
    is_continuous: bool
    is_long: bool  # an initial cycle, or one that was not done with its first transaction
    is_calm: bool  # nothing changed in the source

    @property
    def key(self) -> JobKey:
        """Its tenant and id."""
        return self.tenant_id, self.job_id


def list_due(reading: Reading, worker_id: str) -> list[DueJob]:
    """Return every job of the installation that *worker_id* may run now, in no order.

    The dispatcher's own question: it serves all tenants, and looks into none.
    """
    rows = reading.connection.execute(
        _listing(reading.dialect), now_for(worker_id, reading.instant)
    )
    return [DueJob(row[0], row[1], bool(row[2]), bool(row[3]), bool(row[4])) for row in rows]


def claim(work: UnitOfWork, tenant_id: str, job_id: str, worker_id: str) -> bool | None:
    """Lock the job's row; return whether a lease that has lapsed, or our own, stands in it.

    None if the job is not due any more, or is another's.
    """
    parameters = {"of_tenant": tenant_id, "of_job": job_id, **now_for(worker_id, work.instant)}
    row = work.connection.execute(_claiming(work.dialect), parameters).one_or_none()
    return None if row is None else bool(row[0])


def hold(work: UnitOfWork, tenant_id: str, job_id: str, worker_id: str) -> bool:
    """Lock the job's row; return whether the lease in it is still *worker_id*'s."""
    query = select(_jobs.lease_owner).where(_of_job(tenant_id, job_id)).with_for_update()
    return bool(work.connection.execute(query).scalar_one_or_none() == worker_id)


def keep(work: UnitOfWork, tenant_id: str, job_id: str, worker_id: str, *, seconds: float) -> None:
    """Let the job be *worker_id*'s for so many *seconds* after this transaction."""
    values = {"lease_owner": worker_id, "lease_until": _real_now(work.dialect) + seconds}
    statement = update(sync_jobs).where(_of_job(tenant_id, job_id)).values(values)
    work.connection.execute(statement, {"real_now": epoch_seconds()})


def release(work: UnitOfWork, tenant_id: str, job_id: str) -> None:
    """Let the job, whose row is locked, be anybody's after this transaction."""
    work.connection.execute(update(sync_jobs).where(_of_job(tenant_id, job_id)).values(_FREE))


def release_all(work: UnitOfWork, worker_id: str) -> None:
    """Give back whatever *worker_id* holds."""
    statement = update(sync_jobs).where(_jobs.lease_owner == worker_id).values(_FREE)
    work.connection.execute(statement)


_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}


def _of_job(tenant_id: str, job_id: str) -> ColumnElement[bool]:
    return and_(_jobs.tenant_id == tenant_id, _jobs.id == job_id)


def now_for(worker_id: str, instant: str) -> dict[str, Any]:
    """Return the parameters of `is_due`: the condition for *worker_id*, at *instant*."""
    return {"now": instant, "of_worker": worker_id, "real_now": epoch_seconds()}


# Made once: a worker asks these four times a second, and with every change.
@lru_cache(maxsize=2)
def _listing(dialect: str) -> Select[Any]:
    query = select(
        _jobs.tenant_id,
        _jobs.id,
        _is_continuous(dialect),
        or_(_jobs.watermark.is_(None), _jobs.cycle_id.is_not(None)),
        _position() == _jobs.watermark,
    )
    return query.where(is_due(dialect))


@lru_cache(maxsize=2)
def _claiming(dialect: str) -> Select[Any]:
    is_job = and_(_jobs.tenant_id == bindparam("of_tenant"), _jobs.id == bindparam("of_job"))
    is_leased = _jobs.lease_owner.is_not(None)
    return select(is_leased).where(is_job, is_due(dialect)).with_for_update(skip_locked=True)


def is_due(dialect: str) -> ColumnElement[bool]:
    """Return the condition that the job is due, and that no other worker holds it."""
    applies_plan = _jobs.plan_id.is_not(None)
    is_timely = or_(_jobs.next_due_at.is_(None), _jobs.next_due_at <= bindparam("now"))
    may_be_early = and_(_is_continuous(dialect), _jobs.status_code != StatusCode.QUARANTINE.value)
    return and_(
        or_(_jobs.schedule_state == ScheduleState.ACTIVE.value, applies_plan),
        or_(applies_plan, is_timely, and_(may_be_early, _has_news())),
        or_(
            _jobs.lease_owner.is_(None),
            _jobs.lease_owner == bindparam("of_worker"),
            _jobs.lease_until < _real_now(dialect),
        ),
    )


def _position() -> ScalarSelect[int]:
    """Return where the feed of the job's tenant is."""
    return (
        select(feed_positions.c.sequence)
        .where(feed_positions.c.tenant_id == _jobs.tenant_id)
        .correlate(sync_jobs)
        .scalar_subquery()
    )


def _has_news() -> ColumnElement[bool]:
    """A condition: a continuous job has something to do before its next full interval."""
    escrow_is_due = exists().where(
        sync_escrows.c.tenant_id == _jobs.tenant_id,
        sync_escrows.c.job_id == _jobs.id,
        sync_escrows.c.next_attempt_at <= bindparam("now"),
    )
    target_is_edited = exists().where(  # of a job that follows its target, the others have no place
        changes.c.tenant_id == _jobs.target_tenant_id,
        changes.c.sequence > _jobs.target_watermark,
        changes.c.object_type == "user",
        changes.c.kind == feed.UPDATED,
        changes.c.origin.is_(None),
    )
    is_unfinished = or_(_jobs.watermark.is_(None), _jobs.cycle_id.is_not(None))
    return or_(is_unfinished, _position() > _jobs.watermark, escrow_is_due, target_is_edited)


def _is_continuous(dialect: str) -> ColumnElement[bool]:
    run_mode = DIALECTS[dialect].scalar(_jobs.settings, ("RunMode",), Kind.STRING)
    return func.coalesce(run_mode, "") == RunMode.CONTINUOUS.value


def _real_now(dialect: str) -> ColumnElement[float]:
    """Return real seconds of the epoch; the lab's clock does not concern processes."""
    if dialect == "sqlite":  # its clock is the one of this machine
        return bindparam("real_now", type_=Float)
    return cast(extract("epoch", func.clock_timestamp()), Float)
