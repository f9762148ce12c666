"""Healing: managers who came into the target after their reports (`HealReferences`).

Whoever arrives is looked for among the managers of linked users; what is found waits for the
references step like any manager that was not there yet.  Only those who arrive cost anything.
"""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.matching import LinkState
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import source
from tenantry.sync.subject import Subject


def list_late_references(
    reading: Reading,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> list[tuple[str, str]]:
    """Return (source id, manager's source id) of the reports of those who arrive.

    The *subjects* themselves are left out: their managers are resolved with them.  An initial
    cycle looks at everybody anyway.
    """
    rules, job = connection.rules, connection.job
    if job.watermark is None or not rules.options.heal_references or rules.manager is None:
        return []
    arriving = [
        subject.source_id
        for subject, change in zip(subjects, changes, strict=True)
        if _arrives(subject, change)
    ]
    if not arriving:
        return []
    resolved = {subject.source_id for subject in subjects}
    reports = source.list_linked_reports(reading, job.tenant_id, job.id, arriving)
    return [pair for pair in reports if pair[0] not in resolved]


def _arrives(subject: Subject, change: PlannedChange) -> bool:
    """Return whether the user has a target user after the change that it had not before."""
    if change.action in (Action.CREATE, Action.RESTORE, Action.REDEEM, Action.SHARE):
        return True
    was_there = subject.link is not None and subject.link.state is not LinkState.DELETED
    return not was_there and (change.action is Action.UPDATE or change.reason == REDUNDANT)
