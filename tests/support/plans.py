"""Plans beside what the cycle after them really does."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from tenantry.directory.values import Record
from tenantry.storage import tables
from tenantry.sync.engine.cycles import Cycle, Outcome
from tenantry.sync.operations import plans
from tenantry.sync.planning import Action
from tenantry.sync.plans.engine import making
from tenantry.sync.plans.plan import REFERENCE, Plan, PlanEntry
from tenantry.sync.provisioning_log import STATUS, WIRE_ACTION
from tests.support.synchronization import Synchronization

Said = tuple[Any, ...]
"""Source user, action, status, error code, reason, target user, changed properties."""


def make(sync: Synchronization, *, chunk_users: int = 2000) -> tuple[Plan, list[PlanEntry]]:
    """Make a plan of the job's next cycle; return it with all its entries."""
    with sync.database.read() as reading:
        job = sync.job()
        plan = making.make_plan(
            sync.database, reading, sync.source.actor, job, chunk_users=chunk_users
        )
    with sync.database.read() as reading:
        return plan, list(plans.list_entries(reading, plan))


def apply(sync: Synchronization, plan: Plan) -> None:
    sync.command(plans.apply_plan, plan.id)


def discard(sync: Synchronization, plan: Plan) -> None:
    sync.command(plans.discard_plan, plan.id)


def find(sync: Synchronization, plan: Plan) -> Plan:
    """Return the plan as it stands by now."""
    with sync.database.read() as reading:
        return plans.get_plan(
            reading, sync.source.actor, sync.configuration["id"], sync.job_id, plan.id
        )


def run(sync: Synchronization, *, chunk_users: int = 2000) -> Outcome:
    return Cycle(sync.database, sync.source.tenant_id, sync.job_id, chunk_users=chunk_users).run()


def everything_but_plans(sync: Synchronization) -> dict[str, list[Record]]:
    """Return every row of the installation, those of plans left out."""
    rows = _all_rows(sync)
    return {name: rows[name] for name in rows if not name.startswith("sync_plan")}


def rows_of_plans(sync: Synchronization) -> list[Record]:
    """Return every row that is kept of plans."""
    rows = _all_rows(sync)
    return [row for name in rows if name.startswith("sync_plan") for row in rows[name]]


def _all_rows(sync: Synchronization) -> dict[str, list[Record]]:
    with sync.database.read() as reading:
        return {
            name: [row._asdict() for row in reading.connection.execute(select(table))]
            for name, table in tables.metadata.tables.items()
        }


def held_by_guard(sync: Synchronization) -> set[str]:
    """Return the users whose removal the deletion guard holds, and the log has told of."""
    table = tables.sync_staged_deletes
    query = select(table.c.source_id).where(
        table.c.job_id == sync.job_id, table.c.held_at.is_not(None)
    )
    with sync.database.read() as reading:
        return set(reading.connection.execute(query).scalars())


def log_after(sync: Synchronization, known: Sequence[str]) -> list[Record]:
    """Return the job's entries of the log, groups included, without those of *known* ids."""
    table = tables.provisioning_events
    query = select(table).where(table.c.job_id == sync.job_id).order_by(table.c.id)
    with sync.database.read() as reading:
        rows = [row._asdict() for row in reading.connection.execute(query)]
    return [row for row in rows if row["id"] not in set(known)]


def said_by_plan(entries: Sequence[PlanEntry]) -> list[Said]:
    """Return what a plan says, in the words of the log, and without the ids of new users."""
    new = {each.target_id: each.source_id for each in entries if each.action == "create"}
    return sorted(
        (
            (
                entry.source_id,
                "update" if entry.action == REFERENCE else WIRE_ACTION[Action(entry.action)],
                "success"
                if entry.action == REFERENCE
                else STATUS.get(Action(entry.action), "success"),
                entry.error_code or entry.reason,
                *_without_ids(new, entry.target_id, _logged(entry)),
            )
            for entry in entries
        ),
        key=str,
    )


def _logged(entry: PlanEntry) -> str | None:
    """Return the changed properties as the log tells them, which says only why a removal waits."""
    return None if entry.action == Action.STAGE.value else entry.modified


def said_by_log(rows: Sequence[Record]) -> list[Said]:
    """Return what a cycle's log says, once for each user: a second look at one is no news."""
    new = {row["target_id"]: row["source_id"] for row in rows if row["action"] == "create"}
    exported = {row["source_id"] for row in rows if row["status"] == "success"}
    last = {row["source_id"]: row["id"] for row in rows if row["source_id"] not in exported}
    return sorted(
        (
            (
                row["source_id"],
                row["action"],
                row["status"],
                row["error_code"] or row["reason"],
                *_without_ids(new, row["target_id"], row["modified_properties"]),
            )
            for row in rows
            if row["status"] == "success" or last.get(row["source_id"]) == row["id"]
        ),
        key=str,
    )


def _without_ids(new: dict[Any, str], target_id: str | None, modified: Any) -> tuple[Any, Any]:
    text = modified.decode() if isinstance(modified, bytes) else modified
    for each, source_id in new.items():
        text = text and text.replace(each, f"new {source_id}")
    decoded = None if text is None else msgspec.json.decode(text)
    return (f"new {new[target_id]}" if target_id in new else target_id), decoded
