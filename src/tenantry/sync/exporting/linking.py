"""Linking: what the links of a chunk's users are after their changes."""

from collections.abc import Sequence

from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.blocks import state_after
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.jobs import Job
from tenantry.sync.matching import Link, LinkState
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import links
from tenantry.sync.subject import Subject


def link_users(
    work: UnitOfWork,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
) -> None:
    """Make, change and forget the links of *subjects* as their *changes* say."""
    states = [
        _state_after(connection, subject, change)
        for subject, change in zip(subjects, changes, strict=True)
    ]
    keep_links(work, connection.job, subjects, changes, states)


def keep_links(  # three lists that belong together, and where they are kept
    work: UnitOfWork,
    job: Job,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
    states_after: Sequence[LinkState | None],
    *,
    object_type: str = "user",
) -> None:
    """Write the links that changed: *states_after* are theirs, None for no managed link."""
    new: list[tuple[str, Link]] = []
    states: list[tuple[str, LinkState]] = []
    gone: list[str] = []
    for subject, change, state in zip(subjects, changes, states_after, strict=True):
        link = subject.link
        is_moved = state is not None and link is not None and link.target_id != change.target_id
        if change.action in _FORGETTING or is_moved:
            gone.append(change.source_id)
        if change.action is Action.BEQUEATH and change.represents is not None:
            states.append((change.represents, LinkState.ACTIVE))
        if state is None:
            continue
        if link is None or is_moved:
            new.append((change.source_id, Link(change.target_id or "", state)))
        elif state is not link.state:
            states.append((change.source_id, state))
    if gone:
        links.remove_links(work, job.tenant_id, job.id, gone, object_type=object_type)
    links.add_links(work, job.tenant_id, job.id, new, object_type=object_type)
    links.set_states(work, job.tenant_id, job.id, states, object_type=object_type)


_FORGETTING = frozenset({Action.UNLINK, Action.BEQUEATH})
_WRITING = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE, Action.REDEEM})


def _state_after(
    connection: Connection, subject: Subject, change: PlannedChange
) -> LinkState | None:
    """Return the link's state after the change, None where there is or stays no managed link."""
    if change.action is Action.DELETE:
        return LinkState.DELETED
    if change.action is Action.SHARE:
        return LinkState.SHARED
    exported = change.action in _WRITING
    if subject.row is None or not (exported or change.reason == REDUNDANT):
        return None
    state = state_after(connection.rules, subject, subject.row)
    return LinkState.INVITED if change.keeps_name and state is LinkState.ACTIVE else state
