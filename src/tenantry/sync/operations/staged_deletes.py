"""Staged deletes: who would be removed from the target, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenantry.actor import Actor
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.operations.authorization import check_read, get_job
from tenantry.sync.stores import staged_deletes


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedDeletes:
    """A page of them: rows of `sync_staged_deletes`; ``following`` is where the next begins."""

    rows: Sequence[Mapping[str, Any]]
    following: str | None


def list_staged_deletes(
    reading: Reading,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    *,
    after: str = "",
    limit: int,
) -> StagedDeletes:
    """Return at most *limit* of what waits, by source id and above *after*."""
    check_read(actor)
    job = get_job(reading, actor, service_principal_id, job_id)
    rows = staged_deletes.page(reading, job.tenant_id, job.id, after=after, limit=limit + 1)
    shown = rows[:limit]
    following = str(shown[-1]["source_id"]) if len(rows) > limit else None
    return StagedDeletes(rows=shown, following=following)
