"""Sealing: whatever a transaction logs is numbered and sealed as it ends.

The row of a chain's head is taken at the end of a transaction and stays locked until the commit,
like the counter of the change feed: so seals are numbered in the order of commits, and who has
read number n has missed nothing before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Table, TextClause, text

from tenantry.audit.chain import BEFORE_THE_FIRST, HASHED, Digest, Seal, hash_of
from tenantry.audit.logs import Log
from tenantry.storage.bulk import insert_rows
from tenantry.storage.tables import directory_audits, log_seals, provisioning_events, sign_ins
from tenantry.storage.unit_of_work import UnitOfWork

TABLES: Mapping[Log, Table] = {
    Log.AUDIT: directory_audits,
    Log.PROVISIONING: provisioning_events,
    Log.SIGN_INS: sign_ins,
}
_ACTS: Mapping[Log, Sequence[str]] = {
    Log.AUDIT: (
        *("activity_at", "activity", "category", "operation_type", "logged_by_service"),
        *("result", "result_reason", "correlation_id", "actor_kind", "actor_id"),
        *("actor_app_id", "actor_name", "actor_ip_address", "target_type", "additional_details"),
    ),
    Log.SIGN_INS: (),
}
OWN_VALUES: Mapping[Log, Sequence[str]] = {
    Log.AUDIT: (
        *("id", "target_id", "target_name", "target_user_principal_name"),
        "modified_properties",
    ),
    Log.SIGN_INS: [column.name for column in sign_ins.c if column.name != "tenant_id"],
}
"""What of an entry is its own, beside what is said of the act: together every column."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_SEAL_COLUMNS = [column.name for column in log_seals.columns]
_SET_HASH = text("UPDATE log_heads SET hash = :hash WHERE tenant_id = :tenant_id AND log = :log")


@dataclass(slots=True)
class _Batch:
    """The entries that a transaction writes into one log of one tenant."""

    entries: int = 0
    first_id: str = ""
    last_id: str = ""
    digest: Digest = field(default_factory=Digest)

    def note(self, first_id: str, last_id: str, entries: int) -> None:
        """Note entries, whose ids come after all before them."""
        if first_id <= self.last_id:
            message = f"`{first_id}` is added after `{self.last_id}`"
            raise ValueError(message)
        self.first_id, self.last_id = self.first_id or first_id, last_id
        self.entries += entries


class _Sealing:
    """Everything that a transaction logs; sealed as it ends."""

    def __init__(self) -> None:
        self.batches: dict[tuple[str, str], _Batch] = defaultdict(_Batch)

    def finish(self, work: UnitOfWork) -> None:
        """Number and store the seals; the chains' heads stay locked from here on."""
        chains = sorted(self.batches)
        heads = {(row.log, row.tenant_id): row for row in _advance(work, chains)}
        rows = []
        for log, tenant_id in chains:
            batch, head = self.batches[log, tenant_id], heads[log, tenant_id]
            seal = Seal(
                sequence=head.sequence,
                sealed_at=work.instant,
                batch_id=work.correlation_id,
                first_id=batch.first_id,
                last_id=batch.last_id,
                entries=batch.entries,
                digest=str(batch.digest) if Log(log) in HASHED else None,
            )
            sealed = hash_of(tenant_id, Log(log), seal, head.hash)
            rows.append((tenant_id, log, *astuple(seal), sealed))
        hashes = [{"tenant_id": row[0], "log": row[1], "hash": row[-1]} for row in rows]
        work.connection.execute(_SET_HASH, hashes)
        insert_rows(work.connection, "log_seals", _SEAL_COLUMNS, rows)


def _advance(work: UnitOfWork, chains: Sequence[tuple[str, str]]) -> Sequence[Row[Any]]:
    """Advance the heads of *chains*, log and tenant; return them with the hashes before.

    The rows are locked in the order of *chains*: given in one order, opposite writers never
    wait for each other in a circle.
    """
    named = {
        name: value
        for place, (log, tenant_id) in enumerate(chains)
        for name, value in ((f"log_{place}", log), (f"tenant_{place}", tenant_id))
    }
    return work.connection.execute(
        _advance_statement(len(chains)), {**named, "first": BEFORE_THE_FIRST}
    ).all()


@lru_cache(maxsize=16)
def _advance_statement(count: int) -> TextClause:
    rows = (f"(:tenant_{each}, :log_{each}, 1, :first, 0, :first)" for each in range(count))
    return text(
        "INSERT INTO log_heads"  # noqa: S608  # names of parameters alone
        " (tenant_id, log, sequence, hash, anchor_sequence, anchor_hash)"
        f" VALUES {', '.join(rows)}"
        " ON CONFLICT (tenant_id, log) DO UPDATE SET sequence = log_heads.sequence + 1"
        " RETURNING tenant_id, log, sequence, hash"
    )


def add_sealed(
    work: UnitOfWork,
    tenant_id: str,
    log: Log,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    shared: Mapping[str, Any] = _NOTHING,
    often_shared: Sequence[str] = (),
) -> None:
    """Write entries, as `insert_rows` does, and have them sealed as the transaction ends.

    Where what they say is hashed, *columns* are `OWN_VALUES` of the log.
    """
    if not rows:
        return
    insert_rows(
        work.connection,
        TABLES[log].name,
        columns,
        rows,
        shared={"tenant_id": tenant_id, **shared},
        often_shared=often_shared,
    )
    batch = work.last_act(_Sealing).batches[log.value, tenant_id]
    place = columns.index("id")
    batch.note(rows[0][place], rows[-1][place], len(rows))
    if log in HASHED:
        batch.digest.add([shared.get(each) for each in _ACTS[log]], rows)


def digest_of_rows(log: Log, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the digest of stored entries, those of one transaction in order."""
    digest = Digest()
    for row in rows:
        act = [row[name] for name in _ACTS[log]]
        digest.add(act, [[row[name] for name in OWN_VALUES[log]]])
    return str(digest)
