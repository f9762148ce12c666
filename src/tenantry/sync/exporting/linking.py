"""Linking: what the links of a chunk's users are after their changes."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.deciding import REDUNDANT, Subject
from tenantry.sync.importing import Connection
from tenantry.sync.layouts import ACCOUNT_ENABLED
from tenantry.sync.matching import Link, LinkState
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import links


def link_users(
    work: UnitOfWork,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> None:
    """Make, change and forget the links of *subjects* as their *changes* say."""
    job = connection.job
    new: list[tuple[str, Link]] = []
    states: list[tuple[str, LinkState]] = []
    gone: list[str] = []
    for subject, change in zip(subjects, changes, strict=True):
        state = _state_after(connection, subject, change)
        if change.action is Action.UNLINK or (subject.link and change.action is Action.CREATE):
            gone.append(change.source_id)
        if state is None:
            continue
        if change.action is Action.CREATE or subject.link is None:
            new.append((change.source_id, Link(change.target_id or "", state)))
        elif state is not subject.link.state:
            states.append((change.source_id, state))
    if gone:
        links.remove_links(work, job.tenant_id, job.id, gone)
    links.add_links(work, job.tenant_id, job.id, new)
    links.set_states(work, job.tenant_id, job.id, states)


def _state_after(
    connection: Connection, subject: Subject, change: PlannedChange
) -> LinkState | None:
    """Return the link's state after the change, None where there is or stays no managed link."""
    if change.action is Action.DELETE:
        return LinkState.DELETED
    exported = change.action in (Action.CREATE, Action.UPDATE, Action.RESTORE)
    if subject.row is None or not (exported or change.reason == REDUNDANT):
        return None
    flows = "accountEnabled" in connection.rules.mapping.targets
    disabled = flows and not subject.row[ACCOUNT_ENABLED]
    return LinkState.INACTIVE if disabled else LinkState.ACTIVE
