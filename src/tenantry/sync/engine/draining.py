"""Draining: the references step, for managers that were created after their reports."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.exporting import export_references, plan_references
from tenantry.sync.matching import LinkState
from tenantry.sync.planning import PlannedChange
from tenantry.sync.stores import escrows, events, failed_references, links, target

Check: TypeAlias = Callable[[Sequence[str], Sequence[PlannedChange]], None]
"""Gets the source users of a page of references and what is to be set; raises to refuse it."""


def drain_references(
    work: UnitOfWork,
    connection: Connection,
    cycle_id: str,
    limit: int,
    *,
    check: Check = lambda _ids, _changes: None,
) -> int:
    """Set at most *limit* pending managers and return how many were looked at.

    One that has no live target user by then is dropped without an error (CTS-062), unless it
    should have one: a manager in escrow is set once that is over.
    """
    job = connection.job
    pending = links.list_pending_references(work, job.tenant_id, job.id, limit)
    if not pending:
        return 0
    live, stored = live_users(work, connection, {each for pair in pending for each in pair})
    managers = resolve_pending(pending, live)
    changes = plan_references(managers, stored)
    source_ids = [source_id for source_id, _ in pending]
    check(source_ids, changes)
    _keep_failed(work, connection, [pair for pair in pending if pair[0] not in managers])
    logged = export_references(work, connection, changes, stored)
    events.add_events(work, connection, cycle_id, logged)
    links.remove_pending_references(work, job.tenant_id, job.id, source_ids)
    return len(pending)


def resolve_pending(
    pending: Iterable[tuple[str, str]], live: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return source id → (target id, manager's target id) of those that are both there.

    *pending* holds (source id, manager's source id), *live* source id → target id.
    """
    return {
        source_id: (live[source_id], live[manager_id])
        for source_id, manager_id in pending
        if source_id in live and manager_id in live
    }


def _keep_failed(
    work: UnitOfWork, connection: Connection, unresolved: Sequence[tuple[str, str]]
) -> None:
    """Keep those of the *unresolved* references whose manager is in escrow."""
    if not unresolved:
        return
    key = (connection.job.tenant_id, connection.job.id)
    managers = list({manager_id for _, manager_id in unresolved})
    in_escrow = escrows.find_escrows(work, *key, managers)
    failed_references.put(work, *key, [pair for pair in unresolved if pair[1] in in_escrow])


def live_users(
    reading: Reading, connection: Connection, source_ids: Collection[str]
) -> tuple[dict[str, str], dict[str, tuple[Any, ...]]]:
    """Return source id → target id of the live linked users, and their rows by target id."""
    job = connection.job
    linked = {
        source_id: link.target_id
        for source_id, link in links.find_links(
            reading, job.tenant_id, job.id, list(source_ids)
        ).items()
        if link.state is not LinkState.DELETED
    }
    columns = ["manager_id", "display_name"]
    found = target.read_users(reading, connection.target_tenant_id, list(linked.values()), columns)
    stored = {target_id: row for target_id, row in found.items() if row[0] is None}
    return {key: value for key, value in linked.items() if value in stored}, stored
