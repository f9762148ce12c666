"""The seals of the logs, and the entries that each covers: read, verified and removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    bindparam,
    delete,
    func,
    select,
    update,
)

from tenantry.audit.chain import Head, Seal
from tenantry.audit.logs import Log
from tenantry.audit.stores.sealing import TABLES
from tenantry.storage.tables import log_heads, log_seals
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_INSTANTS = {Log.AUDIT: "activity_at", Log.PROVISIONING: "activity_at", Log.SIGN_INS: "created_at"}
_BATCHES = {Log.AUDIT: "correlation_id", Log.SIGN_INS: "batch_id"}
_heads, _seals = log_heads.c, log_seals.c


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEnds:
    """Where a chain begins and ends: behind what retention removed, and at its newest seal.

    ``unsealed_until`` is the last entry from before the log was sealed.
    """

    anchor: Head
    head: Head
    unsealed_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeal:
    """A seal with the hash that is stored beside it."""

    seal: Seal
    hash: str


def find_ends(reading: Reading, tenant_id: str, log: Log) -> ChainEnds | None:
    """Return the ends of the log's chain; None where nothing was ever sealed."""
    query = select(log_heads).where(_heads.tenant_id == tenant_id, _heads.log == log.value)
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return ChainEnds(
        anchor=Head(log=log, sequence=row.anchor_sequence, hash=row.anchor_hash),
        head=Head(log=log, sequence=row.sequence, hash=row.hash),
        unsealed_until=row.unsealed_until,
    )


def list_seals(
    reading: Reading, tenant_id: str, log: Log, *, after: int, limit: int
) -> list[StoredSeal]:
    """Return at most *limit* seals behind number *after*, in order."""
    query = (
        select(log_seals)
        .where(
            _seals.tenant_id == bindparam("of_tenant"),
            _seals.log == bindparam("of_log"),
            _seals.sequence > bindparam("behind"),
        )
        .order_by(_seals.sequence)
        .limit(limit)
    )
    wanted = {"of_tenant": tenant_id, "of_log": log.value, "behind": after}
    return [_stored(row) for row in reading.connection.execute(query, wanted)]


def list_sealed(reading: Reading, tenant_id: str, log: Log, seal: Seal) -> list[Mapping[str, Any]]:
    """Return the entries that *seal* covers, as they are stored now, in order."""
    table = TABLES[log]
    query = (
        select(table)
        .where(
            table.c.tenant_id == tenant_id,
            table.c.id >= seal.first_id,
            table.c.id <= seal.last_id,
            _is_of_batch(log, seal.batch_id, seal.sealed_at),
        )
        .order_by(table.c.id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def count_unsealed(reading: Reading, tenant_id: str, log: Log, ends: ChainEnds | None) -> int:
    """Return how many entries there are from before the log was sealed."""
    if ends is None or ends.unsealed_until is None:
        return 0
    table = TABLES[log]
    query = select(func.count()).where(
        table.c.tenant_id == tenant_id, table.c.id <= ends.unsealed_until
    )
    return int(reading.connection.execute(query).scalar_one())


def count_stored(reading: Reading, tenant_id: str, log: Log) -> int:
    """Return how many entries the log has, sealed or not."""
    table = TABLES[log]
    query = select(func.count()).select_from(table).where(table.c.tenant_id == tenant_id)
    return int(reading.connection.execute(query).scalar_one())


def remove_until(work: UnitOfWork, tenant_id: str, log: Log, seals: Sequence[StoredSeal]) -> None:
    """Remove the entries of *seals*, the oldest of the chain in order, and move its anchor.

    What is left of them is the hash of the last one, where the chain begins from then on.
    """
    table, last = TABLES[log], seals[-1]
    covered = delete(table).where(
        table.c.tenant_id == tenant_id,
        table.c.id >= bindparam("of_first"),
        table.c.id <= bindparam("of_last"),
        _is_of_batch(log, bindparam("of_batch"), bindparam("of_instant")),
    )
    ranges = [
        {
            "of_first": seal.first_id,
            "of_last": seal.last_id,
            "of_batch": seal.batch_id,
            "of_instant": seal.sealed_at,
        }
        for seal in (each.seal for each in seals)
    ]
    work.connection.execute(covered, ranges)
    of_log = (_seals.tenant_id == tenant_id, _seals.log == log.value)
    work.connection.execute(delete(log_seals).where(*of_log, _seals.sequence <= last.seal.sequence))
    anchor = {"anchor_sequence": last.seal.sequence, "anchor_hash": last.hash}
    work.connection.execute(
        update(log_heads)
        .where(_heads.tenant_id == tenant_id, _heads.log == log.value)
        .values(anchor)
    )


def remove_unsealed(
    work: UnitOfWork, tenant_id: str, ends: ChainEnds, before: str, *, limit: int
) -> int:
    """Remove entries from before the log was sealed and before *before*; return how many."""
    if ends.unsealed_until is None:
        return 0
    log = ends.head.log
    table = TABLES[log]
    written = table.c[_INSTANTS[log]]
    oldest = (
        select(table.c.id)
        .where(table.c.tenant_id == tenant_id, table.c.id <= ends.unsealed_until, written < before)
        .order_by(table.c.id)
        .limit(limit)
    )
    removed = delete(table).where(table.c.tenant_id == tenant_id, table.c.id.in_(oldest))
    return work.connection.execute(removed).rowcount


def lock_chain(work: UnitOfWork, tenant_id: str, log: Log) -> ChainEnds | None:
    """Return the ends of a chain that no other transaction can move until this one ends."""
    query = (
        select(_heads.sequence)
        .where(_heads.tenant_id == tenant_id, _heads.log == log.value)
        .with_for_update()
    )
    work.connection.execute(query)
    return find_ends(work, tenant_id, log)


def _is_of_batch(
    log: Log, batch_id: str | BindParameter[str], sealed_at: str | BindParameter[str]
) -> ColumnElement[bool]:
    """Return whether an entry was written by the transaction with this id and instant.

    Among the ids that a transaction took in a row there may be some of others.  Entries of the
    provisioning log do not name their transaction, but hardly ever have the instant of another.
    """
    columns = TABLES[log].c
    if log in _BATCHES:
        return columns[_BATCHES[log]] == batch_id
    return columns[_INSTANTS[log]] == sealed_at


def _stored(row: Row[Any]) -> StoredSeal:
    seal = Seal(
        sequence=row.sequence,
        sealed_at=row.sealed_at,
        batch_id=row.batch_id,
        first_id=row.first_id,
        last_id=row.last_id,
        entries=row.entries,
        digest=row.digest,
    )
    return StoredSeal(seal=seal, hash=row.hash)
