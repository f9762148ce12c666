"""Forgetting: what is older than the retention of its log is removed, a little at a time."""

from itertools import accumulate, takewhile

from tenantry.audit.logs import Log
from tenantry.audit.stores import seals
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_MOST_SEALS = 200
_MOST_ENTRIES = 2000


def has_expired(reading: Reading, tenant_id: str, log: Log, before: str) -> bool:
    """Return whether there is anything to forget; most of the time there is not."""
    ends = seals.find_ends(reading, tenant_id, log)
    if ends is None:
        return False
    oldest = seals.list_seals(reading, tenant_id, log, after=ends.anchor.sequence, limit=1)
    is_old = bool(oldest) and oldest[0].seal.sealed_at < before
    return is_old or seals.count_unsealed(reading, tenant_id, log, ends) > 0


def forget(work: UnitOfWork, tenant_id: str, log: Log, before: str) -> int:
    """Remove the oldest entries that were written before *before*, some at most.

    Returns how many; call it again, in another transaction, while it returns any.  What is left
    of them is the hash at which the chain begins from then on.
    """
    ends = seals.lock_chain(work, tenant_id, log)
    if ends is None:
        return 0
    removed = seals.remove_unsealed(work, tenant_id, ends, before, limit=_MOST_ENTRIES)
    if removed:
        return removed
    oldest = seals.list_seals(work, tenant_id, log, after=ends.anchor.sequence, limit=_MOST_SEALS)
    expired = list(takewhile(lambda each: each.seal.sealed_at < before, oldest))
    if not expired:
        return 0
    totals = list(accumulate(each.seal.entries for each in expired))
    taken = max(1, sum(total <= _MOST_ENTRIES for total in totals))
    seals.remove_until(work, tenant_id, log, expired[:taken])
    return totals[taken - 1]
