"""Links between source and target users, escrows and pending references of a job."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Table, bindparam, delete, func, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among
from tenantry.storage.tables import sync_escrows, sync_links, sync_pending_references
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.matching import Link, LinkState

_links = sync_links.c
_LINK_COLUMNS = ("tenant_id", "job_id", "source_id", "target_id", "state")


def find_links(
    reading: Reading, tenant_id: str, job_id: str, source_ids: Sequence[str]
) -> dict[str, Link]:
    """Return the links of the source users that have one."""
    if not source_ids:
        return {}
    query = select(_links.source_id, _links.target_id, _links.state).where(
        _links.tenant_id == tenant_id,
        _links.job_id == job_id,
        is_among(reading.connection, _links.source_id, source_ids),
    )
    return {
        row[0]: Link(row[1], LinkState(row[2])) for row in reading.connection.execute(query).all()
    }


def add_links(
    work: UnitOfWork, tenant_id: str, job_id: str, pairs: Iterable[tuple[str, Link]]
) -> None:
    """Add links of source users that have none."""
    rows = [
        (tenant_id, job_id, source_id, link.target_id, link.state.value)
        for source_id, link in pairs
    ]
    insert_rows(work.connection, "sync_links", _LINK_COLUMNS, rows)


def set_states(
    work: UnitOfWork, tenant_id: str, job_id: str, states: Sequence[tuple[str, LinkState]]
) -> None:
    """Change the states of links."""
    if not states:
        return
    statement = (
        update(sync_links)
        .where(
            _links.tenant_id == tenant_id,
            _links.job_id == job_id,
            _links.source_id == bindparam("of_source"),
        )
        .values(state=bindparam("to_state"))
    )
    rows = [{"of_source": source_id, "to_state": state.value} for source_id, state in states]
    work.connection.execute(statement, rows)


def remove_links(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget the links of *source_ids*, or of the whole job."""
    _remove(work, sync_links, tenant_id, job_id, source_ids)


def count_links(reading: Reading, tenant_id: str, job_id: str) -> int:
    """Return how many users the job has ever linked and not forgotten."""
    query = select(func.count()).where(_links.tenant_id == tenant_id, _links.job_id == job_id)
    return int(reading.connection.execute(query).scalar_one())


_escrows = sync_escrows.c


def find_escrows(
    reading: Reading, tenant_id: str, job_id: str, source_ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Return attempts and first failure of the users that are in escrow."""
    query = select(_escrows.source_id, _escrows.attempts, _escrows.first_failed_at).where(
        _escrows.tenant_id == tenant_id,
        _escrows.job_id == job_id,
        is_among(reading.connection, _escrows.source_id, source_ids),
    )
    return {row[0]: (row[1], row[2]) for row in reading.connection.execute(query).all()}


def list_due_escrows(
    reading: Reading, tenant_id: str, job_id: str, now: str, limit: int
) -> list[str]:
    """Return the users whose next attempt is due."""
    query = (
        select(_escrows.source_id)
        .where(
            _escrows.tenant_id == tenant_id,
            _escrows.job_id == job_id,
            _escrows.next_attempt_at <= now,
        )
        .order_by(_escrows.source_id)
        .limit(limit)
    )
    return list(reading.connection.execute(query).scalars())


def next_escrow_at(reading: Reading, tenant_id: str, job_id: str) -> str | None:
    """Return when the next attempt of any user in escrow is due."""
    query = select(func.min(_escrows.next_attempt_at)).where(
        _escrows.tenant_id == tenant_id, _escrows.job_id == job_id
    )
    return reading.connection.execute(query).scalar()


def put_escrows(
    work: UnitOfWork,
    tenant_id: str,
    job_id: str,
    rows: Sequence[tuple[str, str, str, int, str, str]],
) -> None:
    """Store escrows: (source id, error code, reason, attempts, first failure, next attempt)."""
    remove_escrows(work, tenant_id, job_id, [row[0] for row in rows])
    names = [column.name for column in sync_escrows.columns]
    insert_rows(work.connection, "sync_escrows", names, [(tenant_id, job_id, *row) for row in rows])


def remove_escrows(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget the failures of *source_ids*, or of the whole job."""
    _remove(work, sync_escrows, tenant_id, job_id, source_ids)


def count_escrows(reading: Reading, tenant_id: str, job_id: str) -> int:
    """Return how many users are in escrow."""
    query = select(func.count()).where(_escrows.tenant_id == tenant_id, _escrows.job_id == job_id)
    return int(reading.connection.execute(query).scalar_one())


_pending = sync_pending_references.c


def put_pending_references(
    work: UnitOfWork, tenant_id: str, job_id: str, references: Sequence[tuple[str, str]]
) -> None:
    """Store (source id, referenced source id) until the references step."""
    if not references:
        return
    remove_pending_references(work, tenant_id, job_id, [source_id for source_id, _ in references])
    names = [column.name for column in sync_pending_references.columns]
    rows = [(tenant_id, job_id, *reference) for reference in references]
    insert_rows(work.connection, "sync_pending_references", names, rows)


def list_pending_references(
    reading: Reading, tenant_id: str, job_id: str, limit: int
) -> list[tuple[str, str]]:
    """Return at most *limit* pending references."""
    query = (
        select(_pending.source_id, _pending.referenced_source_id)
        .where(_pending.tenant_id == tenant_id, _pending.job_id == job_id)
        .order_by(_pending.source_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in reading.connection.execute(query).all()]


def remove_pending_references(
    work: UnitOfWork, tenant_id: str, job_id: str, source_ids: Sequence[str] | None = None
) -> None:
    """Forget pending references of *source_ids*, or of the whole job."""
    _remove(work, sync_pending_references, tenant_id, job_id, source_ids)


def _remove(
    work: UnitOfWork, table: Table, tenant_id: str, job_id: str, source_ids: Sequence[str] | None
) -> None:
    statement = delete(table).where(table.c.tenant_id == tenant_id, table.c.job_id == job_id)
    if source_ids is not None:
        statement = statement.where(is_among(work.connection, table.c.source_id, source_ids))
    work.connection.execute(statement)
