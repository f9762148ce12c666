"""Names: which user principal name a change takes in the target, and which it gives up."""

from tenantry.sync.deciding import JobRules, Subject
from tenantry.sync.layouts import FOUND_VALUES
from tenantry.sync.planning import Action, PlannedChange

_NAME = "userPrincipalName"


def new_name(rules: JobRules, subject: Subject, change: PlannedChange) -> str | None:
    """Return the name that the change takes in the target, None if it takes none."""
    if (name := change.after.get(_NAME)) is not None:
        return str(name)
    return _found_name(rules, subject) if change.action is Action.RESTORE else None


def freed_name(rules: JobRules, subject: Subject, change: PlannedChange) -> str | None:
    """Return the name that the change gives up, None if it gives up none."""
    if change.action is Action.DELETE:
        return _found_name(rules, subject)
    before = change.before.get(_NAME)
    return str(before) if before is not None else None


def _found_name(rules: JobRules, subject: Subject) -> str | None:
    targets = rules.mapping.targets
    if not subject.found or _NAME not in targets:
        return None
    return str(subject.found[FOUND_VALUES + targets.index(_NAME)])
