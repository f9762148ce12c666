"""References of a plan: the managers that its cycle will set after the users are there."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.engine.draining import live_users, resolve_pending
from tenantry.sync.exporting import plan_references
from tenantry.sync.jobs import Job
from tenantry.sync.plans.engine.foreseeing import Foreseen
from tenantry.sync.plans.engine.writing import Writing
from tenantry.sync.plans.entries import awaited, reference_entry
from tenantry.sync.plans.plan import PlanEntry
from tenantry.sync.stores import links, target


def take_over_references(reading: Reading, job: Job, writing: Writing, limit: int) -> None:
    """Begin with the references that wait in the cycle under way, *limit* at once."""
    after = ""
    while pending := links.list_pending_references(
        reading, job.tenant_id, job.id, limit, after=after
    ):
        writing.store(awaited((), pending))
        after = pending[-1][0]


class References:
    """Resolves what was written of references, once every user of the plan is known."""

    def __init__(
        self, reading: Reading, connection: Connection, foreseen: Foreseen, writing: Writing
    ) -> None:
        self._reading = reading
        self._connection = connection
        self._foreseen = foreseen
        self._writing = writing

    def resolve(self, limit: int) -> None:
        """Replace each reference by what it sets, *limit* at once."""
        for page in self._writing.references(limit):
            self._writing.replace_references(page, self._resolved(page))

    def _resolved(self, page: Sequence[PlanEntry]) -> list[PlanEntry]:
        """Return the entries of *page* whose manager can be set, and is not set yet."""
        pending = [(entry.source_id, entry.manager_source_id or "") for entry in page]
        ids = {each for pair in pending for each in pair}
        live, stored = live_users(self._reading, self._connection, ids)
        for source_id, target_id in self._foreseen.moved(ids).items():
            live.pop(source_id, None)
            if target_id is not None:
                live[source_id] = target_id
        added = [target_id for target_id in live.values() if target_id not in stored]
        tenant_id, columns = self._connection.target_tenant_id, ["manager_id", "display_name"]
        found = target.read_users(self._reading, tenant_id, added, columns)
        stored |= {target_id: found.get(target_id, (None, None, "")) for target_id in added}
        changes = plan_references(resolve_pending(pending, live), stored)
        redacted = self._connection.rules.mapping.redacted
        set_managers = {change.source_id: change for change in changes}
        return [
            reference_entry(entry, set_managers[entry.source_id], redacted)
            for entry in page
            if entry.source_id in set_managers
        ]
