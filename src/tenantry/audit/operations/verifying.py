"""Verifying: whether a log still is what was sealed, and where it first is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.audit.chain import Head, hash_of
from tenantry.audit.logs import Log
from tenantry.audit.stores import seals
from tenantry.audit.stores.sealing import digest_of_rows
from tenantry.audit.stores.seals import StoredSeal
from tenantry.storage.unit_of_work import Reading

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where a log is not what was sealed.

    ``first_id`` and ``last_id`` are the entries that the seal covers, one or those of a whole
    transaction; None where no seal is concerned.
    """

    reason: str
    sequence: int | None = None
    sealed_at: str | None = None
    first_id: str | None = None
    last_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying a log found.  ``unsealed`` entries are from before it was sealed."""

    log: Log
    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    head: Head | None = None
    broken: Break | None = None


def verify(reading: Reading, tenant_id: str, log: Log, pinned: Head | None = None) -> Verdict:
    """Return whether every entry of the log is as it was sealed, and no other is there.

    *pinned* is a head that was kept elsewhere: the chain has to go through it.
    """
    ends = seals.find_ends(reading, tenant_id, log)
    if ends is None:
        stored = seals.count_stored(reading, tenant_id, log)
        return Verdict(log=log, broken=_unknown(stored) or _missing_pin(pinned, None, None))
    counted = covered = 0
    last, met = ends.anchor, ends.anchor if _is_at(pinned, ends.anchor) else None
    for stored_seal in _all_seals(reading, tenant_id, log, ends.anchor.sequence):
        broken = _find_break(reading, tenant_id, last, stored_seal)
        if broken is not None:
            return Verdict(log=log, seals=counted, entries=covered, head=ends.head, broken=broken)
        counted += 1
        covered += stored_seal.seal.entries
        last = Head(log=log, sequence=stored_seal.seal.sequence, hash=stored_seal.hash)
        met = last if _is_at(pinned, last) else met
    unsealed = seals.count_unsealed(reading, tenant_id, log, ends)
    more = seals.count_stored(reading, tenant_id, log) - covered - unsealed
    return Verdict(
        log=log,
        seals=counted,
        entries=covered,
        unsealed=unsealed,
        head=ends.head,
        broken=_cut(last, ends.head) or _unknown(more) or _missing_pin(pinned, met, ends.anchor),
    )


def _all_seals(reading: Reading, tenant_id: str, log: Log, after: int) -> Iterator[StoredSeal]:
    while page := seals.list_seals(reading, tenant_id, log, after=after, limit=_AT_ONCE):
        yield from page
        after = page[-1].seal.sequence


def _find_break(reading: Reading, tenant_id: str, before: Head, stored: StoredSeal) -> Break | None:
    """Return what is wrong with a seal, which should follow *before*, or with its entries."""
    seal = stored.seal
    if seal.sequence != before.sequence + 1:
        return Break(reason="a seal is missing", sequence=before.sequence + 1)
    entries = seals.list_sealed(reading, tenant_id, before.log, seal)
    if hash_of(tenant_id, before.log, seal, before.hash) != stored.hash:
        reason = "the seal was changed"
    elif len(entries) < seal.entries:
        reason = f"{len(entries)} of {seal.entries} sealed entries are there"
    elif seal.digest is not None and digest_of_rows(before.log, entries) != seal.digest:
        reason = "an entry was changed"
    else:
        return None
    return Break(
        reason=reason,
        sequence=seal.sequence,
        sealed_at=seal.sealed_at,
        first_id=seal.first_id,
        last_id=seal.last_id,
    )


def _cut(last: Head, head: Head) -> Break | None:
    if last == head:
        return None
    return Break(reason="the newest seals are missing", sequence=last.sequence + 1)


def _unknown(more: int) -> Break | None:
    if more <= 0:
        return None
    return Break(reason=f"{more} entries are there that were never sealed")


def _missing_pin(pinned: Head | None, met: Head | None, anchor: Head | None) -> Break | None:
    if pinned is None or met == pinned:
        return None
    if anchor is not None and pinned.sequence < anchor.sequence:
        reason = "the entries of the pinned head are no longer kept; pin a newer head"
    else:
        reason = "the chain does not go through the pinned head"
    return Break(reason=reason, sequence=pinned.sequence)


def _is_at(pinned: Head | None, place: Head) -> bool:
    return pinned is not None and pinned.sequence == place.sequence
