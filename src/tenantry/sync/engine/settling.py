"""Settling: at the end of a guarded cycle all that is staged is carried out, or none of it.

Source: behaviour §8; decision 3.  Whether it is too much follows from what is stored, so that
whoever takes up the cycle in the middle of it comes to the same answer.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from tenantry.clock import add_seconds
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.engine.chunks import Showing, run_chunk
from tenantry.sync.engine.places import CHUNK_USERS, Place
from tenantry.sync.engine.staging import guard_on
from tenantry.sync.guard import CAUSES, Guard, Removals, is_too_much
from tenantry.sync.jobs import Counts, Job, JobFault, QuarantineReason
from tenantry.sync.planning import Action
from tenantry.sync.provisioning_log import STATUS, WIRE_ACTION, Event
from tenantry.sync.schema import GROUP
from tenantry.sync.stores import events, links, staged_deletes

FindShown: TypeAlias = Callable[[Sequence[str]], Showing | None]
"""From source users to what the plan that is applied shows of them, None without a plan."""


def settle(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    *,
    find_shown: FindShown = lambda _source_ids: None,
) -> int:
    """Release or hold a chunk of the users that are staged and return how many those were.

    The place is told whether the guard holds something.
    """

    def release(source_ids: Sequence[str]) -> Counts:
        return run_chunk(
            work,
            connection,
            place.cycle_id,
            source_ids,
            is_initial=False,
            is_releasing=True,
            plan=find_shown(source_ids),
        )

    place.is_held = False
    return settle_objects(work, connection, place, "user", release)


def settle_objects(
    work: UnitOfWork,
    connection: Connection,
    place: Place,
    object_type: str,
    release: Callable[[Sequence[str]], Counts],
) -> int:
    """Release or hold a chunk of what is staged of one type; return how many those were.

    *release* decides on objects as things are now, and carries it out.  Of what comes later in
    the cycle nothing is released either, once something is held.
    """
    job = connection.job
    staged = staged_deletes.count(work, job.tenant_id, job.id, object_type=object_type)
    if not staged:
        return 0
    guard = guard_on(job)
    removed, of_all = place.counts.removed, staged_deletes.count(work, job.tenant_id, job.id)
    if guard is not None and (place.is_held or is_held(work, job, guard, of_all, removed)):
        place.is_held = True
        return _hold(work, connection, place, object_type)
    rows = staged_deletes.page(
        work, job.tenant_id, job.id, limit=CHUNK_USERS, object_type=object_type
    )
    counts = release([str(row["source_id"]) for row in rows])
    counts.imported = 0  # they were, when they were staged
    if place.is_initial:
        counts.entitled = 0
    place.add(counts)
    return len(rows)


def is_held(reading: Reading, job: Job, guard: Guard, staged: int, released: int) -> bool:
    """Return whether what is staged waits for people; *released* were removed by this cycle.

    What once was too much waits until they say something, even if less of it is left: they may
    be about to correct the rest.
    """
    key = (job.tenant_id, job.id)
    if job.quarantine is not None and (
        job.quarantine.reason is QuarantineReason.TOO_MANY_DELETES
        or staged_deletes.has_held(reading, *key)  # a refused connection took the reason's place
    ):
        return True
    since = add_seconds(reading.instant, -guard.window_seconds)
    removals = Removals(
        staged=staged,
        released=released,
        earlier=staged_deletes.count_removals(reading, *key, since) if guard.window_seconds else 0,
        linked=_count_linked(reading, job) if guard.percentage is not None else 0,
    )
    return is_too_much(guard, removals)


def _count_linked(reading: Reading, job: Job) -> int:
    """Return how many users and groups the job keeps in the target."""
    key = (job.tenant_id, job.id)
    return sum(links.count_live(reading, *key, object_type=kind) for kind in ("user", "group"))


def _hold(work: UnitOfWork, connection: Connection, place: Place, object_type: str) -> int:
    """Log the staged deletes that are held from now on."""
    job = connection.job
    rows = staged_deletes.page(
        work,
        job.tenant_id,
        job.id,
        limit=CHUNK_USERS,
        object_type=object_type,
        is_unheld=True,
    )
    logged = [
        Event(
            action=WIRE_ACTION[Action.STAGE],
            status=STATUS[Action.STAGE],
            source_id=row["source_id"],
            source_type=GROUP if object_type == "group" else None,
            source_name=row["source_name"],
            source_user_principal_name=row["source_user_principal_name"],
            target_id=row["target_id"],
            reason=row["cause"],
        )
        for row in rows
    ]
    events.add_events(work, connection, place.cycle_id, logged)
    staged_deletes.hold(work, job.tenant_id, job.id, [row["source_id"] for row in rows])
    return len(rows)


def remember_removals(work: UnitOfWork, job: Job, place: Place) -> None:
    """Note at the end of a cycle what the guard must know in later ones.

    What people let pass counts no more.
    """
    key = (job.tenant_id, job.id)
    guard = guard_on(job)
    if guard is None or not guard.window_seconds:
        staged_deletes.forget_removals(work, *key)
        return
    until = add_seconds(work.instant, -guard.window_seconds)
    staged_deletes.forget_removals(work, *key, until)
    if place.counts.removed:
        staged_deletes.add_removals(work, *key, place.cycle_id, place.counts.removed)


def fault_of(work: UnitOfWork, job: Job) -> JobFault:
    """Return what people are told of a job whose deletes are held."""
    causes = staged_deletes.count_by_cause(work, job.tenant_id, job.id)
    told = ", ".join(
        f"{_counted(count, kind)} {CAUSES.get(cause, cause)}" for kind, cause, count in causes
    )
    message = (
        f"{told}: to delete or disable all of them in the target is more than the deletion guard"
        " lets pass, and nobody was; look at `stagedDeletes`, then restart the job with"
        " `ForceDeletes`, or correct the cause and restart it"
    )
    return JobFault(code=QuarantineReason.TOO_MANY_DELETES.value, message=message)


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind}" if count == 1 else f"{count} {kind}s"
