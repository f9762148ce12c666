"""How far each destination has taken each log, and when it is tried again.

``not_before`` is both: while somebody sends, the end of their lease, and after a failure the
next attempt; in real time, which a lab's clock does not move.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select, text, update

from tenantry.audit.logs import Log
from tenantry.storage.tables import export_watermarks, log_heads
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_heads, _marks = log_heads.c, export_watermarks.c

_CLAIM = text(
    "INSERT INTO export_watermarks (tenant_id, destination, log, sequence, attempts, not_before)"
    " VALUES (:tenant_id, :destination, :log, :anchor, 0, :until)"
    " ON CONFLICT (tenant_id, destination, log) DO UPDATE SET not_before = :until"
    " WHERE export_watermarks.not_before <= :now"
    " RETURNING sequence, attempts"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """The place of a destination in a log; ``attempts`` have failed since it last moved."""

    tenant_id: str
    destination: str
    log: Log
    sequence: int
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a destination is ``behind`` a log, in seals, and why the last attempt failed."""

    destination: str
    log: Log
    behind: int
    attempts: int
    last_error: str | None


def list_waiting_of_all_tenants(
    reading: Reading, destination: str, logs: Collection[Log], now: float, *, limit: int
) -> list[tuple[str, Log]]:
    """Return tenants and logs in which there is something new for *destination*.

    The worker's own question: it serves all tenants.
    """
    of_log = and_(
        _marks.tenant_id == _heads.tenant_id,
        _marks.log == _heads.log,
        _marks.destination == destination,
    )
    query = (
        select(_heads.tenant_id, _heads.log)
        .select_from(log_heads.outerjoin(export_watermarks, of_log))
        .where(
            _heads.log.in_([log.value for log in logs]),
            _heads.sequence > func.coalesce(_marks.sequence, _heads.anchor_sequence),
            or_(_marks.not_before.is_(None), _marks.not_before <= now),
        )
        .order_by(_marks.not_before, _heads.tenant_id)
        .limit(limit)
    )
    return [(row.tenant_id, Log(row.log)) for row in reading.connection.execute(query)]


def list_places(reading: Reading, tenant_id: str) -> list[Place]:
    """Return where every destination is in every log of the tenant."""
    of_log = and_(_heads.tenant_id == _marks.tenant_id, _heads.log == _marks.log)
    query = (
        select(export_watermarks, (_heads.sequence - _marks.sequence).label("behind"))
        .select_from(export_watermarks.join(log_heads, of_log))
        .where(_marks.tenant_id == tenant_id)
        .order_by(_marks.destination, _marks.log)
    )
    return [
        Place(
            destination=row.destination,
            log=Log(row.log),
            behind=row.behind,
            attempts=row.attempts,
            last_error=row.last_error,
        )
        for row in reading.connection.execute(query)
    ]


def claim(
    work: UnitOfWork, tenant_id: str, log: Log, destination: str, *, now: float, until: float
) -> Watermark | None:
    """Take a log *until* then; None where somebody else has it, or it is not due."""
    anchor = select(_heads.anchor_sequence).where(
        _heads.tenant_id == tenant_id, _heads.log == log.value
    )
    values = {
        "tenant_id": tenant_id,
        "destination": destination,
        "log": log.value,
        "anchor": work.connection.execute(anchor).scalar_one(),
        "now": now,
        "until": until,
    }
    row = work.connection.execute(_CLAIM, values).one_or_none()
    if row is None:
        return None
    return Watermark(
        tenant_id=tenant_id,
        destination=destination,
        log=log,
        sequence=row.sequence,
        attempts=row.attempts,
    )


def advance(work: UnitOfWork, tenant_id: str, mark: Watermark, sequence: int) -> None:
    """Note that everything up to *sequence* was taken, and let others go on."""
    values = {"sequence": sequence, "attempts": 0, "not_before": 0.0, "last_error": None}
    _update(work, tenant_id, mark, values)


def postpone(
    work: UnitOfWork, tenant_id: str, mark: Watermark, error: str, not_before: float
) -> None:
    """Note why an attempt failed, and when the next one is due."""
    values = {"attempts": mark.attempts + 1, "not_before": not_before, "last_error": error}
    _update(work, tenant_id, mark, values)


def _update(
    work: UnitOfWork, tenant_id: str, mark: Watermark, values: Mapping[str, object]
) -> None:
    """Change the row, unless somebody else moved it meanwhile."""
    work.connection.execute(
        update(export_watermarks)
        .where(
            _marks.tenant_id == tenant_id,
            _marks.destination == mark.destination,
            _marks.log == mark.log.value,
            _marks.sequence == mark.sequence,
        )
        .values(dict(values))
    )
