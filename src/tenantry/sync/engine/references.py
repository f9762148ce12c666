"""References: the manager of each target user, written once both sides exist.

Within a chunk the target ids of new users are already known, so most managers are set with
their users.  The rest is stored as pending in the chunk's transaction and drained at the end
of the cycle; what is still unresolved then is dropped: a manager that enters scope later is
not back-filled (CTS-065, unless the job heals references), a removed one is not cleared (CTS-071,
unless nulls flow).
"""

from collections.abc import Mapping, Sequence

from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.job_rules import JobRules
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.subject import Subject

_EXPORTED = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE, Action.REDEEM})


def resolve_in_chunk(
    rules: JobRules,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
    created: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Set managers that are known, and return (source id, manager's source id) of the others.

    ``created`` is source id → target id of the users that this chunk creates.
    """
    if rules.manager is None:
        return []
    leaving = {change.source_id for change in changes if change.action is Action.DELETE}
    pending = []
    for subject, change in zip(subjects, changes, strict=True):
        manager_id = subject.row[rules.manager] if subject.row is not None else None
        exported = change.action in _EXPORTED or change.reason == REDUNDANT
        if not exported:
            continue
        if manager_id is None:
            if rules.options.flow_null_values:
                _set_manager(subject, change, None)
            continue
        known = None if manager_id in leaving else subject.manager
        resolved = created.get(manager_id) or known
        if resolved is None:
            pending.append((subject.source_id, manager_id))
        else:
            _set_manager(subject, change, resolved)
    return pending


def _set_manager(subject: Subject, change: PlannedChange, manager_id: str | None) -> None:
    # A new user may be found beside the one that left: that one's manager is not the new one's.
    found = None if change.action is Action.CREATE else subject.found
    before = found[1] if found else None
    if before == manager_id:
        return
    change.after["manager"] = manager_id
    if found:
        change.before["manager"] = before
    if change.reason == REDUNDANT:
        change.action, change.reason = Action.UPDATE, None
