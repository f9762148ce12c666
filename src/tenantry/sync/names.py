"""Names: which user principal name a change takes in the target, and which it gives up."""

from collections.abc import Sequence

from tenantry.sync.job_rules import JobRules
from tenantry.sync.layouts import FOUND_VALUES
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.subject import Subject

_NAME = "userPrincipalName"
_TAKING = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE, Action.REDEEM})


def new_name(rules: JobRules, subject: Subject, change: PlannedChange) -> str | None:
    """Return the name that the change takes in the target, None if it takes none."""
    if change.action not in _TAKING:  # a staged removal writes nothing
        return None
    if (name := change.after.get(_NAME)) is not None:
        return str(name)
    return _found_name(rules, subject) if change.action is Action.RESTORE else None


def freed_name(rules: JobRules, subject: Subject, change: PlannedChange) -> str | None:
    """Return the name that the change gives up, None if it gives up none."""
    if change.action is Action.DELETE:
        return _found_name(rules, subject)
    before = change.before.get(_NAME) if change.action in _TAKING else None
    return str(before) if before is not None else None


def _found_name(rules: JobRules, subject: Subject) -> str | None:
    targets = rules.mapping.targets
    if not subject.found or _NAME not in targets:
        return None
    return str(subject.found[FOUND_VALUES + targets.index(_NAME)])


def freed_targets(changes: Sequence[PlannedChange]) -> list[str]:
    """Return the target users that give up their names."""
    return [change.target_id for change in changes if change.target_id and _frees(change)]


def _frees(change: PlannedChange) -> bool:
    if change.action is Action.UPDATE:
        return "userPrincipalName" in change.after
    return change.action is Action.DELETE
